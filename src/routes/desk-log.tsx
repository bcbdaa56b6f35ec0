import { Hono } from 'hono'
import { DeskLogPage } from '../../views/desk-log.tsx'
import { isEditNoun } from '../core/edit.ts'
import type { AppEnv } from '../env.ts'
import { editsPage } from '../store/edits.ts'
import { namesOf } from '../store/readers.ts'
import { idBefore } from '../web/paging.ts'
import { page } from '../web/respond.tsx'

/** `/desk/log`: every change made at the desk; `?noun=` of one kind of thing alone. */
export const deskLogRoutes = new Hono<AppEnv>()

deskLogRoutes.get('/', async (c) => {
  const asked = c.req.query('noun') ?? ''
  const noun = isEditNoun(asked) ? asked : null
  const { edits, older } = await editsPage(c.var.db, { noun, before: idBefore(c) })
  // Their names are another family's: a statement of its own.
  const names = await namesOf(c.var.db, [...new Set(edits.map(({ editorId }) => editorId))])
  return page(c, <DeskLogPage edits={edits} names={names} noun={noun} older={older} />)
})
