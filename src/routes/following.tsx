import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { FollowAnswer } from '../../views/follow.tsx'
import { type Said, say } from '../actions/following.ts'
import { FOLLOW_KINDS, FOLLOW_WISHES, stateField } from '../core/follow.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { afterFollow } from '../web/just-done.ts'
import { back, done, leave } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

type C = Context<AppEnv>

const refField = v.pipe(v.string(), v.regex(/^[\p{L}\p{N}\p{M} ]{1,400}$/u))

const WishForm = v.object({
  kind: v.picklist(FOLLOW_KINDS),
  ref: refField,
  keyword: v.optional(v.string(), ''),
  want: v.picklist([...FOLLOW_WISHES, 'restore']),
  was: v.optional(stateField),
})

export const followingRoutes = new Hono<AppEnv>()

/** From a button anywhere: views/follow.tsx says what it sends and gets. */
followingRoutes.post('/', form(WishForm), async (c) => {
  const { want, was, ...target } = c.req.valid('form')
  const reader = await optionalReader(c)
  if (!reader) return leave(c, `/login?intent=follow:${target.kind}:${target.ref}`)
  const wish = want === 'restore' ? (was ?? 'drop') : want
  return said(c, want, await say(c.var, reader.id, { ...target, want: wish }))
})

function said(c: C, want: v.InferOutput<typeof WishForm>['want'], { of, before, after }: Said): Response {
  const what = { of, want, before }
  return done(c, {
    show: <FollowAnswer done={what} state={after} />,
    to: afterFollow(c, back(c, '/following'), what),
  })
}
