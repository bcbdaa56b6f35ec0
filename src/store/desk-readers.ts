import { sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import { batch, changes, type Db, type Row, rows } from './db.ts'
import { logEdit } from './edits.ts'
import { logged } from './security-events.ts'

/** An account as the desk lists it. */
export type DeskReader = {
  id: number
  email: string
  name: string
  role: 'reader' | 'editor'
  createdAt: number
  /** When it goes, where that was asked for; 0: it is going. */
  deletesAt: number | null
}

const PAGE = 25
const columns = sql`id, email, name, role, created_at, deletes_at`

/** The newest accounts, before an id; `older`: where the next page begins. */
export async function latest(db: Db, before: number | null): Promise<{ readers: DeskReader[]; older: number | null }> {
  const results = await batch(db, [
    sql`SELECT ${columns} FROM readers WHERE id < ${before ?? Number.MAX_SAFE_INTEGER}
      ORDER BY id DESC LIMIT ${PAGE + 1}`,
  ])
  const found = rows(results, 0).map(toReader)
  const readers = found.slice(0, PAGE)
  return { readers, older: found.length > PAGE ? (readers.at(-1)?.id ?? null) : null }
}

/** Accounts whose email is this or begins with it, along the index of emails. `more`: there are others. */
export async function search(db: Db, email: string): Promise<{ readers: DeskReader[]; more: boolean }> {
  const results = await batch(db, [
    sql`SELECT ${columns} FROM readers WHERE email >= ${email} AND email < ${`${email}\u{10ffff}`}
      ORDER BY email LIMIT ${PAGE + 1}`,
  ])
  const found = rows(results, 0).map(toReader)
  return { readers: found.slice(0, PAGE), more: found.length > PAGE }
}

/** @throws AppError('not_found') */
export async function find(
  db: Db,
  id: number,
  now: number,
): Promise<DeskReader & { sessions: number; lastSeenAt: number | null }> {
  const results = await batch(db, [
    sql`SELECT ${columns} FROM readers WHERE id = ${id}`,
    sql`SELECT coalesce(sum(expires_at > ${now}), 0) AS sessions, max(max(last_seen_at, created_at)) AS last_seen_at
      FROM sessions WHERE reader_id = ${id}`,
  ])
  const [row] = rows(results, 0)
  if (!row) throw new AppError('not_found')
  const { sessions = 0, last_seen_at = null } = rows(results, 1)[0] ?? {}
  return {
    ...toReader(row),
    sessions: Number(sessions),
    lastSeenAt: last_seen_at === null ? null : Number(last_seen_at),
  }
}

/** How many articles are on a reader's list: the figure alone is the desk's, never what they are. */
export async function savedCount(shelf: Db, readerId: number): Promise<number> {
  const results = await batch(shelf, [
    sql`SELECT unread + archived AS saved FROM counters WHERE reader_id = ${readerId}`,
  ])
  return Number(rows(results, 0)[0]?.saved ?? 0)
}

/** The newsletters that go to an account, by name. */
export async function newslettersOf(db: Db, { id, email }: { id: number; email: string }): Promise<string[]> {
  const results = await batch(db, [
    sql`SELECT name, position FROM subscriptions CROSS JOIN newsletters ON newsletters.id = newsletter_id
      WHERE subscriber_id IN (SELECT id FROM subscribers WHERE email = ${email} OR reader_id = ${id})
        AND subscriptions.state = 'active'`,
  ])
  const found = rows(results, 0).toSorted((a, b) => Number(a.position) - Number(b.position))
  return [...new Set(found.map(({ name }) => String(name)))]
}

/** Signs a reader out everywhere; nothing is written where nobody was signed in. */
export async function endSessions(
  db: Db,
  { id, email }: { id: number; email: string },
  editorId: number,
  now: number,
): Promise<boolean> {
  const results = await batch(db, [
    sql`DELETE FROM sessions WHERE reader_id = ${id}`,
    logEdit({ editorId, noun: 'reader', ref: id, label: email, action: 'signedOut' }, now),
    logged({ readerId: id, kind: 'ended_by_editor', at: now }, { ifChanged: true }),
  ])
  return changes(results, 0) > 0
}

function toReader(row: Row): DeskReader {
  return {
    id: Number(row.id),
    email: String(row.email),
    name: String(row.name),
    role: row.role as DeskReader['role'],
    createdAt: Number(row.created_at),
    deletesAt: row.deletes_at === null ? null : Number(row.deletes_at),
  }
}
