import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { importSubscribers } from '../src/actions/subscribers.ts'
import { suppressionHash } from '../src/core/suppression.ts'
import { ar } from '../src/i18n/ar.ts'
import * as newsletters from '../src/store/desk-newsletters.ts'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { atEveryStatement, dumpTables, twentyTimes } from './helpers/d1.ts'
import { editorClient } from './helpers/desk.ts'
import { addIssue, addSubscribers } from './helpers/issues.ts'
import { addNewsletters, confirmPath, EMAIL, subscribed, subscriptionsNow } from './helpers/newsletters.ts'

const PAGE = '/desk/newsletters/1/subscribers'
const HEAD = 'email,consent_at,consent_form,consent_wording'
const DAY = 86_400
const words = ar.subscribers

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  await addNewsletters('morning', 'weekly')
  editor = await editorClient(app)
})

/** Rows as a file, each with a consent of its own. */
const fileOf = (...emails: string[]) =>
  new File([[HEAD, ...emails.map((email) => `${email},2025-03-01T08:00:00Z,/old/form,v2`)].join('\n')], 'list.csv')
const upload = (file: File) => editor.upload(PAGE, file)

async function bringIn(d1: D1Database, file: File) {
  const { context } = createTestApp({ d1 })
  const newsletter = await newsletters.find(context().db, 1)
  const bytes = new Uint8Array(await file.arrayBuffer())
  return importSubscribers(context(), newsletter, { bytes, names: words.columns })
}

async function suppress(email: string, reason: string) {
  const hash = suppressionHash(app.config, email)
  await env.DB.prepare('INSERT INTO suppressions (hash, reason, at) VALUES (?, ?, 0)').bind(hash, reason).run()
}

describe('an import', () => {
  it('subscribes each email once, with the consent that the file tells of', async () => {
    const { status, text } = await upload(fileOf('a@example.com', 'b@example.com', 'A@example.com'))
    expect(status).toBe(200)
    expect(text).toContain(words.import.done)
    const now = await subscriptionsNow()
    expect(now).toMatchObject({ counts: [2, 0], states: ['active', 'active'], acts: ['imported', 'imported'] })
    expect(now.consents[0]).toMatchObject({
      ...{ newsletter_id: 1, form: '/old/form', wording: 'v2', acted_at: Date.UTC(2025, 2, 1, 8) / 1000 },
    })
    const { subscribers = [] } = await dumpTables(env.DB)
    expect(subscribers.map((row) => row.suppression).sort()).toEqual(
      ['a@example.com', 'b@example.com'].map((email) => suppressionHash(app.config, email)).sort(),
    )
  })

  it('gives an account what comes in for its email', async () => {
    await upload(fileOf(editor.reader.email, 'a@example.com'))
    const { subscribers = [] } = await dumpTables(env.DB)
    const owners = Object.fromEntries(subscribers.map((row) => [row.email, row.reader_id]))
    expect(owners).toEqual({ [editor.reader.email]: editor.reader.id, 'a@example.com': null })
  })

  it('uploaded again, twenty times at once, or broken off at any statement comes to the same', async () => {
    const file = fileOf('a@example.com', 'b@example.com')
    expect(await atEveryStatement(env.DB, (d1) => bringIn(d1, file))).toBeGreaterThan(4)
    const before = await subscriptionsNow()
    expect(before.counts).toEqual([2, 0])
    const reports = await twentyTimes(() => bringIn(env.DB, file))
    expect(reports).toEqual(Array(20).fill({ added: 0, known: 2, repeated: 0, refused: [] }))
    expect(await subscriptionsNow()).toEqual(before)
  })

  it.each(['opted_out', 'hard', 'complained'])('never lifts a suppression: %s', async (reason) => {
    await suppress('a@example.com', reason)
    const { text } = await upload(fileOf('a@example.com'))
    expect(text).toContain(words.rowFaults.suppressed)
    expect(await subscriptionsNow()).toMatchObject({ counts: [0, 0], emails: [], states: [], acts: [] })
    expect((await dumpTables(env.DB)).suppressions).toHaveLength(1)
  })

  it('revives nobody who opted out', async () => {
    const manage = await subscribed(app, 'morning')
    await app.client().post(manage, { none: '1' })
    const before = await subscriptionsNow()
    expect((await upload(fileOf(EMAIL))).text).toContain(words.rowFaults.ended)
    expect(await subscriptionsNow()).toEqual(before)
  })

  it('says of each row that it does not take why, and takes the others', async () => {
    const { text } = await upload(
      new File([`${HEAD}\nb@example.com,,/f,\n<i>@x,2025-01-01,/f,\na@example.com,2025-01-01,/f,`], 'f.csv'),
    )
    expect(text).toContain(words.rowFaults.noDate)
    expect(text).toContain(words.rowFaults.email)
    expect(text).toContain('&lt;i&gt;@x')
    expect(await subscriptionsNow()).toMatchObject({ counts: [1, 0], emails: ['a@example.com'] })
  })

  it.each([
    ['no columns of consent', 'email\na@example.com', words.import.faults.noColumns],
    ['more than it may hold', 'x'.repeat(2 * 1024 * 1024 + 1), words.import.faults.tooLarge],
  ])('refuses a file with %s', async (_, content, fault) => {
    const { status, text } = await upload(new File([content], 'list.csv'))
    expect(status).toBe(422)
    expect(text).toContain(fault)
    expect(await subscriptionsNow()).toMatchObject({ emails: [] })
  })

  it('without a file says so', async () => {
    const { status, text } = await editor.post(PAGE, {})
    expect(status).toBe(422)
    expect(text).toContain(words.import.faults.noFile)
  })
})

