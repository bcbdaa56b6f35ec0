import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import { LINK_LIVES } from '../core/limits.ts'
import { newLink } from '../core/links.ts'
import { sha256 } from '../core/secrets.ts'
import { batch, changes } from '../store/db.ts'
import * as editors from '../store/editors.ts'
import { logEdit } from '../store/edits.ts'
import { wish } from '../store/jobs.ts'
import { logged } from '../store/security-events.ts'
import * as tokens from '../store/tokens.ts'
import { mayMail } from './attempts.ts'
import type { ActionContext } from './context.ts'

/** Invites an email to the desk. Its link works once, for the account of that email; an earlier one leads nowhere. */
export async function inviteEditor(
  context: ActionContext,
  { editorId, email, ip }: { editorId: number; email: string; ip: string },
): Promise<Refused | 'invited'> {
  const { config, db, now } = context
  if (await editors.isEditor(db, email)) return { errors: { email: 'editorAlready' } }
  if (!(await mayMail(context, { email, ip }))) return { errors: { email: 'mailedOften' } }
  const at = now()
  const link = newLink(config, 'editor')
  await batch(db, [
    editors.dropInvitations(email),
    tokens.insert({ ...link, purpose: 'editor', email, createdAt: at, expiresAt: at + LINK_LIVES.editor }),
    logEdit({ editorId, noun: 'editor', ref: 0, label: email, action: 'invited' }, at),
    wish({ kind: 'mail', key: `editor:${link.hash}`, dueAt: at, payload: { template: 'editor', token: link.hash } }),
  ])
  return 'invited'
}

/** Takes an invitation back; nothing happens where there is none. */
export async function uninvite({ db, now }: ActionContext, editorId: number, email: string): Promise<void> {
  await batch(db, [
    editors.dropInvitations(email),
    logEdit({ editorId, noun: 'editor', ref: 0, label: email, action: 'uninvited' }, now()),
  ])
}

/** Whom an invitation is for. @throws AppError('expired') for a link that ended, was used, or never was. */
export async function invitation({ db, now }: ActionContext, secret: string): Promise<{ email: string; hash: string }> {
  const token = await tokens.find(db, sha256(secret), now())
  if (token?.purpose !== 'editor') throw new AppError('expired')
  return token
}

/**
 * The desk is open to the account of the invited email from now on.
 * @throws AppError('expired') as above; AppError('forbidden') for any other account.
 */
export async function joinDesk(
  context: ActionContext,
  secret: string,
  reader: { id: number; email: string } | null,
): Promise<void> {
  const { db, now } = context
  const { email, hash } = await invitation(context, secret)
  if (reader?.email !== email) throw new AppError('forbidden')
  const at = now()
  const results = await batch(db, [
    tokens.consume(hash, 'editor', at),
    editors.makeIfChanged(reader),
    logEdit({ editorId: reader.id, noun: 'editor', ref: reader.id, label: email, action: 'joined' }, at),
    logged({ readerId: reader.id, kind: 'editor_joined', at }, { ifChanged: true }),
    editors.dropInvitations(email),
  ])
  if (!changes(results, 0)) throw new AppError('expired')
}

/** Takes the desk from an editor; pressed again nothing happens. @throws AppError('conflict') for the last who stays. */
export async function removeEditor({ db, now }: ActionContext, by: number, id: number): Promise<void> {
  if (await editors.remove(db, { id, by, now: now() })) return
  const all = await editors.all(db)
  if (all.some((editor) => editor.id === id)) throw new AppError('conflict')
}
