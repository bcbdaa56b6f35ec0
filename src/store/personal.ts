import { sql } from 'drizzle-orm'
import { batch, type Db, rows } from './db.ts'

/** A subscriber as an issue made for them needs them: their account, what they were sent so far, and since when. */
export type Recipient = { subscriberId: number; readerId: number | null; consideredTo: number; changedAt: number }

export async function recipients(db: Db, newsletterId: number, subscriberIds: number[]): Promise<Recipient[]> {
  const results = await batch(db, [
    sql`SELECT subscribers.id, reader_id, considered_to, changed_at FROM json_each(${JSON.stringify(subscriberIds)}) AS member
      CROSS JOIN subscribers ON subscribers.id = member.value
      CROSS JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriber_id = subscribers.id`,
  ])
  return rows(results, 0).map((row) => ({
    subscriberId: Number(row.id),
    readerId: row.reader_id === null ? null : Number(row.reader_id),
    consideredTo: Number(row.considered_to),
    changedAt: Number(row.changed_at),
  }))
}

/** The same of an account; one that never had the newsletter is as if it had just got it. */
export async function recipientOf(db: Db, newsletterId: number, readerId: number): Promise<Recipient> {
  const results = await batch(db, [
    sql`SELECT subscribers.id, considered_to, changed_at FROM subscribers
      CROSS JOIN subscriptions ON newsletter_id = ${newsletterId} AND subscriber_id = subscribers.id
      WHERE reader_id = ${readerId}`,
  ])
  const [row] = rows(results, 0)
  return {
    subscriberId: Number(row?.id ?? 0),
    readerId,
    consideredTo: Number(row?.considered_to ?? 0),
    changedAt: Number(row?.changed_at ?? 0),
  }
}
