import type { Choice } from './chosen.ts'
import { type Followable, type FollowKind, isFollowed } from './follow.ts'
import { byLabel, LESS, matcher, reasonsIn, WEIGHTS } from './matches.ts'
import { POINT } from './rank.ts'
import { PICKED, RARE } from './ranking.ts'

/** A place in a list: a row's rank or date, whichever the list is sorted by, and its id. */
export type Place = { at: number; id: number }

/** What of an article decides whether, where and how often it is shown. */
export type Told = {
  id: number
  title: string
  excerpt: string
  sourceId: number
  topicIds: number[]
  rank: number
  sortedAt: number
  /** The story that it tells; its own id where nobody else tells it, or nobody has looked yet. */
  storyId: number
  picked: boolean
  /** Of a source that writes seldom. */
  rare: boolean
}

/** One summand of a score in points, and what was said of what. */
export type Term = { kind: FollowKind | 'rare' | 'picked' | 'saved' | 'less'; points: number; of?: Followable }

/** An article, what speaks for it and against it, and who else tells its story. */
export type Card<T> = { article: T; terms: Term[]; also: T[] }

/** What the caps need of a row that stands above. */
export type Shown = Pick<Told, 'sourceId' | 'topicIds'>

type Asked<T> = {
  /** All there is between two places in the order of rank, and what else tells the same stories. */
  block: T[]
  others: T[]
  /** Where the block begins; null: nothing is above it. */
  before: Place | null
  choices: Choice[]
  /** The ids of those that are in the reader's list. */
  saved: ReadonlySet<number>
  /** The last rows of the page before. */
  shown: Shown[]
}

const BONUS = { rare: RARE, picked: PICKED, saved: -1 } as const

/** Of a source at most so many in a row, of a topic at most so many among any ten. */
const IN_A_ROW = 2
const OF_TOPIC = 3
export const AMONG = 10

/**
 * A block of articles as one reader gets it: what they follow, without what they mute, one card a story, the best
 * first. A story that stands above the block does not come again. Nothing depends on the clock or on chance, nor on the
 * order in which the articles are given. The numbers are explained in docs/for-you.md.
 */
export function cardsOf<T extends Told>({ block, others, before, choices, saved, shown }: Asked<T>): Card<T>[] {
  const reading = reader(choices)
  const cards = block.flatMap((article) => {
    const answers = reading(article)
    return answers.wanted ? [{ article, terms: termsOf(article, answers.found, saved) }] : []
  })
  const above = others.filter((other) => before !== null && !isBelow(other, before) && reading(other).wanted)
  const told = new Set(above.map(({ storyId }) => storyId))
  const best = ordered(cards).filter(({ article }) => once(told, article.storyId))
  const tellable = [...block, ...others].filter((other) => !reading(other).muted)
  const byStory = Map.groupBy(tellable, ({ storyId }) => storyId)
  return arranged(best, shown).map((card) => ({ ...card, also: alsoOf(card.article, byStory) }))
}

/** The same newest first, each by itself and all of them: nothing is weighed. */
export function latestOf<T extends Told>(block: T[], choices: Choice[]): Card<T>[] {
  const reading = reader(choices)
  return block
    .toSorted((a, b) => b.sortedAt - a.sortedAt || b.id - a.id)
    .flatMap((article) => {
      const { wanted, found } = reading(article)
      return wanted ? [{ article, terms: followed(found), also: [] }] : []
    })
}

/** Of what an editor chose, or is new, that which is not muted: for somebody who follows nothing. */
export function unmuted<T extends Told>(articles: T[], choices: Choice[]): Card<T>[] {
  const reading = reader(choices)
  return articles
    .filter((article) => !reading(article).muted)
    .map((article) => ({ article, terms: article.picked ? [term('picked')] : [], also: [] }))
}

/** What of the choices speaks of an article, found once for each. */
function reader(choices: Choice[]) {
  const matching = matcher(choices)
  const known = new Map<number, { found: Choice[]; muted: boolean; wanted: boolean }>()
  return (article: Told) => {
    const before = known.get(article.id)
    if (before) return before
    const found = matching(article)
    const muted = found.some((choice) => choice.muted)
    const answers = { found, muted, wanted: !muted && found.some(isFollowed) }
    known.set(article.id, answers)
    return answers
  }
}

