import type { Context } from 'hono'
import * as v from 'valibot'
import { DONE, type Done } from '../../views/done.tsx'
import type { FollowDone } from '../../views/follow.tsx'
import { ALERTS_DONE, type AlertsDone } from '../core/alerts.ts'
import { FOLLOW_KINDS, FOLLOW_WISHES, stateField, stateText } from '../core/follow.ts'
import { idField } from '../core/form.ts'
import { actField, type ManyDone, manyIds, tagField } from '../core/many.ts'
import type { AppEnv } from '../env.ts'

/** Parameters that say what was just done; a page's own are others. */
const NOTICE = ['done', 'id', 'many', 'ids', 'with', 'did', 'kind', 'ref', 'word', 'was', 'alerts']

const JustDone = v.object({ done: v.picklist(DONE), id: v.optional(idField) })
const ManyJustDone = v.object({ many: actField, ids: manyIds, with: tagField })
const FollowJustDone = v.object({
  did: v.picklist([...FOLLOW_WISHES, 'restore']),
  kind: v.picklist(FOLLOW_KINDS),
  ref: v.string(),
  word: v.optional(v.string(), ''),
  was: stateField,
})
const AlertsJustDone = v.picklist(ALERTS_DONE)

/** What the form before this page did, for the notice on top; null where the parameters say nothing of the kind. */
export function justDone(c: Context<AppEnv>): { what: Done; id: number | null } | undefined {
  const { success, output } = v.safeParse(JustDone, c.req.query())
  return success ? { what: output.done, id: output.id ?? null } : undefined
}

/** The same of a form about many rows. */
export function manyJustDone(c: Context<AppEnv>): ManyDone | undefined {
  const { success, output } = v.safeParse(ManyJustDone, c.req.query())
  return success ? { act: output.many, ids: output.ids, tag: output.with } : undefined
}

/** The same of something that is followed, muted or wanted less of. */
export function followJustDone(c: Context<AppEnv>): FollowDone | undefined {
  const { success, output } = v.safeParse(FollowJustDone, c.req.query())
  if (!success) return undefined
  const { did, kind, ref, word, was } = output
  return { of: { kind, ref, label: word }, want: did, before: was }
}

/** The same of alerts. */
export function alertsJustDone(c: Context<AppEnv>): AlertsDone | undefined {
  const { success, output } = v.safeParse(AlertsJustDone, c.req.query('alerts'))
  return success ? output : undefined
}

/** A page of ours with the notice of what was just done; a notice it had already gives way. */
export function after(c: Context<AppEnv>, path: string, what: Done, id?: number): string {
  return noticed(c, path, { done: what, ...(id && { id: String(id) }) })
}

export function afterMany(c: Context<AppEnv>, path: string, { act, ids, tag }: ManyDone): string {
  return noticed(c, path, { many: act, ...(ids.length > 0 && { ids: ids.join('.') }), ...(tag && { with: tag }) })
}

export function afterFollow(c: Context<AppEnv>, path: string, { of, want, before }: FollowDone): string {
  const word = of.kind === 'keyword' && { word: of.label }
  return noticed(c, path, { did: want, kind: of.kind, ref: of.ref, ...word, was: stateText(before) })
}

export function afterAlerts(c: Context<AppEnv>, path: string, what: AlertsDone): string {
  return noticed(c, path, { alerts: what })
}

function noticed(c: Context<AppEnv>, path: string, notice: Record<string, string>): string {
  const url = new URL(path, c.var.site.url)
  for (const name of NOTICE) url.searchParams.delete(name)
  for (const [name, value] of Object.entries(notice)) url.searchParams.set(name, value)
  return url.pathname + url.search
}
