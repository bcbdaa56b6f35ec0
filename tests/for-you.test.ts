import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { changeOf, type Followable, type FollowWish, keywordToFollow } from '../src/core/follow.ts'
import { rankOf } from '../src/core/rank.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import * as follows from '../src/store/follows.ts'
import * as keywords from '../src/store/keywords.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { recorded } from './helpers/plans.ts'

const HOUR = 3600
const shelf = open(recorded(env.DB))

let app: TestApp
let reader: Awaited<ReturnType<typeof signedInClient>>
let economy: number

beforeEach(async () => {
  app = createTestApp()
  reader = await signedInClient(app)
  economy = await addTopic('economy', 'اقتصاد')
})

async function say(kind: 'topic' | 'source', id: number, wish: FollowWish, label = `«${id}»`): Promise<void> {
  await follows.set(shelf, reader.reader.id, { kind, ref: String(id), label }, changeOf(wish), START)
}

/** Follows or mutes a keyword that stands in these articles, as the job leaves it. */
async function sayWord(typed: string, wish: FollowWish, articleIds: number[] = []): Promise<void> {
  const word = keywordToFollow(typed) as Followable
  await follows.set(shelf, reader.reader.id, word, changeOf(wish), START)
  await keywords.add(shelf, word.ref, START)
  await keywords.hold(shelf, word.ref, articleIds)
}

/** The articles of a page, by the links of their titles. */
const shownIn = (text: string) =>
  [...text.matchAll(/class="row-title"><a href="\/articles\/(\d+)"/g)].map(([, id]) => Number(id))
const shown = async (path = '/for-you') => shownIn((await reader.get(path)).text)
const olderIn = (text: string) => /class="button plain" href="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')

/** All pages from the first to the last; `between` is done before each further one. */
async function allPages(path = '/for-you', between: (page: number) => Promise<unknown> = async () => {}) {
  const pages: number[][] = []
  for (let next: string | undefined = path; next; ) {
    const { text } = await reader.get(next)
    pages.push(shownIn(text))
    next = olderIn(text)
    if (next) await between(pages.length)
  }
  return pages
}

