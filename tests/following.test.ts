import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import {
  changeOf,
  type Followable,
  type FollowWish,
  keywordToFollow,
  MOST_FOLLOWS,
  MOST_KEYWORDS,
  NOTHING,
} from '../src/core/follow.ts'
import { ar } from '../src/i18n/ar.ts'
import { open } from '../src/store/db.ts'
import * as follows from '../src/store/follows.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addSource, addTopic, signedInClient } from './helpers/builders.ts'
import { atEveryStatement, twentyTimes } from './helpers/d1.ts'
import { recorded } from './helpers/plans.ts'

const shelf = open(recorded(env.DB))

let app: TestApp
let browser: Awaited<ReturnType<typeof signedInClient>>
let readerId: number
let economy: Followable
let oasis: Followable
const water = keywordToFollow('المياه') as Followable

beforeEach(async () => {
  app = createTestApp()
  browser = await signedInClient(app)
  readerId = browser.reader.id
  economy = { kind: 'topic', ref: String(await addTopic('economy', 'اقتصاد')), label: 'اقتصاد' }
  oasis = { kind: 'source', ref: String(await addSource({ title: 'الواحة' })), label: 'الواحة' }
})

const said = () => follows.followsOf(shelf, readerId)
const want = (of: Followable, wish: FollowWish) => follows.set(shelf, readerId, of, changeOf(wish), START)
const press = (of: Followable, wish: string, more = {}) =>
  browser.post('/following', { kind: of.kind, ref: of.ref, want: wish, ...more })

async function fill(count: number, kind: Followable['kind']): Promise<void> {
  const rows = JSON.stringify(Array.from({ length: count }, (_, n) => `${kind} ${n}`))
  await env.DB.prepare(
    `INSERT INTO follows (reader_id, kind, ref, label, created_at) SELECT ?, ?, value, value, ? FROM json_each(?)`,
  )
    .bind(readerId, kind, START, rows)
    .run()
}

describe('what a reader says of a topic, a source or a keyword', () => {
  it('is there once, however often it is said', async () => {
    await twentyTimes(() => want(economy, 'follow'))
    expect(await said()).toEqual([{ ...economy, ...NOTHING, followed: true }])
  })

  it('is all or nothing, wherever a step breaks', async () => {
    const broken = (step: (db: ReturnType<typeof open>) => Promise<unknown>) =>
      atEveryStatement(env.DB, (d1) => step(open(d1)))
    const change = changeOf('follow')
    expect(await broken((db) => follows.set(db, readerId, { ...water }, change, START))).toBe(6)
    const choice = { follow: [economy, oasis], unfollow: [water], unmute: false }
    expect(await broken((db) => follows.choose(db, readerId, choice, START))).toBe(7)
    expect(await broken((db) => follows.wipe(db, readerId, START))).toBe(3)
    expect(await said()).toEqual([])
  })

  it('is had back as it was when it is muted no more', async () => {
    await want(economy, 'follow')
    await want(economy, 'less')
    expect((await want(economy, 'mute'))?.after).toEqual({ ...NOTHING, followed: true, muted: true, less: true })
    expect((await want(economy, 'unmute'))?.after).toEqual({ ...NOTHING, followed: true, less: true })
  })

  it('takes back what it contradicts when it is followed', async () => {
    await want(economy, 'mute')
    await want(economy, 'less')
    expect((await want(economy, 'follow'))?.after).toEqual({ ...NOTHING, followed: true })
  })

  it.each([
    ['follow', 'unfollow'],
    ['mute', 'unmute'],
    ['less', 'more'],
  ] as const)('leaves nothing behind after %s and %s', async (one, other) => {
    await want(economy, one)
    expect((await want(economy, other))?.after).toEqual(NOTHING)
    expect(await said()).toEqual([])
    await want(economy, other)
    expect(await said()).toEqual([])
  })

  it('is of so many things and no more; what is there can still be changed', async () => {
    await fill(MOST_FOLLOWS - 1, 'source')
    expect(await want(economy, 'follow')).not.toBeNull()
    expect(await want(oasis, 'follow')).toBeNull()
    expect(await want(economy, 'mute')).not.toBeNull()
    expect(await want(oasis, 'unfollow')).not.toBeNull()
  })

  it('is of so many keywords and no more', async () => {
    await fill(MOST_KEYWORDS, 'keyword')
    expect(await want(water, 'mute')).toBeNull()
    expect(await want(economy, 'follow')).not.toBeNull()
    expect(
      await follows.choose(shelf, readerId, { follow: [water, oasis], unfollow: [], unmute: false }, START),
    ).toEqual({ left: 1 })
  })

  it('is chosen in one step: what is ticked is followed, what is not is no more, what is muted stays', async () => {
    await want(economy, 'mute')
    await want(water, 'follow')
    const choice = { follow: [economy, oasis], unfollow: [water], unmute: false }
    await twentyTimes(() => follows.choose(shelf, readerId, choice, START))
    expect(await said()).toEqual([
      { ...oasis, ...NOTHING, followed: true },
      { ...economy, ...NOTHING, muted: true },
    ])
  })

  it('is forgotten as a whole', async () => {
    await want(economy, 'follow')
    await want(water, 'mute')
    await follows.wipe(shelf, readerId, START)
    expect(await said()).toEqual([])
  })
})

