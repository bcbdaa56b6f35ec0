import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { seed } from '../src/actions/seed.ts'
import { LINK_LIVES } from '../src/core/limits.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import { setRole } from '../src/store/editors.ts'
import { recount } from '../src/store/readers.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addArticle, addReader, PASSWORD, signedInClient } from './helpers/builders.ts'
import { dumpTables, twentyTimes } from './helpers/d1.ts'
import { mailedSecrets, verifyPath } from './helpers/links.ts'
import { addNewsletters } from './helpers/newsletters.ts'

const words = ar.deskReaders
const DAY = 86_400
const db = open(env.DB)

type Signed = Awaited<ReturnType<typeof signedInClient>>
let app: TestApp
let editor: Signed
beforeEach(async () => {
  app = createTestApp()
  editor = await newEditor({ email: 'editor@example.com' })
})

/** Made by the command, as the first is. */
async function newEditor(values: { email?: string; name?: string } = {}): Promise<Signed> {
  const client = await signedInClient(app, values)
  await setRole(db, client.reader.email, 'editor', app.clock.now())
  return client
}

async function signUp(email: string): Promise<void> {
  const client = app.client()
  await client.post('/register', { email, password: PASSWORD })
  await client.post(await verifyPath(app, email))
}

const row = async (id: number) => (await dumpTables(env.DB)).readers?.find((reader) => reader.id === id)
const rolesNow = async () => (await dumpTables(env.DB)).readers?.map(({ role }) => role)
const edits = async () => (await dumpTables(env.DB)).edits?.map(({ noun, action }) => `${noun} ${action}`)
const events = async (id: number) =>
  (await dumpTables(env.DB)).security_events?.filter(({ reader_id }) => reader_id === id).map(({ kind }) => kind)

describe('the number of readers', () => {
  it('grows with each account that begins, and those of a day are drawn', async () => {
    await signUp('a@example.com')
    app.clock.advance(DAY)
    await signUp('b@example.com')
    await signUp('c@example.com')
    const { text } = await editor.get('/desk/readers')
    expect(text).toContain(words.count(3, '٣'))
    expect(text).toContain(words.chart.summary('٣٠', '٣'))
    expect(text.match(/class="chart-bar marked"/g)).toHaveLength(2)
  })

  it('falls with each account that is gone, and is mended at night where it was wrong', async () => {
    await signUp('a@example.com')
    const gone = (await dumpTables(env.DB)).readers?.find(({ email }) => email === 'a@example.com')
    await editor.post(`/desk/readers/${gone?.id}/deletion`, { wanted: '1' })
    app.clock.advance(8 * DAY)
    await app.work()
    const number = async () => (await dumpTables(env.DB)).settings?.find(({ name }) => name === 'readers')?.value
    expect(await number()).toBe('0')
    expect(await recount(db)).toEqual({ was: 0, is: 1 })
    expect(await number()).toBe('1')
    expect(await recount(db)).toBeNull()
  })

  it('is right from the first seed on where a site is older than the count', async () => {
    await seed(app.context(), ar.starter)
    expect((await editor.get('/desk/readers')).text).toContain(words.count(1, '١'))
  })
})

describe('a search', () => {
  it('finds an email, and those that begin with what was typed', async () => {
    for (const email of ['salma@example.com', 'salma@example.org', 'sal@example.com', 'tariq@example.com']) {
      await addReader({ email })
    }
    const found = async (q: string) =>
      [...(await editor.get(`/desk/readers?q=${q}`)).text.matchAll(/<bdi dir="ltr">([^<]*)<\/bdi>/g)].map(([, e]) => e)
    expect(await found('SALMA@example.com')).toEqual(['salma@example.com'])
    expect(await found('sal')).toEqual(['sal@example.com', 'salma@example.com', 'salma@example.org'])
    expect(await found('alma')).toEqual([])
    expect((await editor.get('/desk/readers?q=nobody')).text).toContain(words.search.none)
  })

  it('without words shows the newest, page by page', async () => {
    for (let n = 0; n < 30; n += 1) await addReader()
    const first = (await editor.get('/desk/readers')).text
    const [, next = ''] = /href="(\/desk\/readers\?before=\d+)"/.exec(first) ?? []
    const ids = (text: string) => [...text.matchAll(/href="\/desk\/readers\/(\d+)"/g)].map(([, id]) => Number(id))
    const shown = [...ids(first), ...ids((await editor.get(next)).text)]
    expect(shown).toHaveLength(31)
    expect(shown).toEqual(shown.toSorted((a, b) => b - a))
  })
})