describe('news made for one reader', () => {
  it('is what they follow, each card with its reason, the best first', async () => {
    const source = await addSource({ title: 'ميزان' })
    const plain = await addArticle({ topics: [economy], sortedAt: START - HOUR })
    const ofSource = await addArticle({ sourceId: source, sourceName: 'ميزان', sortedAt: START - 2 * HOUR })
    const worded = await addArticle({ title: 'شحّ المياه في القرى', sortedAt: START - 3 * HOUR })
    await addArticle({ title: 'لا شأن له به' })
    await say('topic', economy, 'follow', 'اقتصاد')
    await say('source', source, 'follow', 'ميزان')
    await sayWord('مياه', 'follow', [worded])
    const { headers, text } = await reader.get('/for-you')
    expect(headers.get('Cache-Control')).toBe('private, no-store')
    expect(shownIn(text)).toEqual([ofSource, worded, plain])
    const chips = [...text.matchAll(/<p class="why"><span>([^<]+)</g)].map(([, words]) => words)
    expect(chips).toEqual([ar.issues.why.source('ميزان'), ar.issues.why.keyword('مياه'), ar.issues.why.topic('اقتصاد')])
  })

  it('is in the same order when it is asked for again, and new items come on top', async () => {
    await addArticles(30, { topics: [economy] })
    await say('topic', economy, 'follow')
    const before = await shown()
    expect(before).toHaveLength(30)
    app.clock.advance(2 * HOUR)
    expect(await shown()).toEqual(before)
    const fresh = await addArticle({ topics: [economy], sortedAt: START + HOUR })
    expect(await shown()).toEqual([fresh, ...before])
  })

  it('never shows what is muted or taken down', async () => {
    const source = await addSource()
    const other = await addTopic('sport')
    await addArticle({ topics: [economy], sourceId: source })
    await addArticle({ topics: [economy, other] })
    await addArticle({ topics: [economy], title: 'مباراة القمة' })
    await addArticle({ topics: [economy], hiddenAt: START })
    const left = await addArticle({ topics: [economy], title: 'قمح' })
    await say('topic', economy, 'follow')
    await say('source', source, 'mute')
    await say('topic', other, 'mute')
    await sayWord('المباراة', 'mute')
    expect(await shown()).toEqual([left])
    expect(await shown('/for-you?order=latest')).toEqual([left])
  })

  it('tells a story once, with links to who else tells it, and not again on a later page', async () => {
    const first = await addArticle({ topics: [economy], sourceName: 'ميزان', sortedAt: START - HOUR })
    const story = { storyId: first, sortedAt: START - 300 * HOUR }
    await env.DB.prepare('UPDATE articles SET story_id = id WHERE id = ?').bind(first).run()
    const second = await addArticle({ ...story, topics: [economy], sourceName: 'الواحة', title: 'الخبر نفسه' })
    const third = await addArticle({ ...story, sourceName: 'أوراق' })
    await addArticles(120, { topics: [economy], sortedAt: START - 200 * HOUR })
    await say('topic', economy, 'follow')
    const { text } = await reader.get('/for-you')
    const card = text.slice(text.indexOf('<article'), text.indexOf('</article>'))
    expect(card).toContain(ar.forYou.also)
    for (const id of [second, third]) expect(card).toContain(`<a href="/articles/${id}" aria-label=`)
    const pages = await allPages()
    expect(pages.length).toBe(2)
    expect(pages.flat()).toHaveLength(121)
    expect(pages.flat()).not.toContain(second)
  })

  it('knows what is in the list already, and lets it stand below', async () => {
    const [newest = 0, other = 0] = await addArticles(2, { topics: [economy] })
    await say('topic', economy, 'follow')
    await reader.post('/list', { article_id: String(newest) })
    const { text } = await reader.get('/for-you')
    expect(shownIn(text)).toEqual([other, newest])
    expect(text.match(/class="save saved"/g)).toHaveLength(1)
  })
})

describe('page after page', () => {
  it.each(['/for-you', '/for-you?order=latest'])(
    'of %s nothing comes twice while news arrives and saves grow',
    async (path) => {
      const sources = [await addSource(), await addSource(), await addSource()]
      const ids: number[] = []
      for (const sourceId of sources) ids.push(...(await addArticles(100, { sourceId, topics: [economy] })))
      await say('topic', economy, 'follow')
      await say('source', sources[0] ?? 0, 'follow')
      const pages = await allPages(path, async (page) => {
        await addArticles(5, { topics: [economy], sortedAt: START + page * HOUR })
        const grown = ids[(page * 77) % 300] ?? 0
        const rank = rankOf({ sortedAt: START, saves: 99 })
        await env.DB.batch([
          env.DB.prepare('UPDATE articles SET rank = max(rank, ?2) WHERE id = ?1').bind(grown, rank),
          env.DB.prepare('UPDATE article_topics SET rank = max(rank, ?2) WHERE article_id = ?1').bind(grown, rank),
        ])
      })
      const all = pages.flat()
      expect(pages.length).toBeGreaterThan(3)
      expect(new Set(all).size).toBe(all.length)
      // What was saved meanwhile went up to pages that were read already.
      expect(all.length).toBeGreaterThanOrEqual(300 - pages.length)
    },
  )

  it('everything comes once, however many have the same date', async () => {
    const ids = await addArticles(200, { topics: [economy], sortedAt: START - HOUR })
    await say('topic', economy, 'follow')
    for (const path of ['/for-you', '/for-you?order=latest']) {
      const all = (await allPages(path)).flat()
      expect(all).toHaveLength(200)
      expect(new Set(all)).toEqual(new Set(ids))
    }
  })

  it('the newest are first among the latest, whatever their rank', async () => {
    const old = await addArticle({ topics: [economy], saves: 99, sortedAt: START - 5 * HOUR })
    const [fresh = 0] = await addArticles(1, { topics: [economy] })
    await say('topic', economy, 'follow')
    expect(await shown()).toEqual([old, fresh])
    expect(await shown('/for-you?order=latest')).toEqual([fresh, old])
  })

  it('a place that is none is the first page', async () => {
    const [id = 0] = await addArticles(1, { topics: [economy] })
    await say('topic', economy, 'follow')
    for (const query of ['before=x', 'before=1', 'after=1.2', `before=${START}.1.1`, 'order=best', 'before=&after=']) {
      expect(await shown(`/for-you?${query}`), query).toEqual([id])
    }
    expect((await reader.get(`/for-you?before=${START}.1&after=1.x`)).status).toBe(200)
  })
})

