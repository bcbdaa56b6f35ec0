import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  cancelIssue,
  composeIssue,
  editIssue,
  pauseIssue,
  resumeIssue,
  scheduleIssue,
  sendUncertain,
  testIssue,
  writeIssue,
} from '../src/actions/issues.ts'
import { issueTitle } from '../src/i18n/issue-title.ts'
import { open } from '../src/store/db.ts'
import * as issues from '../src/store/issues.ts'
import * as newsletters from '../src/store/newsletters.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addSource, addTopic } from './helpers/builders.ts'
import { metered } from './helpers/costs.ts'
import { twentyTimes } from './helpers/d1.ts'
import { addSubscribers } from './helpers/issues.ts'
import { addNewsletter, TITLES } from './helpers/rhythm.ts'

const HOUR = 3600
const DAY = 24 * HOUR

let app: TestApp
beforeEach(() => {
  app = createTestApp()
})

const found = (id: number | null) => issues.find(app.context().db, id ?? 0)
const titleOf = (name: string, lead: string | null) => issueTitle(app.config.site, START)(name, lead)
const idsOf = ({ items }: issues.Issue) => items.map(({ articleId }) => articleId)

/** A draft of what there is, as the desk's button makes it. */
async function composed(values: Parameters<typeof addNewsletter>[1] = {}): Promise<issues.Issue> {
  return found(await composeIssue(app.context(), await addNewsletter(app, values), titleOf))
}

async function recomposed(): Promise<number | null> {
  return composeIssue(app.context(), await newsletters.find(app.context().db, { id: 1 }), titleOf)
}

/** One article an hour, of a source of its own, the newest first. */
async function news(count: number, values: Parameters<typeof addArticle>[0] = {}): Promise<number[]> {
  const ids: number[] = []
  for (const [hours, title] of TITLES.slice(0, count).entries()) {
    ids.push(await addArticle({ title, sortedAt: app.clock.now() - (hours + 1) * HOUR, ...values }))
  }
  return ids
}

