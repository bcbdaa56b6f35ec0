import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { SANITISER, type SafeHtml } from '../src/core/safe-html.ts'
import { texts as daily } from '../src/jobs/texts.ts'
import { batch, open } from '../src/store/db.ts'
import { wish } from '../src/store/jobs.ts'
import { savedFileOf, savedTextOf, storeSavedText, textOf } from '../src/store/texts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { bucketWith, keysIn } from './helpers/bucket.ts'
import { addArticle, addArticles, addReader } from './helpers/builders.ts'
import { atEveryStatement, dumpTables } from './helpers/d1.ts'
import { addSaved } from './helpers/shelf.ts'

const DAY = 86_400
const LONG_AGO = START - 90 * DAY
const { DB, FILES } = env

let app: TestApp
let readerId: number

beforeEach(async () => {
  app = createTestApp()
  readerId = (await addReader()).id
  await batch(app.context().db, [wish({ kind: 'texts', key: 'all', dueAt: START })])
})

async function addSavedText(id: number, words: string, at = LONG_AGO): Promise<void> {
  await addSaved(readerId, id)
  await storeWords(id, words, at)
}

async function storeWords(id: number, words: string, at: number): Promise<void> {
  const html = `<p>${words}</p>` as SafeHtml
  const text = { html, truncated: false, pasted: false }
  await batch(app.context().shelf, storeSavedText(readerId, id, text, at))
}

async function places(): Promise<unknown[]> {
  const { texts = [], saved_texts: own = [] } = await dumpTables(DB)
  return [...texts, ...own].map(({ place, html, sanitiser }) => [place, html, sanitiser])
}

const words = async (id: number) => (await savedTextOf(app.context().shelf, FILES, readerId, id))?.html
/** A bucket where something happens just before each object is written. */
const duringPut = (happens: () => Promise<unknown>) =>
  bucketWith({
    put: async (key: string, html: string) => {
      await happens()
      return FILES.put(key, html)
    },
  } as Partial<R2Bucket>)

describe('after ninety days', () => {
  it('a text lies in FILES and is read as before, a younger one stays', async () => {
    const article = await addArticle({ html: '<p>قديم</p>', storedAt: LONG_AGO })
    await addArticle({ html: '<p>جديد</p>', storedAt: LONG_AGO + 1 })
    await addSavedText(1, 'محفوظ قديم')
    await addSavedText(2, 'محفوظ جديد', LONG_AGO + 1)
    await app.work()
    expect(await places()).toEqual([
      ['r2', '', SANITISER],
      ['d1', '<p>جديد</p>', SANITISER],
      ['r2', '', SANITISER],
      ['d1', '<p>محفوظ جديد</p>', SANITISER],
    ])
    expect(await textOf(app.context().db, FILES, article)).toMatchObject({ html: '<p>قديم</p>' })
    expect([await words(1), await words(2)]).toEqual(['<p>محفوظ قديم</p>', '<p>محفوظ جديد</p>'])
    expect((await dumpTables(DB)).jobs).toMatchObject([{ kind: 'texts', due_at: START + DAY }])
  })

  it('many move in one run, and the rest in the next, which is due at once', async () => {
    await addArticles(230, { html: '<p>قديم</p>', storedAt: LONG_AGO })
    expect(await daily(app.context())).toEqual({ again: START })
    expect(await daily(app.context())).toEqual({ again: START + DAY })
    expect(await places()).toEqual(Array(230).fill(['r2', '', SANITISER]))
    expect(await keysIn()).toHaveLength(230)
  })

  it('a text that was stored anew meanwhile is not lost, and moves again when it is old', async () => {
    await addSavedText(1, 'قديم')
    const during = duringPut(() => storeWords(1, 'جديد', START))
    await daily({ ...app.context(), files: during })
    expect(await words(1)).toBe('<p>جديد</p>')
    app.clock.advance(90 * DAY)
    await daily(app.context())
    expect(await places()).toEqual([['r2', '', SANITISER]])
    expect(await words(1)).toBe('<p>جديد</p>')
  })

  it('a text whose row went meanwhile leaves nothing behind', async () => {
    await addSavedText(1, 'قديم')
    await addSavedText(2, 'قديم')
    const during = duringPut(() => DB.prepare('DELETE FROM saved_texts WHERE id = 1').run())
    await daily({ ...app.context(), files: during })
    expect(await keysIn()).toEqual([savedFileOf(readerId, 2)])
  })

  it('a move that breaks at any statement leaves the text where it was', async () => {
    await addSavedText(1, 'قديم')
    const broken = await atEveryStatement(DB, (d1) => daily({ ...app.context(), db: open(d1), shelf: open(d1) }))
    expect(broken).toBeGreaterThan(2)
    expect(await words(1)).toBe('<p>قديم</p>')
    expect(await places()).toEqual([['r2', '', SANITISER]])
  })
})

describe('a text that an older sanitiser left', () => {
  beforeEach(async () => {
    await addSavedText(1, 'قديم<script>alert(1)</script>', START)
    await addArticle({ html: '<p onclick="x">قديم</p>', sanitiser: SANITISER - 1, storedAt: START })
    await DB.prepare('UPDATE saved_texts SET sanitiser = ?')
      .bind(SANITISER - 1)
      .run()
  })

  it('is rewritten where it lies', async () => {
    await app.work()
    expect(await places()).toEqual(Array(2).fill(['d1', '<p>قديم</p>', SANITISER]))
  })

  it('comes back from FILES rewritten, and goes there again', async () => {
    await FILES.put(savedFileOf(readerId, 1), '<p>قديم<b></b></p>')
    await DB.prepare(`UPDATE saved_texts SET place = 'r2', html = '', stored_at = ?`).bind(LONG_AGO).run()
    await app.work()
    expect((await places())[1]).toEqual(['r2', '', SANITISER])
    expect(await (await FILES.get(savedFileOf(readerId, 1)))?.text()).toBe('<p>قديم</p>')
  })

  it('is done with though its object is missing', async () => {
    await DB.prepare(`UPDATE saved_texts SET place = 'r2', html = ''`).run()
    await app.work()
    expect((await places())[1]).toEqual(['r2', '', SANITISER])
  })

  it('stays as it was when the rewriting breaks at any statement', async () => {
    expect(await atEveryStatement(DB, (d1) => daily({ ...app.context(), db: open(d1) }))).toBeGreaterThan(1)
    expect(await places()).toEqual(Array(2).fill(['d1', '<p>قديم</p>', SANITISER]))
  })
})
