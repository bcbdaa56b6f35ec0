import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addArticles, addTopic } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, lastEdit } from './helpers/desk.ts'

const words = ar.deskTopics

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
})

const tables = () => dumpTables(env.DB)

/** What a page says that a rule would catch. */
const caught = (html: string) => /<div id="caught"[^>]*>([\s\S]*?)<\/div>/.exec(html)?.[1] ?? ''

describe('a rule', () => {
  let topic: number
  beforeEach(async () => {
    topic = await addTopic('water', 'المياه')
  })
  const preview = async (typed: string) =>
    caught((await editor.get(`/desk/topics/${topic}?${new URLSearchParams({ words: typed })}`)).text)

  it('shows what it would catch, with the words marked, in any form of theirs', async () => {
    await addArticle({ title: 'افتتاح السدّ الجديد على النهر', excerpt: '' })
    await addArticle({ title: 'أخبار اليوم', excerpt: 'ثلاثة أنهار وسدود كثيرة' })
    await addArticle({ title: 'الأسواق تصعد', excerpt: 'يوم في البورصة' })
    const html = await preview('سد')
    expect(html).toContain(words.rules.caught('٢', '٣'))
    expect(html).toContain('<mark>السدّ</mark>')
    expect(html).toContain('<mark>وسدود</mark>')
    expect(html).not.toContain('الأسواق')
  })

  it('of one letter, of 500, or of a word that stands everywhere says what is wrong', async () => {
    expect(await preview('س')).toContain(ar.fields.keywordShort)
    expect(await preview('س'.repeat(500))).toContain(ar.fields.keywordLong)
    expect(await preview('من')).toContain(ar.fields.keywordCommon)
    for (const typed of ['س', 'س'.repeat(500), 'من', '']) {
      expect((await editor.post(`/desk/topics/${topic}/rules`, { words: typed })).status).toBe(422)
    }
    expect((await tables()).topic_rules).toEqual([])
  })

  it('that catches more than half of the articles is refused with the figure', async () => {
    await addArticles(11, { title: 'خبر عن المياه' })
    await addArticles(9, { title: 'خبر عن المال' })
    const { status, text } = await editor.post(`/desk/topics/${topic}/rules`, { words: 'المياه', apply: '1' })
    expect([status, text.includes(ar.fields.ruleBroad)]).toEqual([422, true])
    expect(caught(text)).toContain(words.rules.caught('١١', '٢٠'))
    expect(text).toContain('value="المياه"')
    expect(await tables()).toMatchObject({ topic_rules: [], article_topics: [] })
  })

  it('is kept once, however often it is sent', async () => {
    for (const typed of ['المياه العذبة', 'العذبة  المياه']) {
      const { to } = await editor.post(`/desk/topics/${topic}/rules`, { words: typed })
      expect(to).toBe(`/desk/topics/${topic}?done=ruled`)
    }
    expect((await tables()).topic_rules).toMatchObject([{ topic_id: topic, words: 'المياه العذبة' }])
    expect(await lastEdit()).toMatchObject({ action: 'changed', after: JSON.stringify({ rules: 'المياه العذبة' }) })
  })

  it('takes in the articles that are there only where that was asked, and none whose topics an editor set', async () => {
    const wet = await addArticle({ title: 'خبر عن المياه' })
    await addArticle({ title: 'خبر عن المياه', held: 'topics' })
    await addArticle({ title: 'خبر عن المال' })
    await editor.post(`/desk/topics/${topic}/rules`, { words: 'مياه' })
    expect((await tables()).article_topics).toEqual([])
    await editor.post(`/desk/topics/${topic}/rules`, { words: 'مياه', apply: '1' })
    expect((await tables()).article_topics).toMatchObject([{ article_id: wet, topic_id: topic, sorted_at: START - 60 }])
  })

  it('goes, and what it caught keeps its topic', async () => {
    await addArticle({ title: 'خبر عن المياه' })
    await editor.post(`/desk/topics/${topic}/rules`, { words: 'مياه', apply: '1' })
    for (let press = 0; press < 2; press += 1) {
      expect((await editor.post(`/desk/topics/${topic}/rules/removed`, { rule: '1' })).status).toBe(303)
    }
    expect(await tables()).toMatchObject({ topic_rules: [], article_topics: [{ topic_id: topic }] })
    expect(await lastEdit()).toMatchObject({ before: JSON.stringify({ rules: 'مياه' }), after: '{"rules":null}' })
  })
})
