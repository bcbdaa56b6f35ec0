import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { stories } from '../src/jobs/stories.ts'
import { batch, open } from '../src/store/db.ts'
import { wishStories } from '../src/store/stories.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addSource } from './helpers/builders.ts'
import { dumpTables, hooked } from './helpers/d1.ts'
import { rss } from './helpers/documents.ts'
import { createFeedApp } from './helpers/feeds.ts'

const HOUR = 3600
const DAY = 24 * HOUR

/** Three outlets on one earthquake, and what looks like it. */
const QUAKE = {
  title: 'زلزال بقوة 6.2 درجات يضرب باليكسير غرب تركيا',
  excerpt: 'ضرب زلزال قوي ولاية باليكسير مساء الأحد وشعر به سكان إسطنبول وإزمير، وانهار مبنى في سنديرغي.',
}
const TREMOR = {
  title: 'هزة أرضية قوية تضرب باليكسير التركية ويشعر بها سكان إسطنبول',
  excerpt: 'قالت إدارة الكوارث التركية إن زلزالا هز باليكسير، وتحدثت عن انهيار مبنى في بلدة سنديرغي.',
}
const RUINS = {
  title: 'فرق الإنقاذ تبحث بين أنقاض مبنى انهار بزلزال باليكسير',
  excerpt: 'واصلت فرق الإنقاذ البحث تحت أنقاض مبنى في سنديرغي بعد الزلزال الذي ضرب باليكسير في تركيا.',
}
const ELSEWHERE = {
  title: 'زلزال بقوة 6.2 درجات يضرب مالوكو شرق إندونيسيا',
  excerpt: 'ضرب زلزال قوي إقليم مالوكو مساء الاثنين وشعر به السكان، ولم ترد أنباء عن ضحايا.',
}

let app: TestApp

beforeEach(() => {
  app = createTestApp()
})

async function tell(d1: D1Database = env.DB): Promise<void> {
  await batch(open(d1), [wishStories(app.clock.now())])
  await app.work()
}

async function storyOf(id: number): Promise<number | null> {
  return env.DB.prepare('SELECT story_id FROM articles WHERE id = ?').bind(id).first<number>('story_id')
}

describe('an article', () => {
  it('of another source on the same story has the id of the first that told it', async () => {
    const first = await addArticle(QUAKE)
    const second = await addArticle(TREMOR)
    const other = await addArticle(ELSEWHERE)
    await tell()
    expect([await storyOf(first), await storyOf(second), await storyOf(other)]).toEqual([first, first, other])
    const third = await addArticle(RUINS)
    await tell()
    expect(await storyOf(third)).toBe(first)
  })

  it('keeps its story when it is edited', async () => {
    const first = await addArticle(QUAKE)
    const second = await addArticle(TREMOR)
    await tell()
    await env.DB.prepare('UPDATE articles SET title = ?, excerpt = ?').bind(ELSEWHERE.title, ELSEWHERE.excerpt).run()
    await addArticle(RUINS)
    await tell()
    expect([await storyOf(first), await storyOf(second)]).toEqual([first, first])
  })

  it('goes on with a story of which an editor hid the first', async () => {
    const first = await addArticle({ ...QUAKE, hiddenAt: START })
    const second = await addArticle(TREMOR)
    await tell()
    expect([await storyOf(first), await storyOf(second)]).toEqual([first, first])
  })

  it('is no story with the next one of its column', async () => {
    const sourceId = await addSource()
    const column = (excerpt: string) => addArticle({ sourceId, title: 'يوميات بولص من نينوى', excerpt })
    const first = await column('عن سوق الكتب في شارع المتنبي')
    const second = await column('عن مطر تأخر وزيتون لم يقطف')
    await tell()
    expect([await storyOf(first), await storyOf(second)]).toEqual([first, second])
  })
})