describe('a reader who follows nothing', () => {
  it('gets what the editors picked, then what is new, and an invitation', async () => {
    const picked = await addArticle({ pickedAt: START - HOUR, sortedAt: START - 50 * HOUR })
    const fresh = await addArticles(40)
    const { text } = await reader.get('/for-you')
    expect(shownIn(text)).toEqual([picked, ...fresh.slice(0, 30)])
    expect(text).toContain('href="/welcome"')
    expect(text).toContain(ar.forYou.unchosen.picks)
    expect(text.match(new RegExp(ar.forYou.picked, 'g'))).toHaveLength(1)
    expect(await shown(olderIn(text))).toEqual(fresh.slice(30))
    const latest = await reader.get('/for-you?order=latest')
    expect(shownIn(latest.text)).toEqual(fresh.slice(0, 30))
    expect(latest.text).toContain(ar.forYou.unchosen.latest)
  })

  it('is told that what is new is what they get where nothing is picked, and where there is nothing at all', async () => {
    expect((await reader.get('/for-you')).text).toContain(ar.articles.none)
    await addArticles(1)
    const { text } = await reader.get('/for-you')
    expect(text).toContain(ar.forYou.unchosen.latest)
    expect(text).not.toContain(ar.forYou.unchosen.picks)
  })

  it('gets nothing of what they mute', async () => {
    const source = await addSource()
    await addArticle({ sourceId: source, pickedAt: START })
    await say('source', source, 'mute')
    const { text } = await reader.get('/for-you')
    expect(shownIn(text)).toEqual([])
    expect(text).toContain(ar.forYou.emptied.title)
  })
})

describe('a page without a card says why', () => {
  it('where nothing of what is followed was written yet', async () => {
    await say('topic', economy, 'follow')
    const { text } = await reader.get('/for-you')
    expect(text).toContain(ar.forYou.empty.title)
    expect(text).toContain('href="/following"')
  })

  it('where all of it is muted, and leads on', async () => {
    const source = await addSource()
    await addArticles(100, { topics: [economy], sourceId: source })
    const [below = 0] = await addArticles(1, { topics: [economy], sortedAt: START - 500 * HOUR })
    await say('topic', economy, 'follow')
    await say('source', source, 'mute')
    const { text } = await reader.get('/for-you')
    expect(shownIn(text)).toEqual([])
    expect(text).toContain(ar.forYou.emptied.title)
    expect(await shown(olderIn(text))).toEqual([below])
  })
})

describe('less of this, and mute, beside a card', () => {
  it('go to the reason and to the source, and work without script', async () => {
    const source = await addSource({ title: 'ميزان' })
    const [first = 0] = await addArticles(1, { topics: [economy], sourceId: source, sourceName: 'ميزان' })
    const [second = 0] = await addArticles(1, { topics: [economy], sortedAt: START - HOUR })
    await say('topic', economy, 'follow', 'اقتصاد')
    expect(await shown()).toEqual([first, second])
    const muted = await reader.post('/following', { kind: 'source', ref: String(source), want: 'mute' })
    expect(muted.status).toBe(303)
    const { text } = await reader.get(muted.to ?? '')
    expect(muted.to).toMatch(/^\/for-you\?/)
    expect(shownIn(text)).toEqual([second])
    expect(text).toContain(ar.follow.done.source.mute)
  })
})
