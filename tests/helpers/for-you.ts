import type { Choice } from '../../src/core/chosen.ts'
import { type Card, cardsOf, type Told } from '../../src/core/for-you.ts'
import { keywordOf } from '../../src/core/keyword.ts'

// Worlds by hand, and what one reader gets of them.

export const NOW = Date.UTC(2026, 10, 24, 9) / 1000
export const HOUR = 3600

/** An article an hour older for each step of its id, of a source of its own. */
export function article(id: number, values: Partial<Told> = {}): Told {
  const sortedAt = values.sortedAt ?? NOW - id * HOUR
  return {
    id,
    title: `عنوان ${id}`,
    excerpt: '',
    sourceId: 100 + id,
    topicIds: [1],
    sortedAt,
    rank: sortedAt,
    storyId: id,
    picked: false,
    rare: false,
    ...values,
  }
}

type Said = Partial<Pick<Choice, 'followed' | 'muted' | 'less'>>

export function choice(kind: Choice['kind'], ref: number | string, said: Said = { followed: true }): Choice {
  return { kind, ref: String(ref), label: `${kind} ${ref}`, followed: false, muted: false, less: false, ...said }
}

export function keyword(typed: string, said?: Said): Choice {
  const read = keywordOf(typed)
  if (typeof read === 'string') throw new Error(`${typed} is ${read}`)
  return { ...choice('keyword', read.ref, said), label: read.label }
}

export const topic = choice('topic', 1)

export type World = { block: Told[]; choices?: Choice[] } & Partial<Parameters<typeof cardsOf<Told>>[0]>

export function page({ block, choices = [topic], ...given }: World): Card<Told>[] {
  return cardsOf({ block, choices, others: [], before: null, saved: new Set<number>(), shown: [], ...given })
}

export const ids = (cards: Card<Told>[]) => cards.map((card) => card.article.id)
