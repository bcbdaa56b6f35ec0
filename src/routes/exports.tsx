import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { ExportsPage } from '../../views/exports.tsx'
import { askExport } from '../actions/exports.ts'
import { type ExportRefusal, FILE_TYPES } from '../core/export/selection.ts'
import { LIST_STATES } from '../core/list-filters.ts'
import { manyIds } from '../core/many.ts'
import { tagKey } from '../core/tag.ts'
import { EXPORT_FORMATS } from '../core/transfer.ts'
import type { AppEnv } from '../env.ts'
import * as exports from '../store/exports.ts'
import * as tags from '../store/tags.ts'
import { download } from '../web/download.ts'
import { form } from '../web/forms.ts'
import { idOf } from '../web/paging.ts'
import { leave, page, wordsFor } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const exportRoutes = new Hono<AppEnv>()

/** What goes out: rows that were picked, whatever else their form holds; or those in a state, under a tag. */
const ExportForm = v.object({
  format: v.picklist(EXPORT_FORMATS),
  ids: manyIds,
  state: v.optional(v.picklist(LIST_STATES)),
  tag: v.optional(v.pipe(v.string(), v.transform(tagKey)), ''),
})

exportRoutes.get('/', (c) => exportsPage(c))

exportRoutes.post('/', form(ExportForm), async (c) => {
  const { format, ids, state, tag } = c.req.valid('form')
  const selection = ids.length > 0 ? { ids } : { state, ...(tag && { tag }) }
  const asked = await askExport(c.var, { readerId: signedIn(c).id, format, selection })
  if ('refused' in asked) return exportsPage(c, asked.refused)
  c.var.poke('INGEST')
  return leave(c, '/list/exports')
})

exportRoutes.get('/:id{[1-9][0-9]{0,14}}/file', async (c) => {
  const file = await exports.finished(c.var.shelf, signedIn(c).id, idOf(c), c.var.now())
  const { ending, type } = FILE_TYPES[file.format]
  const name = `${file.selection.title ?? `raff-${wordsFor(c).f.iso(file.createdAt).slice(0, 10)}`}.${ending}`
  return download(c, { name, type, bytes: file.bytes }, exports.filesOf(file))
})

async function exportsPage(c: Context<AppEnv>, refused?: ExportRefusal): Promise<Response> {
  const { id } = signedIn(c)
  const [files, named] = await Promise.all([exports.page(c.var.shelf, id, c.var.now()), tags.all(c.var.shelf, id)])
  return page(c, <ExportsPage files={files} tags={named} refused={refused} />, refused ? 422 : 200)
}
