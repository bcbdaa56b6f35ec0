import { type Answer, createFeedApp } from './feeds.ts'

/** What stands in a reader's rows and beside them, for tests of what a page became. */
export function createPageApp(options: Parameters<typeof createFeedApp>[0] = {}) {
  const app = createFeedApp(options)
  return {
    ...app,
    /** Answers `https://HOST/PATH`, written without its scheme. */
    page: (url: string, ...answers: Answer[]) => app.answer(`/${url}`, ...answers),
    saved: () => app.rows('saved'),
    texts: () => app.rows('saved_texts'),
  }
}
