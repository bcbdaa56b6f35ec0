// Articles of the site's own belong to a source of its own, which has no feed and is never fetched.

/** In place of its feed url. */
export const OWN_FEED = 'own:'

export function isOwn({ feedUrl }: { feedUrl: string }): boolean {
  return feedUrl === OWN_FEED
}

/** The url key of a draft's article: as long as the draft is there, it is one and the same. */
export function ownKey(draftId: number): string {
  return `own:${draftId}`
}

/** The draft behind an article's url key; null: it came from a feed. */
export function draftOf(urlKey: string): number | null {
  const [, id] = /^own:(\d+)$/.exec(urlKey) ?? []
  return id ? Number(id) : null
}
