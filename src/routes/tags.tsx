import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { TAG_DONE, TagPage, TagsPage } from '../../views/tags.tsx'
import { AppError } from '../core/errors.ts'
import { type FormState, idField, wantedField } from '../core/form.ts'
import { tagKey, tagName } from '../core/tag.ts'
import type { AppEnv } from '../env.ts'
import * as tags from '../store/tags.ts'
import { form } from '../web/forms.ts'
import { idOf } from '../web/paging.ts'
import { page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const tagRoutes = new Hono<AppEnv>()

const Done = v.object({ done: v.picklist(TAG_DONE), id: idField })
const NameForm = v.object({ name: v.pipe(v.string('required'), v.transform(tagName), v.string('required')) })

tagRoutes.get('/', async (c) => {
  const { success, output } = v.safeParse(Done, c.req.query())
  const done = success ? { what: output.done, id: output.id } : undefined
  return page(c, <TagsPage tags={await tags.all(c.var.shelf, signedIn(c).id)} done={done} />)
})

tagRoutes.get('/:id{[1-9][0-9]{0,14}}', (c) => tagPage(c))

tagRoutes.post('/:id{[1-9][0-9]{0,14}}', form(NameForm, tagPage), async (c) => {
  const { name } = c.req.valid('form')
  const named = { name, key: tagKey(name) }
  const { other } = await tags.rename(c.var.shelf, signedIn(c).id, idOf(c), named, c.var.now())
  if (other) return tagPage(c, { values: { name }, errors: {} }, other)
  return c.redirect(`/list/tags?done=renamed&id=${idOf(c)}`, 303)
})

tagRoutes.post('/:id{[1-9][0-9]{0,14}}/merged', form(v.object({ into: idField })), async (c) => {
  const { into } = c.req.valid('form')
  const { id } = await tags.merge(c.var.shelf, signedIn(c).id, idOf(c), into, c.var.now())
  return c.redirect(`/list/tags?done=merged&id=${id}`, 303)
})

tagRoutes.post('/:id{[1-9][0-9]{0,14}}/removed', form(v.object({ wanted: wantedField })), async (c) => {
  const { wanted } = c.req.valid('form')
  await tags.setRemoved(c.var.shelf, signedIn(c).id, idOf(c), wanted, c.var.now())
  return c.redirect(`/list/tags?done=${wanted ? 'removed' : 'undone'}&id=${idOf(c)}`, 303)
})

/** One tag with what can be done to it; again, with 422, after a name that it cannot have. */
async function tagPage(c: Context<AppEnv>, form?: FormState, taken?: tags.Tag) {
  const all = await tags.all(c.var.shelf, signedIn(c).id)
  const tag = all.find(({ id }) => id === idOf(c))
  if (!tag) throw new AppError('not_found')
  const others = all.filter((other) => other !== tag)
  const shown = form ?? { values: { name: tag.name }, errors: {} }
  return page(c, <TagPage tag={tag} others={others} form={shown} taken={taken} />, form ? 422 : 200)
}
