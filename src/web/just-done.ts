import type { Context } from 'hono'
import * as v from 'valibot'
import type { Done } from '../../views/done.tsx'
import { idField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'

const JustDone = v.object({
  done: v.picklist<[Done, ...Done[]]>(['saved', 'archived', 'restored', 'removed', 'undone']),
  id: v.optional(idField),
})

/** What the form before this page did, for the notice on top; null where the parameters say nothing of the kind. */
export function justDone(c: Context<AppEnv>): { what: Done; id: number | null } | undefined {
  const { success, output } = v.safeParse(JustDone, c.req.query())
  return success ? { what: output.done, id: output.id ?? null } : undefined
}

/** A page of ours with the notice of what was just done; a notice it had already gives way. */
export function after(c: Context<AppEnv>, path: string, what: Done, id: number): string {
  const url = new URL(path, c.var.site.url)
  url.searchParams.set('done', what)
  url.searchParams.set('id', String(id))
  return url.pathname + url.search
}
