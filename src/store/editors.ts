import { and, eq, gt, isNull, type SQL, sql } from 'drizzle-orm'
import { BY_COMMAND } from '../core/edit.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { logEdit } from './edits.ts'
import { readers, tokens } from './schema/people.ts'
import { logged } from './security-events.ts'

export type Editor = { id: number; email: string; name: string; deletesAt: number | null }
type Role = 'reader' | 'editor'

/** All editors, in the order of their accounts. Their role is written out: the index of editors takes no parameter. */
export async function all(db: Db): Promise<Editor[]> {
  return db.orm
    .select({ id: readers.id, email: readers.email, name: readers.name, deletesAt: readers.deletesAt })
    .from(readers)
    .where(sql`role = 'editor'`)
    .orderBy(readers.id)
}

/** Condition, over a row of `readers`: it is no editor's, or there is another who stays. */
export const notLast: SQL = sql`(readers.role <> 'editor' OR EXISTS (SELECT 1 FROM readers AS other
  WHERE other.role = 'editor' AND other.deletes_at IS NULL AND other.id <> readers.id))`

/** Statement: where the one before changed a row, the account of an email is an editor's. */
export function makeIfChanged({ id, email }: { id: number; email: string }): SQL {
  return sql`UPDATE readers SET role = 'editor'
    WHERE changes() = 1 AND id = ${id} AND email = ${email} AND role <> 'editor'`
}

/** Takes the desk from an editor; false where there is nothing to take, or nobody else to run the site. */
export async function remove(db: Db, { id, by, now }: { id: number; by: number; now: number }): Promise<boolean> {
  const label = sql`(SELECT email FROM readers WHERE id = ${id})`
  const results = await batch(db, [
    sql`UPDATE readers SET role = 'reader' WHERE id = ${id} AND role = 'editor' AND ${notLast}`,
    logEdit({ editorId: by, noun: 'editor', ref: id, label, action: 'left' }, now),
    logged({ readerId: id, kind: 'editor_left', at: now }, { ifChanged: true }),
  ])
  return changes(results, 0) === 1
}

/** Makes an account an editor's or a reader's, by command. `changed`: it was not that before. */
export async function setRole(
  db: Db,
  email: string,
  role: Role,
  now: number,
): Promise<{ found: boolean; changed: boolean }> {
  const action = role === 'editor' ? 'joined' : 'left'
  const ref = sql`(SELECT id FROM readers WHERE email = ${email})`
  const results = await batch(db, [
    sql`UPDATE readers SET role = ${role} WHERE email = ${email} AND role <> ${role}`,
    logEdit({ editorId: BY_COMMAND, noun: 'editor', ref, label: email, action }, now, { ifChanged: true }),
    sql`SELECT 1 FROM readers WHERE email = ${email}`,
  ])
  return { found: rows(results, 2).length === 1, changed: changes(results, 0) === 1 }
}

/** Who was invited and has not come yet. */
export async function invitations(db: Db, now: number): Promise<{ email: string; expiresAt: number }[]> {
  return db.orm
    .select({ email: tokens.email, expiresAt: tokens.expiresAt })
    .from(tokens)
    .where(and(isNull(tokens.readerId), eq(tokens.purpose, 'editor'), gt(tokens.expiresAt, now)))
}

/** Statement: an email's invitations lead nowhere any more. */
export function dropInvitations(email: string): SQL {
  return sql`DELETE FROM tokens WHERE email = ${email} AND purpose = 'editor'`
}

/** Whether an email's account is an editor's. */
export async function isEditor(db: Db, email: string): Promise<boolean> {
  const found = await db.orm
    .select({ id: readers.id })
    .from(readers)
    .where(and(eq(readers.email, email), eq(readers.role, 'editor')))
  return found.length > 0
}