describe('a button', () => {
  it('goes back to the private page it stood on, with a notice, and is undone there', async () => {
    await browser.get('/settings/reading')
    const answer = await press(economy, 'mute')
    expect(answer.status).toBe(303)
    expect(answer.to).toBe(`/settings/reading?did=mute&kind=topic&ref=${economy.ref}&was=0000`)
    expect(await said()).toEqual([{ ...economy, ...NOTHING, muted: true }])
    await press(economy, 'restore', { was: '0000' })
    expect(await said()).toEqual([])
  })

  it('shows what is said now, with the way back, under htmx', async () => {
    await want(economy, 'follow')
    const fields = { kind: 'topic', ref: economy.ref, want: 'unfollow' }
    const { status, text } = await browser.post('/following', fields, { htmx: true })
    expect(status).toBe(200)
    expect(text).toContain(`hx-target="[data-follow=&quot;topic:${economy.ref}&quot;]"`)
    expect(text).toContain(ar.follow.done.topic.unfollow)
    expect(text).toContain('name="was" value="1000"')
    expect(text).toContain(ar.follow.wishes.follow)
  })

  it('brings back a keyword that was removed, under the name it had', async () => {
    await want(water, 'follow')
    await press(water, 'unfollow', { keyword: water.label })
    await press(water, 'restore', { keyword: water.label, was: '1001' })
    expect(await said()).toEqual([{ ...water, followed: true, muted: false, less: false, alerts: true }])
  })

  it('takes the name from the site, never from the form', async () => {
    await press(economy, 'follow', { label: 'غير ذلك', keyword: 'غير ذلك' })
    expect(await said()).toMatchObject([{ label: 'اقتصاد' }])
  })

  it('follows nothing that is not there, and takes back what is gone from the site', async () => {
    expect((await press({ ...economy, ref: '999' }, 'follow')).status).toBe(404)
    expect((await press(water, 'mute')).status).toBe(404)
    expect((await press(water, 'mute', { keyword: 'الشمس' })).status).toBe(404)
    expect(await env.DB.prepare(`SELECT 1 FROM jobs WHERE kind = 'keyword'`).first()).toBeNull()
    await want(oasis, 'follow')
    await env.DB.prepare(`UPDATE sources SET state = 'removed'`).run()
    expect((await press({ ...oasis }, 'follow')).status).toBe(303)
    await press(oasis, 'unfollow')
    expect((await press(oasis, 'follow')).status).toBe(404)
    expect(await said()).toEqual([])
  })

  it('leads a visitor to sign in, with what they wanted to follow', async () => {
    const visitor = app.client()
    const pressed = (of: Followable, want: string, sent = {}) =>
      visitor.post('/following', { kind: of.kind, ref: of.ref, want }, sent)
    expect((await pressed(economy, 'follow')).to).toBe(`/login?intent=follow:topic:${economy.ref}`)
    expect((await pressed(oasis, 'follow', { htmx: true })).to).toBe(`/login?intent=follow:source:${oasis.ref}`)
    expect((await pressed(economy, 'mute')).to).toBe('/login')
    expect((await pressed(water, 'follow')).to).toBe('/login')
  })

  it('says that no more can be followed', async () => {
    await fill(MOST_FOLLOWS, 'source')
    const { status, text } = await press(economy, 'follow')
    expect(status).toBe(409)
    expect(text).toContain(ar.errors.pages.follows_full.title)
  })

  it.each([[{ kind: 'reader' }], [{ want: 'toggle' }], [{ ref: 'a"b' }], [{ was: '2' }]])(
    'refuses what no page of ours sends: %o',
    async (wrong) => {
      expect((await press(economy, 'follow', wrong)).status).toBe(422)
      expect(await said()).toEqual([])
    },
  )
})

/** The names of what is followed. */
async function followed(): Promise<string[]> {
  const names = (await said()).filter((one) => one.followed).map(({ label }) => label)
  return names.sort((a, b) => a.localeCompare(b, 'ar'))
}

describe('the first choice', () => {
  it('is followed in one step, and leads to the news made of it', async () => {
    const [science, sport] = [await addTopic('science', 'علوم'), await addTopic('sport', 'رياضة')]
    const source = await addSource({ title: 'الواحة' })
    const shown = [`topic:${science}`, `topic:${sport}`, `source:${source}`]
    const answer = await browser.post('/welcome', {
      shown,
      ticked: [shown[0] ?? '', shown[2] ?? ''],
      keyword: 'المياه',
    })
    expect(answer).toMatchObject({ status: 303, to: '/for-you' })
    expect(app.pokes).toEqual(['INGEST'])
    expect(await followed()).toEqual(['المياه', 'الواحة', 'علوم'])
    const again = await browser.get('/welcome')
    expect(again.text.match(/checked=""/g)).toHaveLength(2)
    await browser.post('/welcome', { shown, ticked: `topic:${sport}` })
    expect(await followed()).toEqual(['المياه', 'رياضة'])
  })

  it('keeps what was ticked where the keyword cannot be followed', async () => {
    const science = await addTopic('science', 'علوم')
    const fields = { shown: `topic:${science}`, ticked: `topic:${science}`, keyword: 'ا' }
    const { status, text } = await browser.post('/welcome', fields)
    expect(status).toBe(422)
    expect(text).toContain(ar.fields.keywordShort)
    expect(text).toContain('checked=""')
    expect(await followed()).toEqual([])
  })

  it('may be of nothing, or passed by', async () => {
    expect((await browser.get('/welcome')).text).toContain('href="/for-you"')
    expect(await browser.post('/welcome', {})).toMatchObject({ status: 303, to: '/for-you' })
  })

  it('takes nothing that the site does not have', async () => {
    const fields = { shown: ['topic:999'], ticked: ['topic:999'] }
    expect((await browser.post('/welcome', fields)).status).toBe(303)
    expect((await browser.post('/welcome', { ticked: 'keyword:x' })).status).toBe(422)
    expect(await followed()).toEqual([])
  })
})