describe('a digest', () => {
  it('holds the articles since the last one as they stand, newest first, under the first one’s title', async () => {
    const ids = await news(3)
    await addArticle({ title: TITLES[5], hiddenAt: START })
    const issue = await composed()
    expect(idsOf(issue)).toEqual(ids)
    expect(issue).toMatchObject({ state: 'draft', number: null, title: `\u2068نشرة 1\u2069: \u2068${TITLES[0]}\u2069` })
    expect(issue.items[0]).toMatchObject({ title: TITLES[0], sourceName: 'الواحة', words: 540, direction: 'rtl' })
    await env.DB.prepare(`UPDATE articles SET title = 'تغيّر'`).run()
    expect((await found(issue.id)).items[0]?.title).toBe(TITLES[0])
  })

  it('looks back a week where it is the first, though it comes every day, and a month where it is not', async () => {
    const first = await addArticle({ title: TITLES[0], sortedAt: START - 7 * DAY })
    const older = await addArticle({ title: TITLES[1], sortedAt: START - 7 * DAY - 1 })
    expect(idsOf(await composed())).toEqual([first])
    await env.DB.prepare('UPDATE newsletters SET considered_to = ?').bind(first).run()
    expect(idsOf(await found(await recomposed()))).toEqual([older])
  })

  it('has two of a source at most, one story once, and as many as its newsletter says', async () => {
    const sourceId = await addSource({ recent: 40 })
    const [first = 0, second = 0, third = 0] = await news(4, { sourceId })
    // Of a rare source, it goes before the busy one's first, which tells the same.
    const told = await addArticle({ title: 'جسر معلق جديد فوق النهر', storyId: first, sortedAt: START - 5 * HOUR })
    const others = [await addArticle({ title: TITLES[5] }), await addArticle({ title: TITLES[6] })]
    const issue = await composed({ items: 20 })
    expect(idsOf(issue).toSorted((a, b) => a - b)).toEqual([second, third, told, ...others])
    await env.DB.prepare('UPDATE newsletters SET items = 4').run()
    expect(idsOf(await found(await recomposed()))).toEqual(idsOf(issue).slice(0, 4))
  })

  it('draws from its topics and sources alone', async () => {
    const science = await addTopic('science')
    const sourceId = await addSource()
    const ofTopic = await addArticle({ title: TITLES[0], topics: [science] })
    const ofSource = await addArticle({ title: TITLES[1], sourceId })
    await addArticle({ title: TITLES[2] })
    const issue = await composed({ topicSlugs: 'science', sourceIds: String(sourceId) })
    expect(idsOf(issue).toSorted((a, b) => a - b)).toEqual([ofTopic, ofSource])
  })

  it('reads as much of a site twice as large', async () => {
    const newsletter = await addNewsletter(app)
    const readOf = async () => {
      const read: number[] = []
      await composeIssue({ ...app.context(), db: open(metered(read)) }, newsletter, titleOf)
      return read.reduce((sum, rows) => sum + rows, 0)
    }
    await addArticles(400)
    const before = await readOf()
    await addArticles(400)
    expect(await readOf()).toBeLessThanOrEqual(before + 10)
  })

  it('is not made of nothing', async () => {
    expect(await composeIssue(app.context(), await addNewsletter(app), titleOf)).toBeNull()
  })

  it('is by its day where each reader gets their own', async () => {
    const issue = await composed({ kind: 'personal', name: 'لك' })
    expect(issue).toMatchObject({ kind: 'personal', items: [], title: '\u2068لك\u2069: \u2068٢٤ نوفمبر ٢٠٢٦\u2069' })
  })

  it('that waits keeps its articles from the next, until it is cancelled', async () => {
    const ids = await news(3)
    const waiting = await composed()
    await scheduleIssue(app.context(), waiting.id, START + DAY)
    expect(await recomposed()).toBeNull()
    await cancelIssue(app.context(), waiting.id)
    expect(idsOf(await found(await recomposed()))).toEqual(ids)
  })

  it('that another has overtaken is not sent: its articles were', async () => {
    await news(3)
    const slow = await composed()
    const quick = await recomposed()
    await scheduleIssue(app.context(), quick ?? 0, null)
    await expect(scheduleIssue(app.context(), slow.id, null)).rejects.toMatchObject({ code: 'conflict' })
    await app.work()
    await expect(scheduleIssue(app.context(), slow.id, null)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('an issue that an editor writes', () => {
  const written = (markdown = 'نص **مهم**', title = ' عدد \n خاص ') =>
    addNewsletter(app).then((newsletter) => writeIssue(app.context(), newsletter, { title, markdown }))

  it('is a draft of what they wrote', async () => {
    expect(await found(await written())).toMatchObject({ kind: 'written', title: 'عدد خاص', markdown: 'نص **مهم**' })
  })

  it.each(['', '  \n', '<script>alert(1)</script>', '<p></p>', '---', 'نص '.repeat(20_000)])(
    'is refused where nothing is left, or not all: %.20s',
    async (text) => {
      await expect(written(text)).rejects.toMatchObject({ code: 'invalid' })
    },
  )

  it('has a title', async () => {
    await expect(written('نص', ' \n ')).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('a draft', () => {
  it('is changed in title, intro, and which articles stay in which order', async () => {
    const [first = 0, , third = 0] = await news(3)
    const { id, version } = await composed()
    const changed = { title: 'عنوان', intro: ' أهلًا ', markdown: 'لا مكان له', articles: [third, 999, first, third] }
    await editIssue(app.context(), id, changed, version)
    const issue = await found(id)
    expect(issue).toMatchObject({ title: 'عنوان', intro: 'أهلًا', markdown: '' })
    expect(idsOf(issue)).toEqual([third, first])
  })

  it('is not changed over what somebody else changed, nor left empty, nor changed on its way', async () => {
    const [first = 0] = await news(1)
    const { id, version } = await composed()
    const changed = { title: 'عنوان', intro: '', markdown: '', articles: [first] }
    const edit = (articles: number[], seen: number) => editIssue(app.context(), id, { ...changed, articles }, seen)
    await expect(edit([], version)).rejects.toMatchObject({ code: 'invalid' })
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => edit([first], version)))
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await scheduleIssue(app.context(), id, START + HOUR)
    await expect(edit([first], (await found(id)).version)).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('a decision about an issue', () => {
  it.each([
    ['schedule', (id: number) => scheduleIssue(app.context(), id, START + HOUR), 'draft', 'scheduled'],
    ['pause', (id: number) => pauseIssue(app.context(), id), 'scheduled', 'paused'],
    ['resume', (id: number) => resumeIssue(app.context(), id), 'paused', 'scheduled'],
    ['cancel', (id: number) => cancelIssue(app.context(), id), 'scheduled', 'cancelled'],
  ])('to %s it, taken twenty times at once, is taken once; the others are told', async (_, decide, from, to) => {
    await news(3)
    const { id } = await composed()
    await env.DB.prepare('UPDATE issues SET state = ? WHERE id = ?').bind(from, id).run()
    const outcomes = await twentyTimes(() =>
      decide(id).then(
        () => 'taken',
        ({ code }) => code,
      ),
    )
    expect(outcomes.toSorted()).toEqual([...Array(19).fill('conflict'), 'taken'])
    expect((await found(id)).state).toBe(to)
  })

  it('for a moment that has passed is for now', async () => {
    await news(3)
    const { id } = await composed()
    await scheduleIssue(app.context(), id, START - DAY)
    expect((await found(id)).sendsAt).toBe(START)
  })

  it('about one that is none is told', async () => {
    await expect(pauseIssue(app.context(), 7)).rejects.toMatchObject({ code: 'conflict' })
    await expect(testIssue(app.context(), 7, { id: 1, email: 'a@example.com' })).rejects.toMatchObject({
      code: 'not_found',
    })
  })

  it('to send what is uncertain once more reaches those alone', async () => {
    let knows = false
    app = createTestApp({
      bulk: {
        remembersKeys: false,
        hand: async (mails) => {
          app.mails.push(...mails)
          return mails.map(({ to }) =>
            knows || !to.startsWith('reader-1@') ? { kind: 'sent', id: to } : { kind: 'unknown', error: 'reset' },
          )
        },
      },
    })
    await news(3)
    const { id } = await composed()
    await addSubscribers(app, 3)
    await scheduleIssue(app.context(), id, null)
    await app.work()
    expect(await found(id)).toMatchObject({ sent: 2, uncertain: 1 })
    knows = true
    app.mails.length = 0
    await sendUncertain(app.context(), id)
    await app.work()
    expect(app.mails.map(({ to }) => to)).toEqual(['reader-1@example.com'])
    expect(await found(id)).toMatchObject({ state: 'sent', sent: 3, uncertain: 0 })
  })
})
