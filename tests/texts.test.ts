import { env } from 'cloudflare:workers'
import { describe, expect, it, vi } from 'vitest'
import type { SafeHtml } from '../src/core/safe-html.ts'
import { read } from '../src/store/articles.ts'
import { batch, open } from '../src/store/db.ts'
import * as texts from '../src/store/texts.ts'
import { START } from './helpers/app.ts'
import { addArticle, addArticles, addReader } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { recorded } from './helpers/plans.ts'
import { addSaved } from './helpers/shelf.ts'

const db = open(recorded(env.DB))
const files = env.FILES
const html = (words: string) => `<p>${words}</p>` as SafeHtml

/** Puts a text where old ones lie, as the job does. */
async function moveToFiles(table: 'texts' | 'saved_texts', file: string, words: string): Promise<void> {
  await files.put(file, html(words))
  await env.DB.prepare(`UPDATE ${table} SET html = '', place = 'r2'`).run()
}

const fetched = (words: string) => ({ html: html(words), truncated: false, pasted: false })

describe('the text of an article', () => {
  it('is read with its row, wherever it lies', async () => {
    const id = await addArticle({ html: html('نص') })
    expect((await read(db, files, id, START)).text).toEqual({ html: '<p>نص</p>', truncated: false })
    await moveToFiles('texts', texts.fileOf(id), 'نص')
    expect((await read(db, files, id, START)).text).toEqual({ html: '<p>نص</p>', truncated: false })
    expect(await texts.textOf(db, files, id)).toEqual({ html: '<p>نص</p>', truncated: false })
  })

  it('that an older sanitiser left is made safe on its way out', async () => {
    const id = await addArticle({ html: '<p>نص</p><script>alert(1)</script>', sanitiser: 0 })
    expect(await texts.textOf(db, files, id)).toEqual({ html: '<p>نص</p>', truncated: false })
  })

  it('is none where its object is gone, and the log says so', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {})
    const id = await addArticle({ html: html('نص') })
    await moveToFiles('texts', 'elsewhere', 'نص')
    expect(await texts.textOf(db, files, id)).toBeNull()
    expect(said.mock.calls).toEqual([[expect.stringContaining(`texts/${id}`)]])
    said.mockRestore()
  })

  it('comes with those of others in one statement, whoever has one', async () => {
    const [first = 0, second = 0] = await addArticles(2, { html: html('نص') })
    const none = await addArticle()
    await moveToFiles('texts', texts.fileOf(first), 'نص قديم')
    await env.DB.prepare(`UPDATE texts SET html = '<p>نص</p>', place = 'd1' WHERE article_id = ?`).bind(second).run()
    const found = await texts.textsOf(db, files, [first, second, none])
    expect([...found].map(([id, { html }]) => [id, html]).sort()).toEqual([
      [first, '<p>نص قديم</p>'],
      [second, '<p>نص</p>'],
    ])
  })
})

describe('the text of a saved page', () => {
  it('is one reader’s own', async () => {
    const [a, b] = [await addReader(), await addReader()]
    await addSaved(a.id, 1)
    await addSaved(b.id, 1)
    await batch(db, texts.storeSavedText(a.id, 1, fetched('نص'), START))
    expect(await texts.savedTextOf(db, files, a.id, 1)).toEqual({ html: '<p>نص</p>', truncated: false, pasted: false })
    expect(await texts.savedTextOf(db, files, b.id, 1)).toBeNull()
    await moveToFiles('saved_texts', texts.savedFileOf(a.id, 1), 'نص')
    expect([...(await texts.savedTextsOf(db, files, a.id, [1, 2])).keys()]).toEqual([1])
    expect([...(await texts.savedTextsOf(db, files, b.id, [1, 2])).keys()]).toEqual([])
  })

  it('that was pasted gives way to another paste alone', async () => {
    const { id: readerId } = await addReader()
    await addSaved(readerId, 1)
    const store = (words: string, pasted: boolean) =>
      batch(db, texts.storeSavedText(readerId, 1, { ...fetched(words), pasted }, START))
    const words = async () => (await texts.savedTextOf(db, files, readerId, 1))?.html
    await store('من الشبكة', false)
    await store('من القارئ', true)
    await store('من الشبكة ثانيةً', false)
    expect(await words()).toBe('<p>من القارئ</p>')
    await store('من القارئ ثانيةً', true)
    expect(await words()).toBe('<p>من القارئ ثانيةً</p>')
  })

  it('stored anew is read from there, whatever still lies in FILES', async () => {
    const { id: readerId } = await addReader()
    await addSaved(readerId, 1)
    await batch(db, texts.storeSavedText(readerId, 1, fetched('قديم'), START))
    await moveToFiles('saved_texts', texts.savedFileOf(readerId, 1), 'قديم')
    await batch(db, texts.storeSavedText(readerId, 1, fetched('جديد'), START + 5))
    expect((await texts.savedTextOf(db, files, readerId, 1))?.html).toBe('<p>جديد</p>')
  })

  it('has nowhere to go once the row is gone', async () => {
    const { id: readerId } = await addReader()
    await batch(db, texts.storeSavedText(readerId, 1, fetched('نص'), START))
    expect((await dumpTables(env.DB)).saved_texts).toEqual([])
  })
})
