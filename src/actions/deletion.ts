import type { SQL } from 'drizzle-orm'
import type { Device, From } from '../core/agent.ts'
import { AppError } from '../core/errors.ts'
import { TIME_TO_REGRET } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { sha256 } from '../core/secrets.ts'
import { suppressionHash } from '../core/suppression.ts'
import { batch, changes, type Db } from '../store/db.ts'
import * as deletions from '../store/deletions.ts'
import { logEdit } from '../store/edits.ts'
import { drain as drainFolder, foldersOf } from '../store/files.ts'
import { HOLDINGS, type Holding } from '../store/holdings.ts'
import { wishForgotten } from '../store/index-wishes.ts'
import { dropJobIf, wish } from '../store/jobs.ts'
import { logged, type NewSecurityEvent } from '../store/security-events.ts'
import * as tokens from '../store/tokens.ts'
import type { ActionContext } from './context.ts'
import { confirmPassword, type PasswordContext } from './passwords.ts'

/** Chunks of rows that one run of the job deletes, so that it stays far below an invocation's statements. */
const CHUNKS = 100

type Reader = { id: number; email: string }

/**
 * Asks for an account's deletion; asked twice, the first time stands. Sessions stay, so that it can be taken back, and
 * so it can by the link that is mailed. False: the password was wrong.
 * @throws AppError('too_many'); AppError('conflict') for the last editor
 */
export async function askDeletion(
  context: PasswordContext,
  { reader, password, from }: { reader: Reader; password: string; from: From },
): Promise<boolean> {
  if (!(await confirmPassword(context, { reader, password, ip: from.ip }))) return false
  const { agent, country } = from
  await ask(context, reader, { readerId: reader.id, kind: 'deletion_asked', at: context.now(), agent, country })
  return true
}

/**
 * The same for a reader who asked an editor for it.
 * @throws AppError('conflict') for the last editor
 */
export async function askDeletionFor(context: ActionContext, editorId: number, reader: Reader): Promise<void> {
  const at = context.now()
  const after = { deletesAt: at + TIME_TO_REGRET }
  const edit = { editorId, noun: 'reader', ref: reader.id, label: reader.email, action: 'deletion', after } as const
  await ask(context, reader, { readerId: reader.id, kind: 'deletion_by_editor', at }, [logEdit(edit, at)])
}

async function ask(
  { config, db }: ActionContext,
  reader: Reader,
  event: NewSecurityEvent,
  edits: SQL[] = [],
): Promise<void> {
  const { at } = event
  const deletesAt = at + TIME_TO_REGRET
  const link = newLink(config, 'keep')
  const results = await batch(db, [
    deletions.ask(reader.id, deletesAt),
    ...edits,
    logged(event, { ifChanged: true }),
    tokens.insertIfChanged({
      ...link,
      purpose: 'keep',
      email: reader.email,
      readerId: reader.id,
      createdAt: at,
      expiresAt: deletesAt,
    }),
    wish(
      { kind: 'mail', key: `keep:${link.hash}`, dueAt: at, payload: { template: 'keep', token: link.hash } },
      { ifChanged: true },
    ),
    wish({ kind: 'delete', key: String(reader.id), dueAt: deletesAt }, { ifChanged: true }),
  ])
  if (!changes(results, 0) && (await deletions.find(db, reader.id))?.deletesAt === null) throw new AppError('conflict')
}

/** The account stays. Harmless where nothing was asked for, and where the time has come it changes nothing. */
export async function keepAccount({ db, now }: ActionContext, readerId: number, from: From): Promise<void> {
  await batch(db, kept({ readerId, at: now(), from }))
}

/** The same by an editor, on the reader's request. */
export async function keepAccountFor({ db, now }: ActionContext, editorId: number, reader: Reader): Promise<void> {
  const at = now()
  const [stays, ...others] = kept({ readerId: reader.id, at, from: { agent: '', country: '' } })
  const edit = { editorId, noun: 'reader', ref: reader.id, label: reader.email, action: 'kept' } as const
  await batch(db, [stays, logEdit(edit, at), ...others])
}

/** Statements: the account stays; with `since` and a condition, only where its end was asked for since then and it holds. */
export function kept(
  { readerId, at, from, since }: { readerId: number; at: number; from: Device; since?: number },
  condition?: SQL,
): [SQL, ...SQL[]] {
  const { agent, country } = from
  const dueFrom = since && since + TIME_TO_REGRET
  const stays = deletions.stays(readerId)
  return [
    deletions.cancel(readerId, { now: at, dueFrom }, condition),
    logged({ readerId, kind: 'deletion_cancelled', at, agent, country }, { ifChanged: true }),
    tokens.dropOf(readerId, ['keep'], stays),
    dropJobIf('delete', String(readerId), stays),
  ]
}

/** Whose account a mailed link keeps. @throws AppError('expired') for a link that ended, was used, or never was. */
export async function keepLink({ db, now }: ActionContext, secret: string): Promise<{ id: number; email: string }> {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== 'keep' || token.readerId === null) throw new AppError('expired')
  return { id: token.readerId, email: token.email }
}

/**
 * Deletes an account whose time has come, all of it, by name and in chunks. Gives when to go on: at once where a run
 * has done its share, later where the time has not come; null: there is nothing (more) to do.
 */
export async function deleteAccount(context: ActionContext, readerId: number): Promise<number | null> {
  const { db, shelf, config, now } = context
  const reader = await deletions.find(db, readerId)
  if (!reader || reader.deletesAt === null) return null
  if (reader.deletesAt > now()) return reader.deletesAt
  if (!(await deletions.begin(db, readerId, now()))) return null
  for (const { id, email } of await deletions.subscribersOf(db, reader)) {
    await deletions.forgetSubscriber(db, { id, suppression: suppressionHash(config, email) }, now())
  }
  let chunks = 0
  for (const drain of drains(context, reader)) {
    while (!(await drain())) {
      chunks += 1
      if (chunks === CHUNKS) return now()
    }
  }
  await batch(shelf, [wishForgotten(readerId, now())])
  await deletions.end(db, reader)
  return null
}

/** Everything of an account but its own row, which is the last: each call deletes a chunk, true where nothing is left. */
function drains({ db, shelf, files }: ActionContext, reader: deletions.Leaving): (() => Promise<boolean>)[] {
  const rows = (where: Db) => (holding: Holding) => () => deletions.drain(where, holding, reader)
  return [
    ...HOLDINGS.shelf.map(rows(shelf)),
    // After the rows that point to them: a job that works on one finds no row and puts nothing here any more.
    ...foldersOf(reader.id).map((folder) => () => drainFolder(files, folder)),
    ...HOLDINGS.mail.map(rows(db)),
    ...HOLDINGS.people.slice(0, -1).map(rows(db)),
  ]
}
