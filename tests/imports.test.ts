import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addSource, signedInClient } from './helpers/builders.ts'
import { allOf, pocketFile, upload, uploadForm, workOff } from './helpers/moving.ts'

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
})

const counts = async () => {
  const [made] = await allOf<Record<string, unknown>>(
    'SELECT state, fault, format, added, known, refused, untagged FROM imports ORDER BY id DESC LIMIT 1',
  )
  return made
}

async function moveIn(file: string | Uint8Array, name?: string) {
  const answer = await upload(app, browser, file, name)
  await workOff(app)
  return answer
}

describe('a list that moves in', () => {
  it('brings titles, states, tags and dates', async () => {
    const answer = await moveIn(pocketFile(210))
    expect(answer.headers.get('Location')).toBe('/list/imports/1')
    expect(app.pokes).toContain('INGEST')
    expect(await counts()).toMatchObject({ state: 'done', format: 'pocket_csv', added: 210, known: 0, refused: 0 })
    const [row] = await allOf('SELECT title, url, saved_at, archived_at, page FROM saved WHERE id = 3')
    expect(row).toEqual({
      title: 'مقال 3, بفاصلة',
      url: 'https://news3.example/moved/3',
      saved_at: 1_600_000_003,
      archived_at: 1_600_000_003,
      page: 'waiting',
    })
    const tags = await allOf('SELECT name, saved FROM tags ORDER BY name')
    expect(tags).toEqual([
      { name: 'تاريخ', saved: 105 },
      { name: 'كتب', saved: 105 },
    ])
    expect(await allOf('SELECT unread, archived, favourites, next_saved FROM counters')).toEqual([
      { unread: 140, archived: 70, favourites: 0, next_saved: 211 },
    ])
  })

  it('leaves its file nowhere when it is done', async () => {
    await moveIn(pocketFile(3))
    expect((await env.FILES.list({ prefix: 'imports/' })).objects).toEqual([])
  })

  it('comes once, however often it is sent', async () => {
    await moveIn(pocketFile(30))
    await moveIn(pocketFile(40))
    expect(await counts()).toMatchObject({ state: 'done', added: 10, known: 30 })
    expect(await allOf('SELECT unread + archived AS n FROM counters')).toEqual([{ n: 40 }])
  })

  it('gives what is there its tags and notes, and leaves it where it stands', async () => {
    await moveIn('url,title,tags,note\nhttps://a.example/x,أول,,\nhttps://a.example/y,ثانٍ,قديم,ملاحظتي\n')
    await browser.post('/list/1/archived', { wanted: '1' })
    await moveIn(
      'url,title,tags,note,starred,state\nhttps://www.a.example/x/?utm_source=z,غيره,جديد,ملاحظة,1,unread\nhttps://a.example/y,,حديث,غيرها,,archived\n',
    )
    expect(await allOf('SELECT title, note, archived_at, favourite_at IS NOT NULL AS favourite FROM saved')).toEqual([
      { title: 'أول', note: 'ملاحظة', archived_at: START, favourite: 1 },
      { title: 'ثانٍ', note: 'ملاحظتي', archived_at: null, favourite: 0 },
    ])
    expect(await allOf('SELECT name, saved FROM tags ORDER BY id')).toEqual([
      { name: 'قديم', saved: 1 },
      { name: 'جديد', saved: 1 },
      { name: 'حديث', saved: 1 },
    ])
    expect(await allOf('SELECT unread, archived, favourites FROM counters')).toEqual([
      { unread: 1, archived: 1, favourites: 1 },
    ])
  })

  it('brings back what was removed, as the file has it', async () => {
    await moveIn(pocketFile(1))
    await browser.post('/list/1/removed', { wanted: '1' })
    await moveIn(pocketFile(1))
    expect(await counts()).toMatchObject({ added: 1, known: 0 })
    expect(await allOf('SELECT removed_at, saved_at FROM saved')).toEqual([
      { removed_at: null, saved_at: 1_600_000_001 },
    ])
  })

  it('links what the site has, and asks for no page of it', async () => {
    const id = await addArticle({ url: 'https://news.example/known', title: 'عنوان الموقع', words: 700 })
    await moveIn('https://news.example/known?utm_source=x\nhttps://news.example/unknown\n')
    expect(await allOf('SELECT title, article_id, words, page FROM saved ORDER BY id')).toEqual([
      { title: 'عنوان الموقع', article_id: id, words: 700, page: 'none' },
      { title: 'news.example · unknown', article_id: null, words: 0, page: 'waiting' },
    ])
    expect(await allOf(`SELECT key FROM jobs WHERE kind = 'extract'`)).toEqual([{ key: `${browser.reader.id}:2` }])
  })

  it('keeps the text that came along, made safe, and asks for no page then', async () => {
    const content = `<p onclick="x()">${'نص طويل يكفي للقراءة. '.repeat(30)}</p><script>alert(1)</script>`
    const entry = { url: 'https://a.example/w', title: 'مقال', is_archived: 0, is_starred: 1, tags: [], content }
    await moveIn(JSON.stringify([entry, { ...entry, url: 'https://a.example/short', content: '<p>قصير</p>' }]))
    expect(await allOf('SELECT page, words > 100 AS long, language, direction FROM saved ORDER BY id')).toEqual([
      { page: 'ready', long: 1, language: 'ar', direction: 'rtl' },
      { page: 'waiting', long: 0, language: 'ar', direction: 'rtl' },
    ])
    const texts = await allOf<{ id: number; html: string }>('SELECT id, html FROM saved_texts')
    expect(texts).toHaveLength(1)
    expect(texts[0]?.html).toMatch(/^<p>نص طويل/)
    expect(texts[0]?.html).not.toContain('script')
  })

  it('follows the sources of an OPML file that the site has, and names the others', async () => {
    const id = await addSource({ feedUrl: 'https://known.example/feed.xml', title: 'مصدر معروف' })
    await moveIn(
      `<?xml version="1.0"?><opml version="2.0"><body><outline text="مجلد"><outline text="x" xmlUrl="https://known.example/feed.xml"/>
        <outline title="مجهول" xmlUrl="https://other.example/feed.xml" htmlUrl="https://other.example/"/></outline></body></opml>`,
    )
    expect(await counts()).toMatchObject({ format: 'opml', added: 1, refused: 1 })
    expect(await allOf('SELECT kind, ref, label FROM follows')).toEqual([
      { kind: 'source', ref: String(id), label: 'مصدر معروف' },
    ])
    expect(await allOf('SELECT fault, title, url FROM import_rows')).toEqual([
      { fault: 'source_unknown', title: 'مجهول', url: 'https://other.example/feed.xml' },
    ])
  })
})

