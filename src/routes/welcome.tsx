import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { WelcomePage } from '../../views/welcome.tsx'
import { chooseFirst, followingOf } from '../actions/following.ts'
import { keysField } from '../core/follow.ts'
import { emptyForm, type FormState } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const ChoiceForm = v.object({ shown: keysField, ticked: keysField, keyword: v.optional(v.string(), '') })

export const welcomeRoutes = new Hono<AppEnv>()

welcomeRoutes.get('/', (c) => welcomePage(c, emptyForm))

welcomeRoutes.post('/', form(ChoiceForm), async (c) => {
  const choice = c.req.valid('form')
  const refused = await chooseFirst(c.var, signedIn(c).id, choice)
  if (!refused) {
    c.var.poke('INGEST')
    return leave(c, '/for-you')
  }
  const typed = { values: { keyword: choice.keyword }, errors: { keyword: refused.error } }
  return welcomePage(c, typed, choice.ticked)
})

/** Again, with 422, where something was typed that cannot be followed. */
async function welcomePage(c: Context<AppEnv>, typed: FormState, ticked?: string[]) {
  const following = await followingOf(c.var, signedIn(c).id, '')
  return page(c, <WelcomePage following={following} form={typed} ticked={ticked} />, ticked ? 422 : 200)
}
