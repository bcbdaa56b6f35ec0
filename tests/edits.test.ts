import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { EDITS, type EditNoun } from '../src/core/edit.ts'
import { ar } from '../src/i18n/ar.ts'
import { batch, open } from '../src/store/db.ts'
import { editsPage, latestEdits, logEdit, writeEdit } from '../src/store/edits.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, addSource, addTopic } from './helpers/builders.ts'
import { dumpTables } from './helpers/d1.ts'
import { editorClient, NEWSLETTER, save } from './helpers/desk.ts'

const words = ar.deskLog
const db = open(env.DB)

let app: TestApp
let editor: Awaited<ReturnType<typeof editorClient>>
beforeEach(async () => {
  app = createTestApp()
  editor = await editorClient(app)
})

/** What the log has, oldest first. */
async function logged() {
  const { edits = [] } = await dumpTables(env.DB)
  return edits.map(({ editor_id, noun, ref, label, action, before, after }) => ({
    ...{ editor_id, noun, ref, label, action },
    ...{ before: JSON.parse(String(before)), after: JSON.parse(String(after)) },
  }))
}

const change = (ref: number, noun: EditNoun = 'topic') =>
  writeEdit(db, { editorId: editor.reader.id, noun, ref, label: `شيء ${ref}`, action: EDITS[noun][0] }, START)

