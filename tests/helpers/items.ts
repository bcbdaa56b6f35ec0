import { createFeedApp } from './feeds.ts'

const HOUR = 3600

/** A source whose feed has been read once. */
export async function read(body: string, given: Parameters<ReturnType<typeof createFeedApp>['addSource']>[1] = {}) {
  const app = createFeedApp()
  await app.answer('/feed', { body })
  await app.addSource('/feed', given)
  await app.work()
  /** The feed says something else, and its time has come. */
  const readAgain = async (next: string) => {
    await app.answer('/feed', { body: next })
    app.clock.advance(6 * HOUR)
    await app.work()
  }
  return { ...app, readAgain }
}

/** The inside of an RSS item: a news item like any other, but for these fields. */
export const item = (fields: Record<string, string>) =>
  Object.entries({ guid: 'g1', title: 'خبر', link: 'https://news.example/1', ...fields })
    .map(([name, value]) =>
      name === 'guid' ? `<guid isPermaLink="false">${value}</guid>` : `<${name}>${value}</${name}>`,
    )
    .join('')
