import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { NewSourcePage } from '../../views/desk-source-add.tsx'
import { addSource } from '../actions/desk-sources.ts'
import { findFeeds } from '../actions/feed-finding.ts'
import type { Found } from '../core/feed-preview.ts'
import type { FormState } from '../core/form.ts'
import { SourceFields, sourceForm } from '../core/source-form.ts'
import { urlIn } from '../core/typed-url.ts'
import { fetchable, LONGEST_URL } from '../core/url.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import { asTyped, form } from '../web/forms.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

const Typed = v.object({
  url: v.pipe(
    v.string('urlRequired'),
    v.trim(),
    v.nonEmpty('urlRequired'),
    v.maxLength(LONGEST_URL, 'urlTooLong'),
    v.transform((typed) => urlIn(typed)),
    v.string('urlMissing'),
  ),
})

const siteUrl = v.pipe(
  v.optional(v.string(), ''),
  v.transform((url) => fetchable(url)),
)
const NewSource = v.object({ ...SourceFields.entries, siteUrl })

export const deskSourceAddRoutes = new Hono<AppEnv>()

deskSourceAddRoutes.get('/new', (c) => shown(c, {}))

deskSourceAddRoutes.post(
  '/new',
  form(Typed, (c, form) => shown(c, { form }, 422)),
  async (c) => {
    const { config, ports } = c.var
    const { url } = c.req.valid('form')
    const found = await findFeeds({ ...c.var, fetcher: ports.fetcher(config) }, url)
    const status = found.kind === 'fault' ? 422 : 200
    const typed = { values: await asTyped(c), errors: {} }
    return shown(c, { form: typed, found, settings: settingsFor(c, found) }, status)
  },
)

deskSourceAddRoutes.post(
  '/',
  form(NewSource, (c, settings) => shown(c, { settings }, 422)),
  async (c) => {
    const added = await addSource(c.var, signedIn(c).id, c.req.valid('form'))
    if ('errors' in added) return shown(c, { settings: { values: await asTyped(c), errors: added.errors } }, 422)
    c.var.poke('INGEST')
    return leave(c, `/desk/sources/${added.id}?done=added`)
  },
)

/** What a new source starts with. */
function settingsFor(c: Context<AppEnv>, found: Found): FormState | undefined {
  if (found.kind !== 'feed' || found.known) return undefined
  const { feedUrl, title, language } = found.preview
  const set = { topicId: null, direction: null, display: 'excerpt', extracts: 0 } as const
  return sourceForm({ ...set, feedUrl, title, language: language ?? c.var.site.language })
}

type Shown = { form?: FormState; found?: Found; settings?: FormState }

async function shown(c: Context<AppEnv>, given: Shown, status: 200 | 422 = 200) {
  return page(c, <NewSourcePage {...given} topics={await topicNames(c.var.db)} />, status)
}