describe('a story', () => {
  it('reaches three days from its first article, whoever told it in between', async () => {
    const at = (hours: number) => ({ sortedAt: START - 5 * DAY + hours * HOUR })
    const first = await addArticle({ ...QUAKE, ...at(0) })
    const between = await addArticle({ ...TREMOR, ...at(60) })
    const late = await addArticle({ ...RUINS, ...at(73) })
    const later = await addArticle({ ...QUAKE, ...at(74) })
    await tell()
    expect(await Promise.all([first, between, late, later].map(storyOf))).toEqual([first, first, late, late])
  })

  it('is one whichever of its articles came in first', async () => {
    const newer = await addArticle({ ...TREMOR, sortedAt: START - HOUR })
    const older = await addArticle({ ...QUAKE, sortedAt: START - 30 * HOUR })
    await tell()
    expect([await storyOf(newer), await storyOf(older)]).toEqual([newer, newer])
  })

  it('is not looked for in what is older than a week', async () => {
    const old = { sortedAt: START - 8 * DAY }
    const first = await addArticle({ ...QUAKE, ...old })
    const second = await addArticle({ ...TREMOR, ...old })
    await tell()
    expect([await storyOf(first), await storyOf(second)]).toEqual([first, second])
  })

  it('leaves nothing behind after a week but its id', async () => {
    const first = await addArticle(QUAKE)
    await tell()
    expect((await dumpTables(env.DB)).story_bands?.length).toBeGreaterThan(5)
    app.clock.advance(8 * DAY)
    await addArticle({ title: 'خبر', excerpt: '', sortedAt: app.clock.now() })
    await tell()
    expect((await dumpTables(env.DB)).story_bands).toEqual([])
    expect(await storyOf(first)).toBe(first)
  })
})

it('what two sources bring at once is one story', async () => {
  const feeds = createFeedApp()
  const item = ({ title, excerpt }: typeof QUAKE, n: number) =>
    `<guid>g${n}</guid><title>${title}</title><link>https://news${n}.example/</link><description>${excerpt}</description>`
  await feeds.answer('/a', { body: rss(item(QUAKE, 1), item(ELSEWHERE, 2)) })
  await feeds.answer('/b', { body: rss(item(TREMOR, 3)) })
  await feeds.addSource('/a')
  await feeds.addSource('/b')
  await feeds.work()
  const told = Object.fromEntries(
    (await feeds.rows('articles')).map(({ title, id, story_id }) => [title, { id, story_id }]),
  )
  const ids = [told[QUAKE.title]?.id, told[TREMOR.title]?.id].map(Number)
  expect(told[TREMOR.title]?.story_id).toBe(Math.min(...ids))
  expect(told[QUAKE.title]?.story_id).toBe(Math.min(...ids))
  expect(told[ELSEWHERE.title]?.story_id).toBe(told[ELSEWHERE.title]?.id)
})

it('the job leaves the same stories wherever it was killed', async () => {
  const articles = [QUAKE, TREMOR, ELSEWHERE, RUINS]
  for (const words of articles) await addArticle(words)
  const untold = await dumpTables(env.DB)
  await stories(contextOn(env.DB))
  const { articles: told, story_bands: bands } = await dumpTables(env.DB)

  let broken = 0
  for (; ; broken += 1) {
    await env.DB.batch([
      env.DB.prepare('UPDATE articles SET story_id = NULL'),
      env.DB.prepare('DELETE FROM story_bands'),
    ])
    expect(await dumpTables(env.DB)).toEqual(untold)
    const kill = killedIn(broken)
    await stories(contextOn(kill.d1)).catch(() => {})
    await stories(contextOn(env.DB))
    const left = await dumpTables(env.DB)
    expect({ articles: left.articles, bands: left.story_bands }).toEqual({ articles: told, bands })
    if (!kill.happened()) break
  }
  expect(broken).toBeGreaterThan(3)
})

it('a run stops after its share, and many articles come to the stories of few', async () => {
  const sources = [await addSource(), await addSource()]
  const names = Array.from(
    { length: 160 },
    (_, n) => `Zar${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}vok`,
  )
  for (const sourceId of sources) {
    for (const name of names) {
      await addArticle({
        sourceId,
        title: `${name} opens a bridge in Kuldran`,
        excerpt: `The ${name} bridge over the Weser`,
      })
    }
  }
  expect(await stories(contextOn(env.DB))).toEqual({ again: START })
  expect(await stories(contextOn(env.DB))).toBeUndefined()
  const { results } = await env.DB.prepare('SELECT story_id, count(*) AS n FROM articles GROUP BY story_id').all()
  expect(results).toHaveLength(names.length)
})

function contextOn(d1: D1Database) {
  return { db: open(d1), now: app.clock.now }
}

/** A database whose n-th batch (from 0) breaks, as everything after it does. */
function killedIn(n: number): { d1: D1Database; happened: () => boolean } {
  let batches = 0
  const d1 = hooked(env.DB, {
    batch: (statements, raw) => {
      batches += 1
      return batches > n ? [...statements, raw.prepare(`SELECT json('{')`)] : statements
    },
  })
  return { d1, happened: () => batches > n }
}
