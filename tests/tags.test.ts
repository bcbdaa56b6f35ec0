import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { MOST_TAGS, tagKey } from '../src/core/tag.ts'
import { ar } from '../src/i18n/ar.ts'
import { batch, open } from '../src/store/db.ts'
import { tagMany } from '../src/store/many.ts'
import { setTags } from '../src/store/notes.ts'
import * as tags from '../src/store/tags.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { recorded } from './helpers/plans.ts'
import { addSaved, addTags } from './helpers/shelf.ts'
import { miscounted } from './helpers/shelf-numbers.ts'

const shelf = open(recorded(env.DB))
const named = (name: string) => ({ name, key: tagKey(name) })
const notFound = expect.objectContaining({ code: 'not_found' })

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>
let readerId: number

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  readerId = browser.reader.id
  for (const id of [1, 2, 3]) await addSaved(readerId, id)
  await addSaved(readerId, 4, { removedAt: START })
  await addTags(readerId, { ماء: [1, 2, 4], أرض: [2, 3] })
})

async function everything() {
  const { jobs: _, ...tables } = await dumpTables(env.DB)
  return tables
}

const counts = async () => (await tags.all(shelf, readerId)).map(({ name, saved }) => [name, saved])
const ofRow = async (id: number) => (await setTagsAgain(id)).before

/** Sets the tags of a row to what they are: reads them without changing anything. */
async function setTagsAgain(id: number) {
  const { before } = await setTags(shelf, readerId, id, [], START)
  return setTags(shelf, readerId, id, before.map(named), START).then((set) => ({ ...set, before }))
}

describe('a tag', () => {
  it('is one for all spellings of a name, and keeps the first', async () => {
    await browser.post('/list/1/tags', { tags: '#Water   Law, WATER LAW' })
    await browser.post('/list/3/tags', { tags: 'water law, ماءٌ' })
    expect(await counts()).toEqual([
      ['Water Law', 2],
      ['أرض', 1],
      ['ماء', 1],
      ['ماءٌ', 1],
    ])
  })

  it('gets another name wherever it stands', async () => {
    expect(await tags.rename(shelf, readerId, 1, named('مياه'), START)).toMatchObject({
      tag: { name: 'مياه', saved: 2 },
    })
    expect(await ofRow(1)).toEqual(['مياه'])
    expect(await tags.rename(shelf, readerId, 1, named('مياه'), START)).toMatchObject({ other: undefined })
  })

  it('does not take the name of another, but names it', async () => {
    const before = await everything()
    const { tag, other } = await tags.rename(shelf, readerId, 1, named('أرض'), START)
    expect([tag.name, other?.id]).toEqual(['ماء', 2])
    expect(await everything()).toEqual(before)
  })

  it('takes the name of one that was removed', async () => {
    await tags.setRemoved(shelf, readerId, 2, true, START)
    expect(await tags.rename(shelf, readerId, 1, named('أرض'), START)).toMatchObject({
      tag: { name: 'أرض' },
      other: undefined,
    })
    expect(await counts()).toEqual([['أرض', 2]])
    await expect(tags.setRemoved(shelf, readerId, 2, false, START)).rejects.toEqual(notFound)
  })

  it('is merged into another with all it stood on, once', async () => {
    expect(await tags.merge(shelf, readerId, 1, 2, START)).toMatchObject({ name: 'أرض', saved: 3 })
    const after = await everything()
    expect(await tags.merge(shelf, readerId, 1, 2, START)).toMatchObject({ saved: 3 })
    expect(await everything()).toEqual(after)
    expect(await counts()).toEqual([['أرض', 3]])
    await expect(tags.merge(shelf, readerId, 2, 2, START)).rejects.toEqual(notFound)
    await expect(tags.merge(shelf, readerId, 2, 9, START)).rejects.toEqual(notFound)
  })

  it('that is removed stands on nothing, and comes back where it stood', async () => {
    const before = await everything()
    await tags.setRemoved(shelf, readerId, 1, true, START)
    expect(await counts()).toEqual([['أرض', 2]])
    expect((await browser.get('/list')).text).not.toContain('ماء')
    await tags.setRemoved(shelf, readerId, 1, false, START + 9)
    expect(await everything()).toEqual(before)
  })

  it('that was removed and is written again begins anew', async () => {
    await tags.setRemoved(shelf, readerId, 1, true, START)
    await setTags(shelf, readerId, 3, [named('ماء')], START)
    expect(await counts()).toEqual([
      ['أرض', 1],
      ['ماء', 1],
    ])
    expect(await ofRow(1)).toEqual([])
    expect(await miscounted(readerId)).toEqual([])
  })

  it('is gone for good, with its places, once its time is over', async () => {
    await tags.setRemoved(shelf, readerId, 1, true, START)
    const before = await everything()
    await batch(shelf, tags.dropRemovedTags(START - 1, 10))
    expect(await everything()).toEqual(before)
    await batch(shelf, tags.dropRemovedTags(START, 10))
    const { tags: left, saved_tags: links } = await dumpTables(env.DB)
    expect(left?.map(({ name }) => name)).toEqual(['أرض'])
    expect(links?.every(({ tag_id }) => tag_id === 2)).toBe(true)
  })

  it('tells the search index of every row it stood on', async () => {
    const wished = async () => (await dumpTables(env.DB)).jobs?.map(({ key }) => key)
    await tags.rename(shelf, readerId, 2, named('تربة'), START)
    expect(await wished()).toEqual([`saved:${readerId}:2`, `saved:${readerId}:3`])
  })
})