describe('a reader’s page', () => {
  it('says what helps them, and nothing of what they read', async () => {
    await addNewsletters('morning')
    const other = await signedInClient(app, { name: 'سلمى', email: 'salma@example.com' })
    const article = await addArticle({ title: 'عنوان لا يخص أحدًا' })
    await other.post('/list', { article_id: String(article) })
    await other.post('/newsletters/morning/subscribe', { wanted: '1' })
    const { text } = await editor.get(`/desk/readers/${other.reader.id}`)
    expect(text).toContain('salma@example.com')
    expect(text).toMatch(new RegExp(`${words.facts.saved}</dt><dd>١</dd>`))
    expect(text).toMatch(new RegExp(`${words.facts.sessions}</dt><dd>١</dd>`))
    expect(text).toContain('نشرة 1')
    expect(text).not.toContain('عنوان لا يخص أحدًا')
    expect((await editor.get('/desk/readers/999')).status).toBe(404)
  })

  it('ends all sessions, which the log and the reader see', async () => {
    const other = await signedInClient(app)
    const path = `/desk/readers/${other.reader.id}`
    expect((await editor.post(`${path}/sessions`)).to).toBe(`${path}?done=ended`)
    expect((await other.get('/list')).to).toBe('/login')
    expect(await events(other.reader.id)).toEqual(['ended_by_editor'])
    expect((await editor.post(`${path}/sessions`)).to).toBe(`${path}?done=none`)
    expect(await edits()).toEqual(['editor joined', 'reader signedOut'])
  })

  it('has the account deleted after the days in which its reader can keep it, and keeps it again', async () => {
    const other = await signedInClient(app)
    const path = `/desk/readers/${other.reader.id}`
    await editor.post(`${path}/deletion`, { wanted: '1' })
    await editor.post(`${path}/deletion`, { wanted: '1' })
    expect((await row(other.reader.id))?.deletes_at).toBe(START + 7 * DAY)
    await app.work()
    const [mail] = app.mails
    expect([app.mails.length, mail?.to]).toEqual([1, other.reader.email])
    const [secret] = await mailedSecrets(app, other.reader.email, 'keep')
    expect(mail?.text).toContain(`/keep/${secret}`)
    expect((await editor.get(path)).text).toContain(words.deletion.pending)
    await editor.post(`${path}/deletion`, { wanted: '0' })
    expect((await row(other.reader.id))?.deletes_at).toBeNull()
    expect(await edits()).toEqual(['editor joined', 'reader deletion', 'reader kept'])
    expect(await events(other.reader.id)).toEqual(['deletion_by_editor', 'deletion_cancelled'])
  })
})

it('an account that is gone leaves no email behind, in the log of the desk neither', async () => {
  const email = 'gone@example.com'
  await editor.post('/desk/editors', { email })
  const other = await newEditor({ email })
  await editor.post(`/desk/readers/${other.reader.id}/deletion`, { wanted: '1' })
  await app.work()
  app.clock.advance(8 * DAY)
  for (let run = 0; run < 3; run += 1) await app.work()
  expect(await row(other.reader.id)).toBeUndefined()
  expect(JSON.stringify(await dumpTables(env.DB))).not.toContain(email)
  expect((await edits())?.toSorted()).toEqual(['editor invited', 'editor joined', 'editor joined', 'reader deletion'])
  expect((await editor.get('/desk/log')).text).toContain(`<bdi>${ar.deskLog.gone}</bdi>`)
})

