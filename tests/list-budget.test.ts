import { env } from 'cloudflare:workers'
import { expect, it } from 'vitest'
import { MOST_MANY } from '../src/core/many.ts'
import { open } from '../src/store/db.ts'
import { setMany } from '../src/store/many.ts'
import { createTestApp, START } from './helpers/app.ts'
import { addReader, signedInClient } from './helpers/builders.ts'
import { type Call, recording } from './helpers/calls.ts'
import { type Cost, costOf, type MeasuredPage, metered } from './helpers/costs.ts'
import { emptyTables } from './helpers/d1.ts'
import { seedShelf } from './helpers/large-shelf.ts'

const SMALL = 1_000
const LARGE = 50 * SMALL
const TAGS = 500

const listed = /<article class="row"/g

const PAGES: [string, MeasuredPage][] = [
  ...['unread', 'archived', 'favourite', 'all'].map((state) => list(`state=${state}`)),
  ...['oldest', 'shortest', 'longest'].map((sort) => list(`state=all&sort=${sort}`)),
  ...['tag=وسم 0', 'tag=وسم 3', 'source=صحيفة 1', 'source=صحيفة 2'].map((filter) => list(`state=all&${filter}`)),
  ...['language=en', 'length=long', 'within=month', 'length=long&language=en'].map((filter) =>
    list(`state=all&${filter}`),
  ),
  ['/list?state=all&language=de', { name: 'a filter that nothing passes', rows: 0, of: listed }],
  ['/list/500', { name: 'a saved article', rows: 1, of: /<h1/g }],
  ['/list/highlights', { name: 'highlights', rows: 50, of: /<blockquote/g }],
  ['/list/tags', { name: 'tags', rows: 300, of: /<li/g }],
  ['/list/imports', { name: 'imports', rows: 1, of: /<h1/g }],
  ['/list/exports', { name: 'exports', rows: 1, of: /<h1/g }],
]

function list(query: string): [string, MeasuredPage] {
  return [`/list?${query}`, { name: `the list, ${query}`, rows: 50, of: listed }]
}

it('a page of a list costs the same however much is saved', { timeout: 60_000 }, async () => {
  const small = await costs(SMALL)
  await emptyTables(env.DB)
  const large = await costs(LARGE)
  for (const [name, before] of small) {
    const after = large.get(name)
    expect(after?.statements, `statements of ${name}`).toBe(before.statements)
    expect(after?.calls, `round trips of ${name}`).toBeLessThanOrEqual(3)
    expect(after?.read, `rows read by ${name}`).toBeLessThanOrEqual(Math.ceil(before.read * 1.1))
    // All tags and sources are offered as filters, and what no index knows is looked for in a thousand rows.
    expect(after?.read, `rows read by ${name}`).toBeLessThanOrEqual(5_000)
  }
})

it('an act on two hundred rows reads each and its tags a few times, however many tags there are', async () => {
  const { id } = await addReader()
  await seedShelf(env.DB, { readerId: id, saved: SMALL, tags: TAGS, now: START })
  const read: number[] = []
  const ids = Array.from({ length: MOST_MANY }, (_, i) => i + 1)
  expect(await setMany(open(metered(read)), id, ids, 'archived', START)).not.toEqual([])
  expect(read.reduce((total, n) => total + n, 0)).toBeLessThan(10 * 1_000)
})

async function costs(saved: number): Promise<Map<string, Cost>> {
  const calls: Call[] = []
  const app = createTestApp({ d1: recording(env.DB, calls) })
  const reader = await signedInClient(app)
  await seedShelf(env.DB, { readerId: reader.reader.id, saved, tags: TAGS, now: START })
  const found = new Map<string, Cost>()
  for (const [path, page] of PAGES) found.set(page.name, await costOf(reader, path, page, calls))
  return found
}
