import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { ReaderState } from '../../views/me.tsx'
import { idField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { subscribedSlugs } from '../store/newsletters.ts'
import { pageState } from '../store/page-state.ts'
import type { SignedIn } from '../store/sessions.ts'
import { part } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

export const meRoutes = new Hono<AppEnv>()

const MOST = 60

const listField = v.pipe(
  v.string(),
  v.transform((text) => text.split(',')),
  v.maxLength(MOST),
)

/** A topic or a source, as `topic:3`. */
const followField = v.pipe(
  v.string(),
  v.regex(/^(topic|source):[1-9]\d{0,14}$/),
  v.transform((key) => {
    const [kind, ref = ''] = key.split(':')
    return { kind: kind as 'topic' | 'source', ref }
  }),
)

/** What a page shows of its reader: save and follow buttons, the end of one article, switches of newsletters. */
const Asked = v.object({
  ids: v.optional(v.pipe(listField, v.array(idField))),
  follows: v.optional(v.pipe(listField, v.array(followField))),
  article: v.optional(idField),
  newsletters: v.optional(v.literal('1')),
})
type Asked = v.InferOutput<typeof Asked>

/** Asked for by pages in a browser that says it has a reader. If it has none any more, its marker goes. */
meRoutes.get('/state', async (c) => {
  const asked = v.safeParse(Asked, c.req.query())
  if (!asked.success) return c.body(null, 400)
  const reader = await optionalReader(c)
  if (!reader) return c.body(null, 204)
  return part(c, <ReaderState name={reader.name} {...(await stateOf(c, reader, asked.output))} />)
})

/** One batch on the shelf; the subscriptions are another family's and asked for only where their switches show. */
async function stateOf(c: Context<AppEnv>, reader: SignedIn, { ids = [], follows = [], article, newsletters }: Asked) {
  const { db, shelf } = c.var
  const subscribed = newsletters ? await subscribedSlugs(db, reader.email) : []
  const { ticks, next, said } = await pageState(shelf, reader.id, { ids, article, follows })
  const saved = ticks.find(({ articleId }) => articleId === article)
  return { ticks, said, subscribed, ...(article && { end: { saved, next } }) }
}
