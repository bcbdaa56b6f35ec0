import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { isolate } from '../src/i18n/format.ts'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, signedInClient } from './helpers/builders.ts'
import { indexAll } from './helpers/search.ts'

const m = messages('ar', 'arab')

function searched(q: string, before?: string): string {
  return `/search?${new URLSearchParams({ ...(before && { before }), q })}`
}

/** Ids of the rows of a page, in their order. */
function ids(html: string): number[] {
  return [...html.matchAll(/class="row-title"><a href="\/articles\/(\d+)"/g)].map(([, id]) => Number(id))
}

async function site(...titles: string[]) {
  const app = createTestApp()
  const made: number[] = []
  for (const title of titles) made.push(await addArticle({ title, excerpt: '' }))
  await indexAll(app)
  return { app, client: app.client(), made }
}

describe('the search of all articles', () => {
  it('finds the forms of a word, the word itself first, and marks them whole', async () => {
    const { client, made } = await site('كتاب جديد', 'عن الكتاب والقراءة', 'خبر عن الطقس', 'رفوف الكتب')
    const { text } = await client.get(searched('كتاب'))
    expect(ids(text)).toEqual([made[0], made[3], made[1]])
    expect(text).toContain('<mark>كتاب</mark> جديد')
    expect(text).toContain('عن <mark>الكتاب</mark> والقراءة')
    expect(text).toContain('رفوف <mark>الكتب</mark>')
  })

  it('takes phrases, words that must not be there, and sources', async () => {
    const app = createTestApp()
    const sourceId = await addSource({ title: 'صحيفة الضحى' })
    const [one, two] = [
      await addArticle({ title: 'سد النهضة', sourceName: 'صحيفة الضحى', sourceId }),
      await addArticle({ title: 'النهضة بعد سد الثغرات' }),
    ]
    await indexAll(app)
    const client = app.client()
    const found = async (q: string) => ids((await client.get(searched(q))).text)

    expect(await found('سد النهضة')).toEqual([two, one])
    for (const q of ['«سد النهضة»', '"سد النهضة"', 'سد -الثغرات', 'سد source:الضحى', 'مصدر:«صحيفة الضحى»']) {
      expect(await found(q), q).toEqual([one])
    }
  })

  it('takes a word out of the text where title and excerpt do not hold it', async () => {
    const app = createTestApp()
    await addArticle({
      title: 'تقرير',
      excerpt: 'موجز',
      html: `<p>${'كلمة '.repeat(30)} ثم الزيتون &amp; <b>الرمان</b> في آخره.</p>`,
    })
    await indexAll(app)
    const { text } = await app.client().get(searched('زيتون'))
    expect(text).toContain('ثم <mark>الزيتون</mark> &amp; الرمان')
  })

  it('shows nothing of an article that was taken down, whatever the index still holds', async () => {
    const { client, made } = await site('خبر يُسحب')
    await env.DB.prepare('UPDATE articles SET hidden_at = 1 WHERE id = ?').bind(made[0]).run()
    const { text } = await client.get(searched('يسحب'))
    expect(ids(text)).toEqual([])
  })

  it('pages through hits and shows each once, also while others come in', async () => {
    const app = createTestApp()
    const made = await addArticles(45, { title: 'نبأ من الميناء' })
    await indexAll(app)
    const client = app.client()
    const seen: number[] = []
    let path: string | undefined = searched('ميناء')
    while (path) {
      const { text } = await client.get(path)
      seen.push(...ids(text))
      await addArticle({ title: 'ميناء آخر' })
      await indexAll(app)
      path = /class="button plain" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual(made.toSorted((a, b) => a - b))
  })

  it('is the same page for everybody, and kept by nobody as another', async () => {
    const { app, client } = await site('كتاب')
    const reader = await signedInClient(app)
    const [visitor, other] = [await client.get(searched('كتاب')), await reader.get(searched('كتاب'))]
    expect(other.text).toBe(visitor.text)
    expect(visitor.headers.get('Cache-Control')).toBe('public, no-cache')
    expect(visitor.text).toContain('<meta name="robots" content="noindex"')
    expect((await client.get('/search?q=%D8%B3&x=1')).to).toBe('/search?q=%D8%B3')
    expect((await client.get('/search?q=+')).to).toBe('/search')
    expect((await client.get('/?q=x')).to).toBe('/')
  })

  it('asks for a word before it has one', async () => {
    const { text, status } = await createTestApp().client().get('/search')
    expect(status).toBe(200)
    expect(text).toContain(m.search.field)
  })
})

describe('where nothing is found', () => {
  it.each([
    ['a slip of the finger', 'القاهرو تحتفل', 'القاهرة تحتفل'],
    ['letters that changed places', 'القاهرة تحتلف', 'القاهرة تحتفل'],
    ['a word that stands nowhere', 'القاهرة زززز', 'القاهرة'],
    ['words that never stand together', 'القاهرة الطقس', 'القاهرة'],
  ])('%s leads to what was meant', async (_, q, meant) => {
    const { client } = await site('القاهرة تحتفل بعيدها', 'الطقس غدًا')
    const { text } = await client.get(searched(q))
    expect(text).toContain(m.search.none(isolate(q)))
    expect(text).toContain(`<a href="/search?${new URLSearchParams({ q: meant })}">`)
  })

  it('and nothing is near, the page says so', async () => {
    const { client } = await site('القاهرة')
    const { text } = await client.get(searched('قققق'))
    expect(text).toContain(m.search.none(isolate('قققق')))
    expect(text).not.toContain('class="suggestion"')
  })
})

it('whatever is typed is words, never syntax', async () => {
  const { client } = await site('كتاب')
  const typed = [
    '"',
    '""',
    '«',
    '"a',
    'a" OR "b',
    'NEAR(a b)',
    'exact:x',
    '{exact} : "x"',
    'a*',
    '^a',
    '(',
    ')',
    'a AND',
    'NOT',
    '-',
    '--',
    '-"',
    'tag:',
    'source:""',
    ':',
    "'; DROP TABLE x",
    '\\',
    '😀',
    '\u0000',
    'ا'.repeat(500),
    `${'ا ب '.repeat(120)}`,
  ]
  for (const q of typed) expect((await client.get(searched(q))).status, q).not.toBe(500)
  const { text } = await client.get(searched('<script>alert(1)</script>'))
  expect(text).not.toContain('<script>alert')
})

it('browsers are told how to search here', async () => {
  const { app, client } = await site()
  const { text, headers } = await client.get('/opensearch.xml')
  expect(headers.get('Content-Type')).toBe('application/opensearchdescription+xml; charset=utf-8')
  expect(text).toContain(`template="${app.config.site.url}/search?q={searchTerms}"`)
})
