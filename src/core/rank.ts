/**
 * Seconds that ten times as many saves are worth. Time enters a rank as a constant that is added (after Lobsters'
 * hotness): an order once made never changes by waiting, and an index holds it.
 */
export const POINT = 79_200

/** What an article is sorted by before anybody's wishes count: never less for more saves, so it only grows. */
export function rankOf({ sortedAt, saves }: { sortedAt: number; saves: number }): number {
  return sortedAt + Math.round(POINT * Math.log10(1 + saves))
}
