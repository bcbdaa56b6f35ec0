import type { Choice } from '../core/chosen.ts'
import { isFollowed } from '../core/follow.ts'
import { AMONG, type Card, cardsOf, latestOf, type Place, unmuted } from '../core/for-you.ts'
import { naming } from '../store/followable.ts'
import { followsOf } from '../store/follows.ts'
import { blockOf, type Found, latest, selection } from '../store/for-you.ts'
import { ticks } from '../store/saved.ts'
import type { ActionContext } from './context.ts'

/** Where a page begins: below a place, after articles that the page before ended with. */
export type From = { before: Place; after: number[] }

/** A page of news made for one reader. */
export type ForYou = {
  cards: Card<Found>[]
  /** What is in the reader's list. */
  saved: ReadonlySet<number>
  older: From | null
  /** Nothing is followed: these are the editors' choice, or all that is new. */
  unchosen: boolean
  /** Of what there was here, nothing was left: it is muted, or was told above. */
  emptied: boolean
}

type Asker = Pick<ActionContext, 'db' | 'shelf' | 'now'>

/** What a reader follows, the best first. */
export async function forYou({ db, shelf, now }: Asker, readerId: number, from: From | null): Promise<ForYou> {
  const { before = null, after = [] } = from ?? {}
  const choices = await followsOf(shelf, readerId)
  if (!choices.some(isFollowed)) return unchosen(shelf, readerId, choices, await selection(db, now(), before))
  const [{ block, others, shown, older }, named] = await Promise.all([
    blockOf(db, { choices, along: 'rank', before, after }),
    naming(db, choices),
  ])
  const saved = await savedOf(shelf, readerId, block)
  const cards = cardsOf({ block, others, before, choices: choices.map(named), saved, shown })
  return pageOf(cards, { block, older, saved, after })
}

/** The same newest first. */
export async function latestFor({ db, shelf, now }: Asker, readerId: number, from: From | null): Promise<ForYou> {
  const before = from?.before ?? null
  const choices = await followsOf(shelf, readerId)
  if (!choices.some(isFollowed)) return unchosen(shelf, readerId, choices, await latest(db, now(), before))
  const [{ block, older }, named] = await Promise.all([
    blockOf(db, { choices, along: 'sorted_at', before }),
    naming(db, choices),
  ])
  const saved = await savedOf(shelf, readerId, block)
  return pageOf(latestOf(block, choices.map(named)), { block, older, saved, after: [] })
}

type Part = { block: Found[]; older: Place | null }

async function unchosen(shelf: Asker['shelf'], readerId: number, choices: Choice[], part: Part): Promise<ForYou> {
  const saved = await savedOf(shelf, readerId, part.block)
  return { ...pageOf(unmuted(part.block, choices), { ...part, saved, after: [] }), unchosen: true }
}

function pageOf(cards: Card<Found>[], { block, older, saved, after }: Part & { saved: Set<number>; after: number[] }) {
  const last = [...after, ...cards.map(({ article }) => article.id)].slice(1 - AMONG)
  const emptied = cards.length === 0 && block.length > 0
  return { cards, saved, older: older && { before: older, after: last }, unchosen: false, emptied }
}

async function savedOf(shelf: Asker['shelf'], readerId: number, articles: Found[]): Promise<Set<number>> {
  const found = await ticks(
    shelf,
    readerId,
    articles.map(({ id }) => id),
  )
  return new Set(found.map(({ articleId }) => articleId))
}
