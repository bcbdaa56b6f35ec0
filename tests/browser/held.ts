import type { Page } from '@playwright/test'

/** What the browser holds of the list: the paths in its caches, and the changes that wait. */
export function held(page: Page): Promise<{ pages: string[]; pictures: string[]; waiting: number }> {
  return page.evaluate(async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith('list-'))
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    const paths = requests.flat().map(({ url }) => url.slice(location.origin.length))
    const known = (await indexedDB.databases()).some(({ name }) => name === 'raff')
    return {
      pages: paths.filter((path) => path.startsWith('/list')),
      pictures: paths.filter((path) => path.startsWith('/i/')),
      waiting: known ? await changes() : 0,
    }

    function changes(): Promise<number> {
      return new Promise((done) => {
        const opening = indexedDB.open('raff')
        opening.onsuccess = () => {
          const counting = opening.result.transaction('changes').objectStore('changes').count()
          counting.onsuccess = () => {
            opening.result.close()
            done(counting.result)
          }
        }
      })
    }
  })
}
