import { clockOf } from '../core/clock.ts'
import { dayOf } from '../core/days.ts'
import { csvLine } from '../core/export/csv.ts'
import {
  COLUMNS,
  type Column,
  type FileFault,
  type ImportReport,
  readSubscribers,
  takesNone,
} from '../core/subscriber-file.ts'
import { suppressionHash } from '../core/suppression.ts'
import { writeEdit } from '../store/edits.ts'
import * as readers from '../store/readers.ts'
import * as subscribers from '../store/subscribers.ts'
import type { ActionContext } from './context.ts'

/** Rows of a file that one batch takes in, and rows of an export that one statement reads. */
const TAKEN_AT_ONCE = 500
const READ_AT_ONCE = 1000
/** Days that the desk draws. */
const DAYS = 90
/** Deliveries that one page shows. */
const SHOWN = 100

type Newsletter = { id: number; slug: string; name: string; kind: string; state: string; subscribers: number }

/**
 * Takes subscribers in from a CSV file. Broken off, it is made whole by uploading the file again: nobody comes in twice.
 */
export async function importSubscribers(
  { db, config, now, reader }: ActionContext,
  newsletter: Newsletter,
  { bytes, names }: { bytes: Uint8Array; names: Record<Column, string> },
): Promise<ImportReport | FileFault | 'alerts' | 'ended'> {
  const closed = takesNone(newsletter)
  if (closed) return closed
  const at = now()
  const file = readSubscribers(bytes, { names, slug: newsletter.slug, now: at })
  if (typeof file === 'string') return file
  const { repeated, refused } = file
  const report = { added: 0, known: 0, repeated, refused: [...refused] }
  if (reader) await writeEdit(db, editOf(reader.id, newsletter, 'imported', { rows: file.rows.length }), at)
  for (let from = 0; from < file.rows.length; from += TAKEN_AT_ONCE) {
    const rows = file.rows.slice(from, from + TAKEN_AT_ONCE)
    const accounts = await readers.idsOf(
      db,
      rows.map(({ email }) => email),
    )
    const part = rows.map((row) => ({
      ...row,
      readerId: accounts.get(row.email) ?? null,
      suppression: suppressionHash(config, row.email),
    }))
    const met = await subscribers.add(db, newsletter.id, part, at)
    for (const { row, email } of part) {
      const how = met.get(email)
      if (how === 'added' || how === 'known') report[how] += 1
      else if (how) report.refused.push({ row, email, fault: how })
    }
  }
  report.refused.sort((a, b) => a.row - b.row)
  return report
}

/** All subscribers of a newsletter as CSV, piece by piece; those who ended it too, lest a move revives them. */
export async function* subscribersCsv(
  { db, now, reader }: ActionContext,
  newsletter: Newsletter,
): AsyncGenerator<Uint8Array> {
  if (reader) await writeEdit(db, editOf(reader.id, newsletter, 'exported'), now())
  const encoder = new TextEncoder()
  yield encoder.encode(`\ufeff${csvLine([...COLUMNS])}`)
  for (let after = 0; ; ) {
    const page = await subscribers.page(db, newsletter.id, after, READ_AT_ONCE)
    yield encoder.encode(page.map((row) => csvLine(cellsOf(row, newsletter.slug))).join(''))
    if (page.length < READ_AT_ONCE) return
    after = page.at(-1)?.subscriberId ?? 0
  }
}

/** It says that somebody took emails along, or brought some: those themselves are no matter of a log. */
function editOf(editorId: number, { id, name }: Newsletter, action: 'imported' | 'exported', after?: { rows: number }) {
  return { editorId, noun: 'subscriber', ref: id, label: name, action, after } as const
}

function cellsOf(row: subscribers.Exported, slug: string): (string | null)[] {
  const cells: Record<Column, string | null> = {
    email: row.email,
    newsletter: slug,
    state: row.state,
    changed_at: iso(row.changedAt),
    consent: row.consent,
    consent_at: row.consentAt === null ? null : iso(row.consentAt),
    consent_form: row.form,
    consent_wording: row.wording,
  }
  return COLUMNS.map((column) => cells[column])
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString()
}

/** Subscribers over time, today's as they are now. */
export async function overTime(
  { db, config, now }: ActionContext,
  newsletter: Newsletter,
): Promise<subscribers.SubscriberDay[]> {
  const today = dayOf(now(), clockOf(config.site.zone))
  const before = await subscribers.daysSince(db, newsletter.id, today - DAYS)
  return [...before.filter(({ day }) => day < today), { day: today, subscribers: newsletter.subscribers }]
}

/** Who got what; `more`: the issue behind which the next page begins. */
export async function received(
  { db, config }: ActionContext,
  email: string,
  before: number | null,
): Promise<subscribers.Received & { more: number | null }> {
  const suppression = suppressionHash(config, email)
  const found = await subscribers.received(db, { email, suppression }, { before, limit: SHOWN + 1 })
  const deliveries = found.deliveries.slice(0, SHOWN)
  return { ...found, deliveries, more: found.deliveries.length > SHOWN ? (deliveries.at(-1)?.issueId ?? null) : null }
}
