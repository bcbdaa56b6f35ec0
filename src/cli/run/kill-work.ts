import { until } from './process.ts'
import type { Site } from './site.ts'

// What goes on while the plug is pulled: readers who save, files that come in, and the cron. Each goes on until the
// site is gone, and again when it is back.

/** What a saved row is known by: the article's number, or the url. */
export type SavedKey = number | string

/** A file that was taken in, and the urls in it. */
export type TakenFile = { id: number; urls: string[] }

const SAVERS = 8
/** Rows of a file: two chunks, so that an import is never over in one step. */
const FILE_ROWS = 400
/** Every so many rows of a file are pages that are saved by their urls as well. */
const SHARED = 10

const urlOf = (n: number) => `https://kill.example/page-${n}`

/** Saves one thing after another, each of them once: an article, then a page by its url, and so on. */
export function saving(session: string) {
  const acknowledged: SavedKey[] = []
  let next = 1
  let under = 0
  let savers: Promise<void>[] = []

  async function saver(site: Site): Promise<void> {
    for (;;) {
      const n = next
      next += 1
      under += 1
      const status = await post(
        site,
        '/list',
        session,
        new URLSearchParams(n % 2 ? { article_id: `${n}` } : { url: urlOf(n) }),
      )
        .then((response) => response.status)
        .catch(isThere)
      under -= 1
      if (status === false) return
      if (status !== 303) throw new Error(`saving number ${n} answered ${status}`)
      acknowledged.push(n % 2 ? n : urlOf(n))
    }
  }

  return {
    acknowledged,
    to: (site: Site) => {
      savers = Array.from({ length: SAVERS }, () => saver(site))
    },
    inFlight: () => under,
    /** Resolves when so many more were answered, with others under way. */
    answered: (more: number) => {
      const wanted = acknowledged.length + more
      return until(`${more} saves`, async () => acknowledged.length >= wanted && under > 0, 120, 1)
    },
    stopped: () => Promise.all(savers),
  }
}

/** Files come in one after another; some of their pages are saved by their urls at the same time. */
export function importing(session: string) {
  const acknowledged: TakenFile[] = []
  let made = 0
  let importer: Promise<void> = Promise.resolve()

  async function upload(site: Site): Promise<void> {
    for (;;) {
      made += 1
      const urls = Array.from({ length: FILE_ROWS }, (_, row) =>
        row % SHARED ? `https://file-${made}.example/${row}` : urlOf(2 * (made * (FILE_ROWS / SHARED) + row / SHARED)),
      )
      const body = ['url,title,tags', ...urls.map((url, row) => `${url},row ${row},moved`)].join('\n')
      const response = await post(site, '/list/imports', session, body, { 'X-File-Name': 'list.csv' }).catch(isThere)
      if (!response) return
      const id = Number(/\/list\/imports\/(\d+)$/.exec(response.headers.get('Location') ?? '')?.[1])
      // 422: as many as may be are on their way.
      if (id) acknowledged.push({ id, urls })
      else if (response.status !== 422) throw new Error(`a file was answered with ${response.status}`)
      await new Promise((done) => setTimeout(done, 1500))
    }
  }

  return {
    acknowledged,
    to: (site: Site) => {
      importer = upload(site)
    },
    stopped: () => importer,
  }
}

/** Runs the jobs that are due, again and again, as the cron does every minute. */
export async function working(site: Site): Promise<void> {
  for (;;) {
    const there = await site.tick().then(() => true, isThere)
    if (!there) return
    await new Promise((done) => setTimeout(done, 20))
  }
}

/** False: nobody answers any more. @throws what is another fault */
function isThere(error: unknown): false {
  // That is what `fetch` throws where a connection fails.
  if (error instanceof TypeError) return false
  throw error
}

/** @throws TypeError where nobody answers any more */
async function post(
  { direct, url }: Site,
  path: string,
  session: string,
  body: string | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Response> {
  const response = await fetch(direct + path, {
    method: 'POST',
    headers: { Cookie: `__Host-session=${session}`, Origin: url, ...headers },
    body,
    redirect: 'manual',
  })
  await response.arrayBuffer()
  return response
}