describe('an export', () => {
  it('holds each subscriber with their consent, in the order they came', async () => {
    await subscribed(app, 'morning')
    await upload(fileOf('a@example.com'))
    const { text, headers } = await editor.post(`${PAGE}.csv`)
    expect(headers.get('Content-Disposition')).toBe('attachment; filename="morning-subscribers.csv"')
    expect(text.split('\r\n')).toEqual([
      expect.stringMatching(/email,newsletter,state,changed_at,consent,consent_at,consent_form,consent_wording$/),
      `${EMAIL},morning,active,2026-11-24T09:00:00.000Z,confirmed,2026-11-24T09:00:00.000Z,/newsletters/morning/subscribe,2026-11`,
      'a@example.com,morning,active,2026-11-24T09:00:00.000Z,imported,2025-03-01T08:00:00.000Z,/old/form,v2',
      '',
    ])
  })

  it('runs nothing in a spreadsheet, and comes back as it was', async () => {
    await upload(fileOf("'=cmd@example.com", '-1@example.com'))
    const { bytes, text } = await editor.post(`${PAGE}.csv`)
    expect(text).toContain("\r\n'=cmd@example.com,")
    expect(text).toContain("\r\n'-1@example.com,")
    expect((await upload(new File([bytes], 'again.csv'))).text).not.toContain(words.import.refused)
    expect(await subscriptionsNow()).toMatchObject({ counts: [2, 0], emails: ['=cmd@example.com', '-1@example.com'] })
  })

  it('of more than a page has everybody once', async () => {
    await upload(fileOf(...Array.from({ length: 1200 }, (_, i) => `r${i}@example.com`)))
    const lines = (await editor.post(`${PAGE}.csv`)).text.trim().split('\r\n').slice(1)
    expect(new Set(lines).size).toBe(1200)
  })
})

describe('subscribers over time', () => {
  it('are drawn from what each night kept, and today as it is now', async () => {
    await addSubscribers(app, 2)
    await env.DB.prepare('UPDATE newsletters SET subscribers = 2 WHERE id = 1').run()
    await env.DB.prepare('INSERT INTO subscriber_days VALUES (1, ?, 1)')
      .bind(Math.floor(app.clock.now() / DAY) - 1)
      .run()
    const { text } = await editor.get(PAGE)
    expect(text).toContain(words.chart.range('١', '٢'))
    expect(text).toMatch(/<polyline class="chart-line" points="594\.0,80\.0 6\.0,6\.0"/)
    expect(text.match(/<th scope="row">/g)).toHaveLength(2)
  })

  it('of the first day are not drawn yet', async () => {
    expect((await editor.get(PAGE)).text).toContain(words.chart.soon)
  })
})

describe('who got what', () => {
  const found = async (email: string) => (await editor.get(`/desk/deliveries?email=${encodeURIComponent(email)}`)).text

  it('says of one email each issue with its state, and what stops it', async () => {
    const [email = ''] = await addSubscribers(app, 1)
    await addIssue(app)
    await app.work()
    const text = await found(email.toUpperCase())
    expect(text).toContain('العدد الأول')
    expect(text).toContain(words.received.states.sent)
    await suppress(email, 'hard')
    await env.DB.prepare('UPDATE subscribers SET paused_until = ?')
      .bind(app.clock.now() + DAY)
      .run()
    const stopped = await found(email)
    expect(stopped).toContain(words.received.suppressed.hard)
    expect(stopped).toContain(words.received.paused)
  })

  it('knows nothing of an email without a message, and nothing of what is no email', async () => {
    expect(await found('nobody@example.com')).toContain(words.received.none)
    expect(await found('salma@')).toContain(ar.fields.emailMalformed)
  })

  it('shows nothing of anybody’s account', async () => {
    expect(await found(editor.reader.email)).toContain(words.received.none)
    await app.client().post('/newsletters/morning/subscribe', { email: EMAIL })
    expect(await found(EMAIL)).not.toContain(await confirmPath(app))
  })
})