describe('an invitation to the desk', () => {
  const EMAIL = 'new@example.com'
  const link = async () => `/editor/${(await mailedSecrets(app, EMAIL, 'editor'))[0]}`

  it('opens it to the account of the invited email, once', async () => {
    expect((await editor.post('/desk/editors', { email: 'NEW@example.com' })).to).toBe('/desk/editors?done=invited')
    await app.work()
    const path = await link()
    expect(app.mails[0]).toMatchObject({ to: EMAIL, text: expect.stringContaining(path) })
    expect((await app.client().get(path)).text).toContain(words.invitation.visitor)
    const invited = await signedInClient(app, { email: EMAIL })
    expect((await invited.get(path)).text).toContain(words.invitation.accept)
    expect((await invited.get('/desk/readers')).status).toBe(403)
    expect((await invited.post(path)).to).toBe('/desk')
    expect((await invited.get('/desk/readers')).status).toBe(200)
    expect((await invited.post(path)).status).toBe(410)
    expect(await edits()).toEqual(['editor joined', 'editor invited', 'editor joined'])
    expect(await events(invited.reader.id)).toEqual(['editor_joined'])
  })

  it('is worth nothing to any other account', async () => {
    await editor.post('/desk/editors', { email: EMAIL })
    const other = await signedInClient(app)
    expect((await other.get(await link())).text).toContain(words.invitation.other)
    expect((await other.post(await link())).status).toBe(403)
    expect((await app.client().post(await link())).status).toBe(403)
    expect(await rolesNow()).toEqual(['editor', 'reader'])
  })

  it('ends after its days, when it is taken back, and when another is sent', async () => {
    await editor.post('/desk/editors', { email: EMAIL })
    const first = await link()
    await editor.post('/desk/editors', { email: EMAIL })
    expect((await app.client().get(first)).status).toBe(410)
    const second = await link()
    expect((await editor.get('/desk/editors')).text).toContain(EMAIL)
    await editor.post('/desk/editors/uninvited', { email: EMAIL })
    expect((await app.client().get(second)).status).toBe(410)
    await editor.post('/desk/editors', { email: EMAIL })
    app.clock.advance(LINK_LIVES.editor)
    expect((await app.client().get(await link())).status).toBe(410)
  })

  it('is not sent to an editor, to what is no email, nor again and again', async () => {
    const errors = async (email: string) => {
      const { status, text } = await editor.post('/desk/editors', { email })
      return [status, text]
    }
    expect(await errors(editor.reader.email)).toEqual([422, expect.stringContaining(ar.fields.editorAlready)])
    expect(await errors('no email')).toEqual([422, expect.stringContaining(ar.fields.emailMalformed)])
    for (let n = 0; n < 3; n += 1) await editor.post('/desk/editors', { email: EMAIL })
    expect(await errors(EMAIL)).toEqual([422, expect.stringContaining(ar.fields.mailedOften)])
  })
})

describe('there is always an editor', () => {
  it('who cannot leave the desk, nor delete the account, as the last', async () => {
    const { id } = editor.reader
    expect((await editor.get('/desk/editors')).text).toContain(words.editors.last)
    expect((await editor.post(`/desk/editors/${id}/removed`)).status).toBe(409)
    const own = await editor.post('/settings/data/deletion', { wanted: '1', password: PASSWORD })
    expect([own.status, own.text.includes(ar.fields.lastEditor)]).toEqual([422, true])
    expect((await editor.post(`/desk/readers/${id}/deletion`, { wanted: '1' })).to).toContain('done=last')
    expect(await row(id)).toMatchObject({ role: 'editor', deletes_at: null })
  })

  it('and who goes where there is another, unless that one is going too', async () => {
    const other = await newEditor({ name: 'سلمى' })
    await editor.post('/settings/data/deletion', { wanted: '1', password: PASSWORD })
    expect((await row(editor.reader.id))?.deletes_at).toBe(START + 7 * DAY)
    expect((await other.post(`/desk/editors/${other.reader.id}/removed`)).status).toBe(409)
    const { text } = await other.get('/desk/editors')
    const offered = [...text.matchAll(/action="\/desk\/editors\/(\d+)\/removed"/g)].map(([, id]) => Number(id))
    expect(offered).toEqual([editor.reader.id])
    await editor.post('/settings/data/deletion', { wanted: '0' })
    for (let press = 0; press < 2; press += 1) {
      expect((await other.post(`/desk/editors/${editor.reader.id}/removed`)).to).toBe('/desk/editors?done=removed')
    }
    expect((await editor.get('/desk/editors')).status).toBe(403)
    expect(await events(editor.reader.id)).toContain('editor_left')
  })

  it('though two take the desk from each other at the same moment', async () => {
    const other = await newEditor()
    await Promise.all([
      twentyTimes(() => editor.post(`/desk/editors/${other.reader.id}/removed`)),
      twentyTimes(() => other.post(`/desk/editors/${editor.reader.id}/removed`)),
    ])
    expect((await rolesNow())?.filter((role) => role === 'editor')).toHaveLength(1)
  })
})
