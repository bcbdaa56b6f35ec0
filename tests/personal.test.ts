import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { contentFor } from '../src/actions/content.ts'
import { heard } from '../src/actions/mail-events.ts'
import { stemOf } from '../src/core/arabic-search.ts'
import type { IssueContent } from '../src/core/issue.ts'
import type { Bulk } from '../src/ports/mailer.ts'
import { LEASE } from '../src/store/chunks.ts'
import type { Member } from '../src/store/deliveries.ts'
import { newestId } from '../src/store/digest.ts'
import * as issues from '../src/store/issues.ts'
import * as newsletters from '../src/store/newsletters.ts'
import { addNews } from './helpers/alerts.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addSource, addTopic } from './helpers/builders.ts'
import { metered } from './helpers/costs.ts'
import { addIssue, ledger } from './helpers/issues.ts'
import { contentOf, follow, mute, people, setOf } from './helpers/personal.ts'
import { addNewsletter, TITLES } from './helpers/rhythm.ts'

const DAY = 86_400

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletter(app, { kind: 'personal', minItems: 1 })
})

const idsOf = (set: IssueContent | undefined) =>
  set?.kind === 'personal' ? set.items.map(({ articleId }) => articleId) : []

describe('an issue made for each reader', () => {
  it('holds what they follow, says why, and leaves out what they mute', async () => {
    const [science, sport] = [await addTopic('science', 'علوم'), await addTopic('sport')]
    const sourceId = await addSource({ title: 'الواحة' })
    const ofTopic = await addArticle({ title: TITLES[0], topics: [science] })
    const ofSource = await addArticle({ title: TITLES[1], sourceId, topics: [sport] })
    const withWord = await addNews(app, ['نجوم'], { title: TITLES[2] })
    await addArticle({ title: TITLES[3] })
    await people(
      app,
      [
        follow('topic', science, 'علوم'),
        follow('source', sourceId, 'الواحة'),
        follow('keyword', stemOf('نجوم'), 'نجوم'),
      ],
      [follow('topic', science), follow('source', sourceId), mute('topic', sport)],
    )
    const content = await contentOf(app, 2)
    const [first, second] = [setOf(content, 1), setOf(content, 2)]
    if (first?.kind !== 'personal') throw new Error('no issue')
    expect(first.chosen).toBe(true)
    expect(Object.fromEntries(first.items.map(({ articleId, why }) => [articleId, why]))).toEqual({
      [ofTopic]: { kind: 'topic', label: 'علوم' },
      [ofSource]: { kind: 'source', label: 'الواحة' },
      [withWord]: { kind: 'keyword', label: 'نجوم' },
    })
    expect(idsOf(second)).toEqual([ofTopic])
  })

  it('holds an article with a word they follow, however much came after it', async () => {
    const id = await addNews(app, ['نجوم'], { title: TITLES[2], sortedAt: START - DAY })
    await env.DB.prepare(
      `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 400)
       INSERT INTO articles (url_key, url_rule, url, title, source_id, source_name, language, direction, sorted_at, updated_at)
       SELECT i, 1, i, i, 1, '', 'ar', 'rtl', ?1, ?1 FROM n`,
    )
      .bind(START)
      .run()
    await people(app, [follow('keyword', stemOf('نجوم'))])
    expect(idsOf(setOf(await contentOf(app, 1), 1))).toEqual([id])
  })

  it('is composed once for all who chose the same', async () => {
    const science = await addTopic('science')
    await addArticle({ title: TITLES[0], topics: [science] })
    await people(app, [follow('topic', science)], [follow('topic', science)], null, [], [mute('topic', science)])
    const { sets, of } = await contentOf(app, 5)
    expect(of).toEqual({ 1: 0, 2: 0, 3: 1, 4: 1 })
    expect(sets.map((set) => set.kind === 'personal' && set.chosen)).toEqual([true, false])
  })

  it('is of the latest, with an invitation, for who has no account or follows nothing', async () => {
    const id = await addArticle({ title: TITLES[0] })
    await people(app, null, [])
    const content = await contentOf(app, 2)
    expect(setOf(content, 1)).toMatchObject({ chosen: false, items: [{ articleId: id }] })
    expect(setOf(content, 1)).toBe(setOf(content, 2))
  })

  it('is not sent where there is less than its newsletter wants', async () => {
    await env.DB.prepare('UPDATE newsletters SET min_items = 2').run()
    await addArticle({ title: TITLES[0] })
    await people(app, null)
    expect(await contentOf(app, 1)).toEqual({ sets: [], of: {} })
  })

  it('tells a member of the last chunk no more than one of the first', async () => {
    const first = await addArticle({ title: TITLES[0] })
    await people(app, null)
    const id = await addIssue(app, { kind: 'personal', markdown: '' })
    const { db } = app.context()
    await issues.start(db, id, await newestId(db), START)
    await addArticle({ title: TITLES[1] })
    const issue = await issues.find(db, id)
    const member = { subscriberId: 1 } as Member
    const made = await contentFor(app.context(), issue, await newsletters.find(db, { id: 1 }), [member])
    expect(made?.content.sets.flatMap(idsOf)).toEqual([first])
  })

  it('holds what came while it was late: nobody would be told of that later', async () => {
    await people(app, null)
    await addIssue(app, { kind: 'personal', markdown: '' })
    app.clock.advance(7200)
    const late = await addArticle({ title: TITLES[0], sortedAt: START + 3600 })
    await app.work()
    expect(app.mails.flatMap(({ html }) => articlesIn(html))).toEqual([late])
  })

  it.each(['when its call is over', 'while its process dies'] as const)(
    'is told no second time to whom it is known to have reached, though nobody saw its call end: heard %s',
    async (when) => {
      const event = {
        id: 'relay:1',
        kind: 'delivered',
        issueId: 1,
        who: { email: 'reader-1@example.com' },
        detail: '',
      } as const
      const hear = () => heard(app.context(), [event])
      const hand: Bulk['hand'] = async (mails) => {
        if (when === 'when its call is over') return mails.map(() => ({ kind: 'unknown', error: 'reset' }))
        await hear()
        throw new Error('killed')
      }
      app = createTestApp({ bulk: { remembersKeys: false, hand } })
      const first = await addArticle({ title: TITLES[0] })
      await people(app, null, null)
      await addIssue(app, { kind: 'personal', markdown: '' })
      await app.work()
      if (when === 'when its call is over') await hear()
      app.clock.advance(LEASE)
      await app.work()
      expect((await ledger()).states).toEqual({ sent: 1, uncertain: 1 })

      const next = await addArticle({ title: TITLES[1] })
      const content = await contentOf(app, 2)
      expect(idsOf(setOf(content, 1))).toEqual([next])
      expect(idsOf(setOf(content, 2)).toSorted()).toEqual([first, next])
    },
  )

  it('reads one statement for each thing, however many choose differently', async () => {
    const topics = await Promise.all(['a1', 'a2', 'a3', 'a4'].map((slug) => addTopic(slug)))
    await addArticle({ title: TITLES[0], topics })
    await people(app, ...topics.map((topic) => [follow('topic', topic)]))
    const read: number[] = []
    expect((await contentOf(app, 4, 'personal', metered(read))).sets).toHaveLength(4)
    expect(read).toHaveLength(5)
  })

  it('brings a reader each thing they chose once, and nothing muted, while articles come day by day', async () => {
    await env.DB.prepare('UPDATE newsletters SET items = 20').run()
    const topics = [await addTopic('science'), await addTopic('sport')] as const
    const [science, sport] = topics
    const sources = [await addSource(), await addSource(), await addSource()] as const
    await people(app, [follow('topic', science), mute('source', sources[0])], [mute('topic', sport)], null)
    const wants = [
      (topic: number, source: number) => topic === science && source !== sources[0],
      (topic: number) => topic !== sport,
      () => true,
    ]
    const wanted: number[][] = [[], [], []]
    const days = fc.array(fc.constantFrom(...topics), { minLength: 1, maxLength: sources.length })
    for (const drawn of fc.sample(days, { seed: 7, numRuns: 12 })) {
      app.clock.advance(DAY)
      for (const [n, topic] of drawn.entries()) {
        const sourceId = sources[n] ?? 0
        const id = await addArticle({ title: TITLES[n], sourceId, sortedAt: app.clock.now() - 60, topics: [topic] })
        for (const [reader, wish] of wants.entries()) if (wish(topic, sourceId)) wanted[reader]?.push(id)
      }
      await addIssue(app, { kind: 'personal', markdown: '' })
      await app.work()
    }
    const got = wanted.map((_, n) =>
      app.mails.filter(({ to }) => to === `reader-${n + 1}@example.com`).flatMap(({ html }) => articlesIn(html)),
    )
    expect(wanted[0]?.length).toBeGreaterThan(2)
    expect(got.map((ids) => ids.toSorted((a, b) => a - b))).toEqual(wanted)
  })
})

/** The articles that a message leads to. */
function articlesIn(html: string): number[] {
  return [...new Set([...html.matchAll(/\/articles\/(\d+)/g)].map(([, id]) => Number(id)))]
}