describe('five hundred tags', () => {
  beforeEach(async () => {
    const names = Array.from({ length: MOST_TAGS - 2 }, (_, i) => named(`وسم ${i}`))
    await setTags(shelf, readerId, 1, [named('ماء'), ...names], START)
  })

  it('are as many as there can be: the next is left out, and said', async () => {
    expect(await counts()).toHaveLength(MOST_TAGS)
    const { saved } = await setTags(shelf, readerId, 2, [named('ماء'), named('زائد')], START)
    expect(saved.tags).toEqual(['ماء'])
    expect(await tagMany(shelf, readerId, [1, 2], named('زائد'), START)).toEqual({ changed: [], full: true })
    expect((await browser.post('/list/2/tags', { tags: 'ماء، زائد' }, { follow: true })).text).toContain(
      ar.list.done.full,
    )
    const many = await browser.post('/list/many', { act: 'tagged', ids: '2', tag: 'زائد' }, { follow: true })
    expect(many.text).toContain(ar.list.done.full)
    expect(await miscounted(readerId)).toEqual([])
  })

  it('leave room for one more by a removal, which then cannot be undone', async () => {
    await tags.setRemoved(shelf, readerId, 2, true, START)
    expect((await setTags(shelf, readerId, 2, [named('زائد')], START)).saved.tags).toEqual(['زائد'])
    await expect(tags.setRemoved(shelf, readerId, 2, false, START)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('stand on one page', async () => {
    const { text } = await browser.get('/list/tags')
    expect(text.match(/href="\/list\/tags\/\d+"/g)).toHaveLength(MOST_TAGS)
  })
})

describe('twenty times at once, and broken after any statement,', () => {
  it.each<[string, (d1: D1Database) => Promise<unknown>]>([
    ['a renaming', (d1) => tags.rename(open(d1), readerId, 1, named('مياه'), START)],
    ['a merging', (d1) => tags.merge(open(d1), readerId, 1, 2, START)],
    ['a removal', (d1) => tags.setRemoved(open(d1), readerId, 1, true, START)],
    ['a set of tags', (d1) => setTags(open(d1), readerId, 1, [named('جديد'), named('أرض')], START)],
  ])('%s is whole', async (_, step) => {
    expect(await atEveryStatement(env.DB, step)).toBeGreaterThan(2)
    const after = await everything()
    await twentyTimes(() => step(env.DB))
    expect(await everything()).toEqual(after)
    expect(await miscounted(readerId)).toEqual([])
  })
})

describe('the page of a tag', () => {
  it('offers to merge where the new name is another’s, with 422', async () => {
    const answer = await browser.post('/list/tags/1', { name: ' أرض ' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(
      '<form method="post" action="/list/tags/1/merged"><input type="hidden" name="into" value="2"/>',
    )
    const merged = await browser.post('/list/tags/1/merged', { into: '2' }, { follow: true })
    expect(merged.text).toContain(ar.tags.merge.done)
    expect(merged.text).not.toContain('ماء')
  })

  it('asks for a name', async () => {
    const answer = await browser.post('/list/tags/1', { name: ' # ' })
    expect(answer.status).toBe(422)
    expect(answer.text).toContain(ar.fields.required)
  })

  it('removes, says so, and takes it back', async () => {
    const removed = await browser.post('/list/tags/1/removed', { wanted: '1' }, { follow: true })
    expect(removed).toMatchObject({ path: '/list/tags?done=removed&id=1' })
    expect(removed.text).toContain('action="/list/tags/1/removed"')
    const undone = await browser.post('/list/tags/1/removed', { wanted: '0' }, { follow: true })
    expect(undone.text).toContain('ماء')
  })
})
