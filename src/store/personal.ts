import { sql } from 'drizzle-orm'
import type { Choice } from '../core/chosen.ts'
import { batch, type Db, rows } from './db.ts'

/** A subscriber as an issue made for them needs them: their account, and what they were sent so far. */
export type Recipient = { subscriberId: number; readerId: number | null; consideredTo: number }

export async function recipients(db: Db, newsletterId: number, subscriberIds: number[]): Promise<Recipient[]> {
  const results = await batch(db, [
    sql`SELECT subscribers.id, reader_id, considered_to FROM json_each(${JSON.stringify(subscriberIds)}) AS member
      CROSS JOIN subscribers ON subscribers.id = member.value
      CROSS JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriber_id = subscribers.id`,
  ])
  return rows(results, 0).map((row) => ({
    subscriberId: Number(row.id),
    readerId: row.reader_id === null ? null : Number(row.reader_id),
    consideredTo: Number(row.considered_to),
  }))
}

/** The same of an account; one that never had the newsletter is as if it had just got it. */
export async function recipientOf(db: Db, newsletterId: number, readerId: number): Promise<Recipient> {
  const results = await batch(db, [
    sql`SELECT subscribers.id, considered_to FROM subscribers
      CROSS JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriber_id = subscribers.id
      WHERE reader_id = ${readerId}`,
  ])
  const [row] = rows(results, 0)
  return { subscriberId: Number(row?.id ?? 0), readerId, consideredTo: Number(row?.considered_to ?? 0) }
}

/** By reader; one who follows and mutes nothing is not there. */
export async function followsOf(shelf: Db, readerIds: number[]): Promise<Map<number, Choice[]>> {
  const results = await batch(shelf, [
    sql`SELECT reader_id, kind, ref, label, muted FROM json_each(${JSON.stringify(readerIds)}) AS reader
      CROSS JOIN follows ON reader_id = reader.value`,
  ])
  const byReader = Map.groupBy(rows(results, 0), (row) => Number(row.reader_id))
  return new Map(
    [...byReader].map(([readerId, found]) => [
      readerId,
      found.map((row) => ({
        kind: row.kind as Choice['kind'],
        ref: String(row.ref),
        label: String(row.label),
        muted: row.muted === 1,
      })),
    ]),
  )
}
