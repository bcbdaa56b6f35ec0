import { type Gist, gistOf, KEPT, likeness, withinReach } from '../core/story.ts'
import { bandsOf } from '../core/story-bands.ts'
import { batch, type Db } from '../store/db.ts'
import {
  dropBands,
  type Found,
  inBands,
  type Place,
  setStories,
  type Telling,
  tellings,
  untold,
} from '../store/stories.ts'
import type { JobContext, Outcome } from './context.ts'

/** Articles of a step, steps of a run; while there are more, the next run is due at once. */
const STEP = 50
const STEPS = 5
/** How many of one band are looked at, and how many of those that share most bands with an article are read. */
const OF_BAND = 20
const READ = 12
/** Bands that a run takes out at most: more than it puts in. */
const SWEPT = 10_000

/**
 * Gives each new article its story: that of the article before it that is most like it, else its own. It goes in order
 * of id and is alone (its lease sees to that), so that what two sources bring at once is one story all the same.
 */
export async function stories({ db, now }: Pick<JobContext, 'db' | 'now'>): Promise<Outcome> {
  const oldest = now() - KEPT
  for (let step = 0; step < STEPS; step += 1) {
    const articles = await untold(db, STEP)
    await setStories(db, await found(db, articles.map(reader(oldest))))
    if (articles.length < STEP) {
      await batch(db, [dropBands(oldest, SWEPT)])
      return undefined
    }
  }
  return { again: now() }
}

type Read = Telling & { gist: Gist; bands: number[] }

/** What is too old to be told with what comes in now is not looked for. */
function reader(oldest: number): (article: Telling) => Read {
  return (article) => {
    const gist = gistOf(article)
    return { ...article, gist, bands: article.sortedAt < oldest ? [] : bandsOf(gist) }
  }
}

async function found(db: Db, articles: Read[]): Promise<Found[]> {
  const places = Map.groupBy(await inBands(db, bandsAmong(articles), OF_BAND), ({ band }) => band)
  const others = await tellings(db, [...new Set(articles.flatMap((article) => nearest(article, places)))])
  const known = new Map(others.map((other) => [other.id, { ...other, gist: gistOf(other) }]))
  return articles.map((article) => {
    const { id, sortedAt, bands } = article
    const story = storyOf(
      article,
      nearest(article, places).flatMap((other) => known.get(other) ?? []),
    )
    // Those that come after it in this step find it, too.
    known.set(id, { ...article, ...story })
    for (const band of bands) places.set(band, [...(places.get(band) ?? []), { band, id, sortedAt }])
    return { id, sortedAt, bands, storyId: story.storyId }
  })
}

function bandsAmong(articles: Read[]): number[] {
  return [...new Set(articles.flatMap(({ bands }) => bands))]
}

/** The ids of those that share most bands with an article, the more the fewer share one; of equals the earlier. */
function nearest({ bands, sortedAt }: Read, places: ReadonlyMap<number, Place[]>): number[] {
  const shared = new Map<number, number>()
  for (const there of bands.map((band) => places.get(band) ?? [])) {
    for (const place of there.filter((other) => withinReach(other.sortedAt, sortedAt))) {
      shared.set(place.id, (shared.get(place.id) ?? 0) + 1 / there.length)
    }
  }
  const ids = [...shared].sort(([a, ofA], [b, ofB]) => ofB - ofA || a - b).map(([id]) => id)
  return ids.slice(0, READ)
}

type Story = { storyId: number; firstAt: number }
type Known = Omit<Telling, 'storyId'> & { storyId: number | null; gist: Gist }

/** A story does not wander on from day to day: it reaches from its first article, whoever of it is like the new one. */
function storyOf(article: Read, others: Known[]): Story {
  const own = { storyId: article.id, firstAt: article.sortedAt, like: 0 }
  return others.reduce((best, { storyId, firstAt, ...other }) => {
    if (storyId === null || !withinReach(firstAt, article.sortedAt)) return best
    const like = likeness(article, other)
    return like > best.like ? { storyId, firstAt, like } : best
  }, own)
}