describe('what cannot be taken', () => {
  it('is told row by row, and stops no other', async () => {
    await moveIn('url,title\nhttps://a.example/1,واحد\n,بلا رابط\nmailto:x@example.com,بريد\nhttp://127.0.0.1/,عندي\n')
    expect(await counts()).toMatchObject({ state: 'done', added: 1, refused: 3 })
    const page = await browser.get('/list/imports/1')
    for (const fault of ['no_url', 'not_a_link', 'bad_url'] as const) {
      expect(page.text).toContain(ar.imports.rowFaults[fault])
    }
    const csv = await browser.get('/list/imports/1/rows.csv')
    expect(csv.headers.get('Content-Type')).toBe('text/csv; charset=utf-8')
    expect([...csv.bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(csv.text).toContain(`3,${ar.imports.rowFaults.not_a_link},بريد,mailto:x@example.com\r\n`)
  })

  it('is a formula in nobody’s spreadsheet', async () => {
    await moveIn('url,title\nmailto:x,"=HYPERLINK(""https://evil.example"")"\n')
    expect((await browser.get('/list/imports/1/rows.csv')).text).toContain(`"'=HYPERLINK(`)
  })

  it.each([
    ['empty', ''],
    ['empty', '[]'],
    ['empty', 'title,url,time_added,tags,status\n'],
    ['unknown_format', '\u0000\u0001picture'],
    ['unknown_format', '{"some":{"other":"json"}}'],
    ['unknown_format', '<html><body>صفحة</body></html>'],
    ['damaged', 'PK\u0003\u0004 and no archive'],
  ] as const)('as a whole says why: %s', async (fault, file) => {
    await moveIn(file)
    expect(await counts()).toMatchObject({ state: 'failed', fault, added: 0 })
    const page = await browser.get('/list/imports/1')
    expect(page.text).toContain(ar.imports.faults[fault])
    expect((await env.FILES.list({ prefix: 'imports/' })).objects).toEqual([])
  })

  it('says so when its file is gone', async () => {
    await upload(app, browser, pocketFile(2))
    await env.FILES.delete(`imports/${browser.reader.id}/1`)
    await workOff(app)
    expect(await counts()).toMatchObject({ state: 'failed', fault: 'lost' })
  })

  it('is what is over the limit of a list', async () => {
    await moveIn(pocketFile(2))
    await env.DB.prepare('UPDATE counters SET archived = archived + 49990').run()
    await moveIn(pocketFile(20))
    expect(await counts()).toMatchObject({ state: 'done', added: 8, known: 2, refused: 10 })
    const full = await allOf<{ row: number }>(`SELECT row FROM import_rows WHERE fault = 'list_full' ORDER BY row`)
    expect(full.map(({ row }) => row)).toEqual([11, 12, 13, 14, 15, 16, 17, 18, 19, 20])
  })
})

it('tags that find no place among 500 are named, article by article', async () => {
  const tags = Array.from({ length: 500 }, (_, n) => `وسم ${n}`).join(',')
  await moveIn(`url,tags\nhttps://a.example/1,"${tags}"\n`)
  await moveIn('url,tags\nhttps://a.example/2,وسم 1\nhttps://a.example/1,"وسم 2,جديد,زائد"\n')
  expect(await counts()).toMatchObject({ state: 'done', added: 1, known: 1, refused: 0, untagged: 1 })
  const page = await browser.get('/list/imports/2')
  expect(page.text).toContain(ar.imports.counts.untagged)
  expect(page.text).toContain(ar.imports.rowFaults.tags_full)
  expect(await allOf('SELECT import_id, row, fault, title, url FROM import_rows')).toEqual([
    { import_id: 2, row: 2, fault: 'tags_full', title: 'جديد، زائد', url: 'https://a.example/1' },
  ])
})

describe('the pages of imports', () => {
  it('take a file from a browser without script', async () => {
    const answer = await uploadForm(app, browser, new File([pocketFile(2)], 'pocket.csv'))
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe('/list/imports/1')
    await workOff(app)
    expect((await browser.get('/list/imports')).text).toContain('pocket.csv')
  })

  it('say that no file was chosen', async () => {
    const answer = await uploadForm(app, browser, null)
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(ar.imports.refused.noFile)
  })

  it('refuse a file over 100 MB by its length alone', async () => {
    const headers = { 'X-File-Name': 'x', 'Content-Length': '104857601', 'Sec-Fetch-Site': 'same-origin' }
    const answer = await app.fetch('/list/imports', { method: 'POST', headers, body: 'x' })
    expect(answer.status).toBe(413)
  })

  it('refuse a sixth file while five are on their way', async () => {
    for (let n = 0; n < 5; n++) expect((await upload(app, browser, pocketFile(1))).status).toBe(303)
    const sixth = await upload(app, browser, pocketFile(1))
    expect(sixth.status).toBe(422)
    expect(await sixth.text()).toContain(ar.imports.refused.tooMany)
  })

  it('show how far it is, ask again by themselves, and stop when all is done', async () => {
    await upload(app, browser, pocketFile(3))
    const running = await browser.get('/list/imports/1')
    expect(running.text).toContain('hx-trigger="every 2s"')
    expect(running.text).toContain(ar.imports.refresh)
    await workOff(app)
    const done = await browser.get('/list/imports/1')
    expect(done.text).not.toContain('hx-trigger="every 2s"')
    expect(done.text).toContain(ar.imports.states.done)
  })

  it('are nobody else’s', async () => {
    await moveIn('url,title\n,سرّ\n')
    const stranger = await signedInClient(app)
    expect((await stranger.get('/list/imports/1')).status).toBe(404)
    expect((await stranger.get('/list/imports/1/rows.csv')).status).toBe(404)
    expect((await stranger.get('/list/imports')).text).not.toContain('ملف.csv')
  })
})
