import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { minutes } from '../src/core/arabic.ts'
import { LENGTHS, LIST_SORTS, LIST_START, LIST_STATES, type ListFilters } from '../src/core/list-filters.ts'
import { open } from '../src/store/db.ts'
import { page } from '../src/store/list-page.ts'
import type { ListRow } from '../src/store/saved.ts'
import { START } from './helpers/app.ts'
import { addReader } from './helpers/builders.ts'
import { metered } from './helpers/costs.ts'
import { recorded } from './helpers/plans.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

const shelf = open(recorded(env.DB))
const DAY = 86_400

let readerId: number
beforeEach(async () => {
  readerId = (await addReader()).id
})

/** All pages of a list, to its end. */
async function walk(filters: Partial<ListFilters>): Promise<ListRow[]> {
  const found: ListRow[] = []
  let before = null
  do {
    const part = await page(shelf, readerId, { filters: { ...LIST_START, ...filters }, before })
    found.push(...part.saved)
    before = part.older
  } while (before)
  return found
}

type Values = NonNullable<Parameters<typeof addSaved>[2]>

async function addAll(rows: Values[]): Promise<void> {
  for (const [i, values] of rows.entries()) await addSaved(readerId, i + 1, values)
}

const ids = async (filters: Partial<ListFilters>) => (await walk(filters)).map(({ id }) => id)

describe('a list narrowed by', () => {
  beforeEach(async () => {
    const rows: Values[] = [
      { savedAt: START, words: 200, sourceName: 'الواحة' },
      { savedAt: START - DAY, words: 200, sourceName: 'nature.com', language: 'en-GB' },
      { savedAt: START - 10 * DAY, words: 4_000, sourceName: 'الواحة', language: 'ar-EG', archivedAt: START },
      { savedAt: START - 40 * DAY, words: 0, language: 'und', favouriteAt: START },
      { savedAt: START - 400 * DAY, words: 1_500, sourceName: 'أوراق', archivedAt: START - 5, favouriteAt: 1 },
      { savedAt: START - 2, removedAt: START, words: 900, sourceName: 'أوراق' },
    ]
    await addAll(rows)
    await addTags(readerId, { ماء: [1, 2, 6], علم: [2, 4] })
  })

  it.each<[string, Partial<ListFilters>, number[]]>([
    ['nothing', {}, [1, 2, 4]],
    ['the archive', { state: 'archived' }, [3, 5]],
    ['the favourites', { state: 'favourite' }, [4, 5]],
    ['no state', { state: 'all' }, [1, 2, 3, 4, 5]],
    ['a tag', { state: 'all', tag: 'ماء' }, [1, 2]],
    ['a tag and a state', { state: 'archived', tag: 'علم' }, []],
    ['a tag that is not there', { state: 'all', tag: 'غير موجود' }, []],
    ['a source', { state: 'all', source: 'الواحة' }, [1, 3]],
    ['a source and a tag', { state: 'all', source: 'nature.com', tag: 'علم' }, [2]],
    ['a language, whatever its region', { state: 'all', language: 'ar' }, [1, 3, 5]],
    ['a language that nobody declared', { state: 'all', language: 'und' }, [4]],
    ['short ones, which have a known length', { state: 'all', length: 'short' }, [1, 2]],
    ['middling ones', { state: 'all', length: 'medium' }, [5]],
    ['long ones', { state: 'all', length: 'long' }, [3]],
    ['a first day', { state: 'all', savedFrom: START - 10 * DAY }, [1, 2, 3]],
    ['days on both sides', { state: 'all', savedFrom: START - 40 * DAY, savedBefore: START - DAY }, [3, 4]],
    ['days in the archive', { state: 'archived', savedBefore: START - 11 * DAY }, [5]],
    ['days under a tag', { state: 'all', tag: 'علم', savedFrom: START - 2 * DAY }, [2]],
    ['all at once', { state: 'unread', tag: 'علم', source: 'nature.com', language: 'en', length: 'short' }, [2]],
  ])('%s', async (_, filters, expected) => {
    expect(await ids(filters)).toEqual(expected)
  })

  it.each<[ListFilters['sort'], number[]]>([
    ['newest', [1, 2, 3, 4, 5]],
    ['oldest', [5, 4, 3, 2, 1]],
    ['shortest', [1, 2, 5, 3]],
    ['longest', [3, 5, 2, 1]],
  ])('its order alone: %s', async (sort, expected) => {
    expect(await ids({ state: 'all', sort })).toEqual(expected)
  })

  it('an order that the filters stay under', async () => {
    expect(await ids({ state: 'all', sort: 'longest', tag: 'ماء' })).toEqual([2, 1])
    expect(await ids({ state: 'all', sort: 'oldest', source: 'الواحة' })).toEqual([3, 1])
    expect(await ids({ state: 'favourite', sort: 'oldest' })).toEqual([5, 4])
  })

  it('means by short, middling and long what its rows say in minutes', async () => {
    const counts = [1, 404, 405, 809, 810, 1_070, 1_071, 2_609, 2_610, 3_450, 3_451]
    const { id } = await addReader()
    readerId = id
    await addAll(counts.flatMap((words) => ['ar', 'en'].map((language) => ({ words, language }))))
    for (const [length, [from, below]] of Object.entries(LENGTHS)) {
      const found = await walk({ length: length as keyof typeof LENGTHS })
      expect(found.length).toBeGreaterThan(3)
      for (const { words, language } of found) {
        expect(minutes(words, language)).toBeGreaterThanOrEqual(from)
        expect(minutes(words, language)).toBeLessThan(below)
      }
    }
    const all = await Promise.all(
      Object.keys(LENGTHS).map((length) => walk({ length: length as keyof typeof LENGTHS })),
    )
    expect(all.flat()).toHaveLength(counts.length * 2)
  })

  it('offers the tags and sources that there are', async () => {
    const part = await page(shelf, readerId, { filters: LIST_START, before: null })
    expect(part.tags).toEqual(['علم', 'ماء'])
    expect(part.sources).toEqual(['nature.com', 'أوراق', 'الواحة'])
  })

  it('shows of a row what its reader did with it', async () => {
    const [row] = await walk({ state: 'all', tag: 'علم' })
    expect(row).toMatchObject({ tags: ['ماء', 'علم'], progress: 0, noted: false, highlights: 0, favouriteAt: null })
  })
})