describe('the log', () => {
  it('has each change of a newsletter, with what was there and what came', async () => {
    await editor.post('/desk/newsletters', NEWSLETTER)
    app.clock.advance(60)
    await save(editor, '/desk/newsletters/1', { ...NEWSLETTER, name: 'نشرة العصر', time: '16:00' })
    expect(await logged()).toMatchObject([
      { editor_id: editor.reader.id, noun: 'newsletter', ref: 1, label: NEWSLETTER.name, action: 'added' },
      {
        ...{ action: 'changed', label: 'نشرة العصر' },
        before: { name: NEWSLETTER.name, sendsAtMinute: 18 * 60 + 30 },
        after: { name: 'نشرة العصر', sendsAtMinute: 16 * 60 },
      },
    ])
    const { text } = await editor.get('/desk/log')
    expect(text).toContain(words.actions.newsletter.changed)
    expect(text).toContain('href="/desk/newsletters/1"')
    expect(text).toContain(`${words.from} <bdi>${NEWSLETTER.name}</bdi> ${words.to} <bdi>نشرة العصر</bdi>`)
    expect(text).toContain(`<bdi>${editor.reader.email}</bdi>`)
    expect(text.indexOf(words.actions.newsletter.changed)).toBeLessThan(text.indexOf(words.actions.newsletter.added))
  })

  it('has each step of an issue, and none that changed nothing', async () => {
    await editor.post('/desk/newsletters', NEWSLETTER)
    await editor.post('/desk/newsletters/1/written', { title: 'كلمة', markdown: 'نص' })
    await save(editor, '/desk/issues/1', { title: 'كلمة أخرى', intro: '', markdown: 'نص' })
    await editor.post('/desk/issues/1', { title: 'متأخر', intro: '', markdown: 'نص', version: '1' })
    await editor.post('/desk/issues/1/resume')
    await editor.post('/desk/issues/1/schedule', { now: '1' })
    for (const step of ['pause', 'pause', 'resume', 'cancel', 'uncertain']) await editor.post(`/desk/issues/1/${step}`)
    const steps = (await logged()).filter(({ noun }) => noun === 'issue')
    expect(steps.map(({ action }) => action)).toEqual([
      ...['written', 'changed', 'scheduled', 'paused', 'resumed', 'cancelled'],
    ])
    expect(steps.every(({ ref, editor_id }) => ref === 1 && editor_id === editor.reader.id)).toBe(true)
    expect(steps[1]).toMatchObject({ before: { title: 'كلمة' }, after: { title: 'كلمة أخرى' } })
    expect(steps[2]).toMatchObject({ label: 'كلمة أخرى', after: { sendsAt: START } })
  })

  it('says that subscribers were taken along, and nothing of who they are', async () => {
    await editor.post('/desk/newsletters', NEWSLETTER)
    const file = new File(['email,consent_at,consent_form\na@example.com,2025-01-01,/f\n'], 'list.csv')
    await editor.upload('/desk/newsletters/1/subscribers', file)
    await editor.post('/desk/newsletters/1/subscribers.csv')
    const steps = (await logged()).filter(({ noun }) => noun === 'subscriber')
    expect(steps).toMatchObject([{ action: 'imported', after: { rows: 1 } }, { action: 'exported' }])
    expect(JSON.stringify(steps)).not.toContain('a@example.com')
  })

  it('calls topics, sources and days by their names', async () => {
    const topic = await addTopic('science', 'علوم')
    const source = await addSource({ title: 'الواحة' })
    const after = {
      topicId: topic,
      topicSlugs: 'science,gone',
      sourceIds: String(source),
      weekdays: '0,3',
      extracts: 1,
    }
    await writeEdit(
      db,
      { editorId: editor.reader.id, noun: 'source', ref: source, label: 'الواحة', action: 'changed', after },
      START,
    )
    const { text } = await editor.get('/desk/log')
    const said = [...text.matchAll(/<dd><bdi>([^<]*)<\/bdi><\/dd>/g)].map(([, value]) => value)
    expect(said).toEqual(['علوم', 'علوم وgone', 'الواحة', 'الأحد والأربعاء', 'نعم'])
  })

  it('leaves nothing of a step that broke', async () => {
    const broken = batch(db, [
      logEdit({ editorId: 1, noun: 'topic', ref: 1, label: 'أ', action: 'added' }, START, { ifChanged: false }),
      logEdit({ editorId: 1, noun: 'topic', ref: null as unknown as number, label: 'ب', action: 'added' }, START),
    ])
    await expect(broken).rejects.toThrow()
    expect(await logged()).toEqual([])
  })

  it('shows one kind of thing alone, page by page, each change once', async () => {
    for (let ref = 1; ref <= 120; ref += 1) await change(ref, ref % 2 ? 'topic' : 'source')
    const seen: number[] = []
    let before: number | null = null
    do {
      const { edits, older } = await editsPage(db, { noun: 'topic', before })
      seen.push(...edits.map(({ ref }) => ref))
      before = older
    } while (before !== null)
    expect(seen).toEqual(Array.from({ length: 60 }, (_, i) => 119 - 2 * i))
    const { text } = await editor.get('/desk/log?noun=topic')
    expect(text).toContain('شيء 119')
    expect(text).not.toContain('شيء 120')
    expect(text).toMatch(/href="\/desk\/log\?noun=topic&amp;before=\d+"/)
  })

  it('finds the changes of one thing, the newest first', async () => {
    for (const ref of [1, 2, 1]) await change(ref)
    expect((await latestEdits(db, { noun: 'topic', ref: 1 }, 10)).map(({ id }) => id)).toEqual([3, 1])
  })

  it('knows no name of an account that is gone, and says what a command did', async () => {
    const other = await addReader({ name: 'سلمى' })
    await writeEdit(db, { editorId: other.id, noun: 'topic', ref: 1, label: 'علوم', action: 'added' }, START)
    await writeEdit(db, { editorId: 0, noun: 'editor', ref: 1, label: other.email, action: 'joined' }, START)
    expect((await editor.get('/desk/log')).text).toContain('<bdi>سلمى</bdi>')
    await env.DB.prepare('DELETE FROM readers WHERE id = ?').bind(other.id).run()
    const { text } = await editor.get('/desk/log')
    expect(text).not.toContain('سلمى')
    expect(text).toContain(words.gone)
    expect(text).toContain(words.command)
  })

  it.each(Object.keys(EDITS) as EditNoun[])('has words for all that is done to: %s', async (noun) => {
    for (const action of EDITS[noun]) {
      await writeEdit(db, { editorId: editor.reader.id, noun, ref: 1, label: 'اسم', action }, START)
    }
    const { text } = await editor.get(`/desk/log?noun=${noun}`)
    for (const said of Object.values(words.actions[noun])) expect(text).toContain(said)
  })

  it('is empty before anybody did anything, and takes no kind that there is not', async () => {
    expect((await editor.get('/desk/log?noun=nothing')).text).toContain(words.none)
    expect((await editor.get('/desk/log?noun=topic')).text).toContain(words.noneOf)
  })
})