function termsOf(article: Told, found: Choice[], saved: ReadonlySet<number>): Term[] {
  const less = found.filter(({ less }) => less).toSorted(byLabel)[0]
  return [
    ...followed(found),
    ...(article.rare ? [term('rare')] : []),
    ...(article.picked ? [term('picked')] : []),
    ...(saved.has(article.id) ? [term('saved')] : []),
    ...(less ? [{ kind: 'less' as const, points: LESS, of: named(less) }] : []),
  ]
}

function followed(found: Choice[]): Term[] {
  return reasonsIn(found).map((choice) => ({ kind: choice.kind, points: WEIGHTS[choice.kind], of: named(choice) }))
}

function named({ kind, ref, label }: Choice): Followable {
  return { kind, ref, label }
}

function term(kind: keyof typeof BONUS): Term {
  return { kind, points: BONUS[kind] }
}

type Scored<T> = { article: T; terms: Term[] }

/** By score; of equals the one with the higher id first. */
function ordered<T extends Told>(cards: Scored<T>[]): Scored<T>[] {
  return cards
    .map((card) => ({ card, score: scoreOf(card) }))
    .toSorted((a, b) => b.score - a.score || b.card.article.id - a.card.article.id)
    .map(({ card }) => card)
}

/** Seconds: whole numbers, so that the order of the terms changes nothing. */
export function scoreOf({ article, terms }: Scored<Told>): number {
  return terms.reduce((sum, { points }) => sum + Math.round(points * POINT), article.rank)
}

function once(told: Set<number>, storyId: number): boolean {
  return !told.has(storyId) && Boolean(told.add(storyId))
}

function isBelow({ rank, id }: Told, place: Place): boolean {
  return rank < place.at || (rank === place.at && id < place.id)
}

/** In their order, but that the caps hold; where nothing that is left keeps them, the topics' gives way first. */
function arranged<T extends Told>(cards: Scored<T>[], shown: Shown[]): Scored<T>[] {
  const above = [...shown]
  const left = [...cards]
  const placed: Scored<T>[] = []
  while (left.length > 0) {
    const free = { ofSource: sourceFree(above), ofTopics: topicsFree(above) }
    const choice =
      left.find(({ article }) => free.ofSource(article) && free.ofTopics(article)) ??
      left.find(({ article }) => free.ofSource(article)) ??
      left.find(({ article }) => free.ofTopics(article)) ??
      left[0]
    if (!choice) break
    left.splice(left.indexOf(choice), 1)
    placed.push(choice)
    above.push(choice.article)
  }
  return placed
}

/** Whether an article may come next, for its source's sake. */
function sourceFree(above: Shown[]): (article: Shown) => boolean {
  const last = above.slice(-IN_A_ROW)
  const full = last.length === IN_A_ROW && last.every(({ sourceId }) => sourceId === last[0]?.sourceId)
  return ({ sourceId }) => !full || sourceId !== last[0]?.sourceId
}

/** Whether it may, for its topics' sake. */
function topicsFree(above: Shown[]): (article: Shown) => boolean {
  const counts = new Map<number, number>()
  for (const id of above.slice(1 - AMONG).flatMap(({ topicIds }) => topicIds)) counts.set(id, (counts.get(id) ?? 0) + 1)
  return ({ topicIds }) => topicIds.every((id) => (counts.get(id) ?? 0) < OF_TOPIC)
}

/** The newest of each other source, the newest first. */
function alsoOf<T extends Told>(article: T, byStory: Map<number, T[]>): T[] {
  return (byStory.get(article.storyId) ?? [])
    .filter(({ sourceId }) => sourceId !== article.sourceId)
    .toSorted((a, b) => b.sortedAt - a.sortedAt || b.id - a.id)
    .filter((other, at, all) => all.findIndex(({ sourceId }) => sourceId === other.sourceId) === at)
}
