import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskEditorsPage } from '../../views/desk-editors.tsx'
import { inviteEditor, removeEditor, uninvite } from '../actions/editors.ts'
import { emailField, emptyForm, type FormState } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import * as editors from '../store/editors.ts'
import { asTyped, form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const Invited = v.object({ email: emailField })
const notice = v.fallback(v.optional(v.picklist(['invited', 'uninvited', 'removed'])), undefined)

/** `/desk/editors`: who runs the site. There is always somebody. */
export const deskEditorRoutes = new Hono<AppEnv>()

deskEditorRoutes.get('/', (c) => shown(c, emptyForm))

deskEditorRoutes.post('/', form(Invited, retry), async (c) => {
  const { email } = c.req.valid('form')
  const result = await inviteEditor(c.var, { editorId: signedIn(c).id, email, ip: fromOf(c).ip })
  if (result !== 'invited') return retry(c, { values: await asTyped(c), errors: result.errors })
  c.var.poke('MAIL')
  return leave(c, '/desk/editors?done=invited')
})

deskEditorRoutes.post('/uninvited', form(Invited), async (c) => {
  await uninvite(c.var, signedIn(c).id, c.req.valid('form').email)
  return leave(c, '/desk/editors?done=uninvited')
})

deskEditorRoutes.post('/:id{[1-9][0-9]{0,14}}/removed', async (c) => {
  const me = signedIn(c)
  await removeEditor(c.var, me.id, idOf(c))
  return leave(c, idOf(c) === me.id ? '/settings/account' : '/desk/editors?done=removed')
})

function retry(c: C, form: FormState) {
  return shown(c, form, 422)
}

async function shown(c: C, form: FormState, status: 200 | 422 = 200) {
  const me = signedIn(c)
  const all = await editors.all(c.var.db)
  const invited = await editors.invitations(c.var.db, c.var.now())
  const done = v.parse(notice, c.req.query('done'))
  return page(c, <DeskEditorsPage editors={all} invited={invited} me={me.id} form={form} notice={done} />, status)
}
