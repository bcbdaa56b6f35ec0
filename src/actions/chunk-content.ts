import type { ChunkContent, IssueContent } from '../core/issue.ts'
import type { Recipient } from '../store/personal.ts'

/** What members are sent. `later`: those for whom it had no room any more; who is in neither has nothing to be told. */
export type Made = { content: ChunkContent; later: Set<number> }

/** D1 keeps 2 MB in a row, and the content of a chunk is one: so many bytes of it are full, with one more set. */
const FULL = 1_500_000

/** What `compose` makes for each group of a chunk's members, as far as there is room; what comes out alike is kept once. */
export function packed<T extends { members: Recipient[] }>(
  groups: T[],
  compose: (group: T) => IssueContent | null,
): Made {
  const content: ChunkContent = { sets: [], of: {} }
  const later = new Set<number>()
  const known = new Map<string, number>()
  let bytes = 0
  for (const group of groups) {
    const ids = group.members.map(({ subscriberId }) => subscriberId)
    if (bytes >= FULL) {
      for (const id of ids) later.add(id)
      continue
    }
    const set = compose(group)
    if (!set) continue
    const text = JSON.stringify(set)
    const index = known.get(text) ?? content.sets.push(set) - 1
    for (const id of ids) content.of[id] = index
    if (!known.has(text)) bytes += Buffer.byteLength(text)
    known.set(text, index)
  }
  return { content, later }
}

export function readerIds(people: Recipient[]): number[] {
  return people.flatMap(({ readerId }) => readerId ?? [])
}
