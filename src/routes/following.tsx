import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { FollowAnswer } from '../../views/follow.tsx'
import { FollowingPage, type FollowingProps, WithinPage } from '../../views/following.tsx'
import { alertChoices } from '../actions/alerts.ts'
import { feedsFollowed, followFeeds } from '../actions/feeds.ts'
import { caughtBy, followingOf, followingWithin, followTyped, type Said, say } from '../actions/following.ts'
import { FOLLOW_KINDS, FOLLOW_WISHES, type FollowKind, NOTHING, refField, stateField } from '../core/follow.ts'
import type { FormState } from '../core/form.ts'
import { intentQuery, parseIntent } from '../core/intent.ts'
import type { AppEnv } from '../env.ts'
import { form } from '../web/forms.ts'
import { afterFollow, alertsJustDone, followJustDone } from '../web/just-done.ts'
import { idOf } from '../web/paging.ts'
import { back, done, leave, page } from '../web/respond.tsx'
import { optionalReader, signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const ANSWERS = ['/following/keywords', '/following/feeds']

const WishForm = v.object({
  kind: v.picklist(FOLLOW_KINDS),
  ref: refField,
  keyword: v.optional(v.string(), ''),
  want: v.picklist([...FOLLOW_WISHES, 'restore']),
  was: v.optional(stateField),
})

const KeywordForm = v.object({ keyword: v.pipe(v.string('required'), v.trim(), v.nonEmpty('required')) })

export const followingRoutes = new Hono<AppEnv>()

/** With `keyword`, what is being typed, it says what that would catch. */
followingRoutes.get('/', async (c) => {
  const { keyword } = c.req.query()
  if (!keyword?.trim()) return followingPage(c)
  const caught = await caughtBy(c.var, keyword)
  if ('error' in caught) return followingPage(c, { form: fieldOf(keyword, caught.error) })
  return followingPage(c, { form: fieldOf(keyword), caught })
})

/** The menu of a card: a page of its own where there is no script. */
followingRoutes.get('/articles/:id{[1-9][0-9]{0,14}}', async (c) => {
  const id = idOf(c)
  const within = await followingWithin(c.var, signedIn(c).id, id)
  return page(c, <WithinPage id={id} {...within} done={followJustDone(c)} />)
})

/** From a button anywhere: views/follow.tsx says what it sends and gets. */
followingRoutes.post('/', form(WishForm), async (c) => {
  const { want, was, ...target } = c.req.valid('form')
  const reader = await optionalReader(c)
  if (!reader) return leave(c, signInTo(want, target))
  const wish = want === 'restore' ? (was ?? NOTHING) : want
  return said(c, want, await say(c.var, reader.id, { ...target, want: wish }))
})

followingRoutes.post(
  '/keywords',
  form(KeywordForm, (c, typed) => followingPage(c, { form: typed }, 422)),
  async (c) => {
    const { keyword } = c.req.valid('form')
    const result = await followTyped(c.var, signedIn(c).id, keyword)
    if ('error' in result) return followingPage(c, { form: fieldOf(keyword, result.error) }, 422)
    c.var.poke('INGEST')
    return said(c, 'follow', result)
  },
)

followingRoutes.get('/sources.opml', async (c) =>
  c.body(await feedsFollowed(c.var, signedIn(c).id), 200, {
    'Content-Type': 'text/x-opml; charset=utf-8',
    'Content-Disposition': 'attachment; filename="sources.opml"',
  }),
)

followingRoutes.post('/feeds', async (c) => {
  const { file } = await c.req.parseBody()
  if (!(file instanceof File) || !file.name) return followingPage(c, { feeds: { fault: 'noFile', unknown: [] } }, 422)
  const feeds = await followFeeds(c.var, signedIn(c).id, file)
  return followingPage(c, { feeds }, 'fault' in feeds ? 422 : 200)
})

/** Of what can be wanted without an account, following alone is worth one: the rest says nothing to somebody new. */
function signInTo(want: string, { kind, ref }: { kind: FollowKind; ref: string }): string {
  const intent = want === 'follow' ? parseIntent(`follow:${kind}:${ref}`) : null
  return `/login${intent ? intentQuery(intent) : ''}`
}

function said(c: C, want: v.InferOutput<typeof WishForm>['want'], { of, before, after }: Said): Response {
  const what = { of, want, before }
  const from = back(c, '/following')
  // A form that was answered on its own route: nothing is there to go back to.
  const to = afterFollow(c, ANSWERS.includes(from) ? '/following' : from, what)
  // Its cards went when that was said: only the page has them.
  if (want === 'restore' && from.startsWith('/for-you')) return leave(c, to)
  return done(c, { show: <FollowAnswer done={what} state={after} />, to })
}

async function followingPage(c: C, more: Partial<FollowingProps> = {}, status: 200 | 422 = 200) {
  const search = c.req.method === 'GET' ? (c.req.query('q') ?? '') : ''
  const { id, email } = signedIn(c)
  const [following, alerts] = await Promise.all([followingOf(c.var, id, search), alertChoices(c.var, email)])
  const just = { done: followJustDone(c), turned: alertsJustDone(c) }
  return page(c, <FollowingPage {...{ following, alerts, search }} {...just} {...more} />, status)
}

function fieldOf(keyword: string, error?: FormState['errors'][string]): FormState {
  return { values: { keyword }, errors: error ? { keyword: error } : {} }
}
