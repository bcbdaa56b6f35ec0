import { env } from 'cloudflare:workers'
import { drizzle } from 'drizzle-orm/d1'
import { chooseAlerts, setAlert } from '../../src/actions/alerts.ts'
import { followTyped } from '../../src/actions/following.ts'
import type { AlertChoice } from '../../src/core/alerts.ts'
import { type Keyword, keywordOf } from '../../src/core/keyword.ts'
import { ar } from '../../src/i18n/ar.ts'
import { batch } from '../../src/store/db.ts'
import { wish } from '../../src/store/jobs.ts'
import * as keywords from '../../src/store/keywords.ts'
import { newsletters } from '../../src/store/schema/mail.ts'
import { START, type TestApp } from './app.ts'
import { addArticle, addReader } from './builders.ts'

export const HOURLY = 1
export const DAILY = 2

/** The site's two newsletters of alerts, whose next dates stand. */
export async function addAlerts(app: TestApp): Promise<void> {
  const starter = ar.starter.newsletters.filter(({ kind }) => kind === 'alerts')
  for (const [position, row] of starter.entries()) {
    await drizzle(env.DB)
      .insert(newsletters)
      .values({ ...row, zone: 'Asia/Riyadh', position, createdAt: START })
  }
  const { db } = app.context()
  await batch(
    db,
    [HOURLY, DAILY].map((id) => wish({ kind: 'rhythm', key: String(id), dueAt: app.clock.now() })),
  )
  await app.work()
}

export function keyword(label: string): Keyword {
  const found = keywordOf(label)
  if (typeof found === 'string') throw new Error(`«${label}» is ${found}`)
  return found
}

/** A reader who has alerts for these keywords, so often. */
export async function addAlerted(app: TestApp, choice: AlertChoice, ...labels: string[]) {
  const reader = await addReader()
  const by = { reader, form: '/following/alerts', ip: '' }
  const context = app.context()
  for (const label of labels) {
    await followTyped(context, reader.id, label)
    await setAlert(context, { ref: keyword(label).ref, wanted: true }, by)
  }
  await chooseAlerts(context, choice, by)
  return { ...reader, by }
}

/** An article that came in just now, as the pipeline leaves one that holds these keywords. */
export async function addNews(app: TestApp, labels: string[], values: Parameters<typeof addArticle>[0] = {}) {
  const { db } = app.context()
  const now = app.clock.now()
  const id = await addArticle({ title: `خبر ${labels.join(' ')} ${now}`, sortedAt: now, ...values })
  for (const { ref } of labels.map(keyword)) {
    await keywords.add(db, ref, now)
    await keywords.hold(db, ref, [id])
  }
  return id
}

/** The moment comes, and what is due then is done. */
export async function at(app: TestApp, moment: number): Promise<void> {
  app.clock.set(moment)
  await app.work()
}

/** What came in the mail: to whom, and which articles it names. */
export function toldBy(app: TestApp): [string, number[]][] {
  return app.mails.map(({ to, html }) => [
    to,
    [...new Set([...html.matchAll(/\/articles\/(\d+)/g)].map(([, id]) => Number(id)))],
  ])
}
