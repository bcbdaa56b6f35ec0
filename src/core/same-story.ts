/** A digest of one voice is a feed. */
const PER_SOURCE = 2

/** Of articles in order of rank: the first of each story, and at most two of one source. */
export function onceEach<T extends { storyId: number; sourceId: number }>(ranked: T[]): T[] {
  const told = new Set<number>()
  const ofSource = new Map<number, number>()
  return ranked.filter(({ storyId, sourceId }) => {
    const taken = ofSource.get(sourceId) ?? 0
    if (taken >= PER_SOURCE || told.has(storyId)) return false
    told.add(storyId)
    ofSource.set(sourceId, taken + 1)
    return true
  })
}
