import { Hono } from 'hono'
import { DeskLogPage } from '../../views/desk-log.tsx'
import { isEditNoun, type Named } from '../core/edit.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import { editsPage } from '../store/edits.ts'
import { sourcesPage } from '../store/news.ts'
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
  const named = namesIn(await topicNames(c.var.db), (await sourcesPage(c.var.db)).sources)
  return page(c, <DeskLogPage edits={edits} names={names} named={named} noun={noun} older={older} />)
})

/** What ids and slugs in a change are called now. */
function namesIn(
  topics: { id: number; slug: string; name: string }[],
  sources: { id: number; title: string }[],
): Named {
  return {
    topicId: new Map(topics.map(({ id, name }) => [String(id), name])),
    topicSlugs: new Map(topics.map(({ slug, name }) => [slug, name])),
    sourceIds: new Map(sources.map(({ id, title }) => [String(id), title])),
  }
}