describe('what was begun', () => {
  it('stands on top of the list, the last three, on its first page alone', async () => {
    const begun = (progress: number, at: number) => ({ progress, progressAt: START - at })
    await addAll([
      { ...begun(10, 1) },
      { ...begun(40, 9) },
      { ...begun(100, 0) },
      { ...begun(0, 0) },
      { ...begun(50, 5), archivedAt: START },
      { ...begun(60, 2) },
      { ...begun(70, 3) },
    ])
    const part = await page(shelf, readerId, { filters: LIST_START, before: null })
    expect(part.started.map(({ id }) => id)).toEqual([1, 6, 7])
    const before = { sortedAt: START, id: 9 }
    expect((await page(shelf, readerId, { filters: LIST_START, before })).started).toEqual([])
    const filters = { ...LIST_START, tag: 'ماء' }
    expect((await page(shelf, readerId, { filters, before: null })).started).toEqual([])
  })
})

describe('every combination of filters', () => {
  const combinations = LIST_STATES.flatMap((state) =>
    LIST_SORTS.flatMap((sort) => MORE.map((more): ListFilters => ({ state, sort, ...more }))),
  )

  it('reads as much of 50,000 rows as of 2,000, and walks no more than a thousand of an index', async () => {
    await fill(1, 2_000)
    await fill(2, 50_000)
    for (const filters of combinations) {
      const [small = [], large = []] = [await cost(1, filters), await cost(2, filters)]
      expect(large).toHaveLength(small.length)
      // A row that is walked is met in its index, twice on the way, and in its table; the few others are the tag and the languages.
      expect(large[WALK], JSON.stringify(filters)).toBeLessThanOrEqual(4 * 1_000 + 20)
      expect(sum(large.toSpliced(WALK, 1)), JSON.stringify(filters)).toBeLessThanOrEqual(
        sum(small.toSpliced(WALK, 1)) + 3,
      )
    }
  })

  it('ends up showing all that fits, however rare', async () => {
    readerId = 1
    await fill(1, 5_000)
    const found = await ids({ state: 'all', language: 'fa' })
    expect(found).toHaveLength(13)
    expect(new Set(found).size).toBe(13)
  })
})

/** Which of a page's statements walks the list. */
const WALK = 3

const MORE: Partial<ListFilters>[] = [
  {},
  { tag: 'شائع' },
  { source: 'مصدر 1' },
  { tag: 'شائع', source: 'مصدر 1', language: 'fa' },
  { language: 'fa', length: 'long', savedFrom: 1 },
]

/** A long list: half of it archived, a tag on every second row, 20 sources, one row in 400 in Persian. */
async function fill(reader: number, size: number): Promise<void> {
  await env.DB.prepare(
    `INSERT INTO tags (reader_id, id, name, key, saved, created_at) VALUES (?, 1, 'شائع', 'شائع', 1, 1)`,
  )
    .bind(reader)
    .run()
  for (let first = 1; first <= size; first += 5_000) {
    const numbers = JSON.stringify(Array.from({ length: Math.min(5_000, size - first + 1) }, (_, i) => first + i))
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO saved (reader_id, id, url_key, url_rule, url, title, source_name, language, direction, words, saved_at,
          archived_at, favourite_at)
        SELECT ?1, value, value, 1, value, 'عنوان', 'مصدر ' || (value % 20), iif(value % 400 = 7, 'fa', 'ar'), 'rtl',
          value % 3000, value, iif(value % 4 < 2, value, NULL), iif(value % 3 = 0, value, NULL) FROM json_each(?2)`,
      ).bind(reader, numbers),
      env.DB.prepare(
        `INSERT INTO saved_tags (reader_id, saved_id, tag_id, saved_at) SELECT ?1, value, 1, value FROM json_each(?2)
          WHERE value % 2 = 0`,
      ).bind(reader, numbers),
    ])
  }
}

/** Rows that each statement of a page reads. */
async function cost(reader: number, filters: ListFilters): Promise<number[]> {
  const read: number[] = []
  await page(open(metered(read)), reader, { filters, before: null })
  return read
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
