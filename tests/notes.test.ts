import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { MOST_NOTE } from '../src/core/note.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { setNote } from '../src/store/notes.ts'
import { createTestApp, START } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { addSaved, addTags } from './helpers/shelf.ts'

const HTMX = { htmx: true }

let browser: Awaited<ReturnType<typeof signedInClient>>
beforeEach(async () => {
  browser = await signedInClient(createTestApp())
  await addSaved(browser.reader.id, 1, { note: 'سطر\nوسطر "ثانٍ"' })
  await addTags(browser.reader.id, { ماء: [1], 'ري، وبذر': [1] })
})

const row = async () => (await dumpTables(env.DB)).saved?.[0]
const tagsOf = async () => {
  const { text } = await browser.get('/list/1')
  return /id="tags" name="tags"[^>]* value="([^"]*)"/.exec(text)?.[1]
}

/** The field of an undo form in an answer, as a browser would send it. */
function undoOf(html: string, name: string): Record<string, string> {
  const [, value = ''] = new RegExp(`type="hidden" name="${name}" value="([^"]*)"`).exec(html) ?? []
  return { [name]: value.replaceAll('&quot;', '"'), undo: '1' }
}

describe('the tags of an article', () => {
  it('are set as a whole, with any comma between them', async () => {
    const done = await browser.post('/list/1/tags', { tags: ' ماء ، علم,ماءٌ؛#وصفات ;; ' })
    expect(await tagsOf()).toBe('ماء، علم، ماءٌ، وصفات')
    expect(done.status).toBe(200)
  })

  it('come back by the undo of what took some of them away, those with a comma too', async () => {
    const before = await tagsOf()
    expect(before).toBe('ماء، &quot;ري، وبذر&quot;')
    for (const sent of [{}, HTMX]) {
      const lost = await browser.post('/list/1/tags', { tags: 'علم' }, sent)
      expect(lost.text).toContain(ar.list.done.untagged)
      await browser.post('/list/1/tags', undoOf(lost.text, 'tags'), sent)
      expect(await tagsOf()).toBe(before)
    }
  })

  it('that are only added to need no undo', async () => {
    await browser.get('/list/1')
    const done = await browser.post('/list/1/tags', { tags: 'ماء، "ري، وبذر"، علم' })
    expect(done.to).toBe('/list/1?done=tagged&id=1')
    const htmx = await browser.post('/list/1/tags', { tags: 'ماء، "ري، وبذر"، علم' }, HTMX)
    expect(htmx.text).toContain('id="tags-form"')
    expect(htmx.text).not.toContain('name="undo"')
  })

  it('of a removed article are not to be had', async () => {
    await browser.post('/list/1/removed', { wanted: '1' })
    const before = (await dumpTables(env.DB)).saved_tags
    expect((await browser.post('/list/1/tags', { tags: '' })).status).toBe(404)
    expect((await dumpTables(env.DB)).saved_tags).toEqual(before)
  })
})

describe('the note of an article', () => {
  it('is kept as it was typed, up to ten thousand characters', async () => {
    const note = 'سطر\r\n'.repeat(MOST_NOTE / 4)
    const done = await browser.post('/list/1/note', { note })
    expect(done).toMatchObject({ status: 303, to: '/list/1?done=noted&id=1' })
    expect((await row())?.note).toBe(note.replaceAll('\r\n', '\n').trim())
    expect((await browser.post('/list/1/note', { note: 'ن'.repeat(MOST_NOTE + 1) })).status).toBe(422)
  })

  it('marks its row in the list', async () => {
    expect((await browser.get('/list')).text).toContain(ar.list.noted)
    await browser.post('/list/1/note', { note: ' ' })
    expect((await browser.get('/list')).text).not.toContain(ar.list.noted)
  })

  it('comes back by the undo of its removal', async () => {
    const before = await row()
    for (const sent of [{}, HTMX]) {
      const lost = await browser.post('/list/1/note', { note: '' }, sent)
      expect(lost.text).toContain(ar.list.done.unnoted)
      expect((await row())?.note).toBe('')
      await browser.post('/list/1/note', undoOf(lost.text, 'note'), sent)
      expect(await row()).toEqual(before)
    }
  })

  it('is changed whole or not at all', async () => {
    const step = (d1: D1Database) => setNote(open(d1), browser.reader.id, 1, 'جديد', START)
    expect(await atEveryStatement(env.DB, step)).toBe(5)
  })
})
