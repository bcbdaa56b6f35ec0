import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { archiveHtml } from '../../views/archive.tsx'
import { DataPage, KeepEndedPage, KeepPage, KeptPage } from '../../views/data.tsx'
import { archiveJson, eventPages, mayExport, savedPages } from '../actions/data.ts'
import { askDeletion, keepAccount, keepLink } from '../actions/deletion.ts'
import { unlessExpired } from '../core/errors.ts'
import { type FormState, givenPasswordField, wantedField } from '../core/form.ts'
import type { AppEnv } from '../env.ts'
import { unlessConflict } from '../store/db.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import { fromPrimary } from '../web/database.ts'
import { form } from '../web/forms.ts'
import { fromOf } from '../web/from.ts'
import { leave, page, wordsFor } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'
import { zipped } from '../web/zip.ts'

type C = Context<AppEnv>

const ArchiveFields = v.object({ password: v.pipe(givenPasswordField, v.nonEmpty('passwordRequired')) })
/** To keep the account takes no password: whoever may delete it may leave it alone. */
const DeletionFields = v.object({ wanted: wantedField, password: v.optional(givenPasswordField, '') })

const INCORRECT: FormState = { values: {}, errors: { password: 'passwordIncorrect' } }
const MISSING: FormState = { values: {}, errors: { password: 'passwordRequired' } }
/** The last editor goes once there is another. */
const LAST: FormState = { values: {}, errors: { password: 'lastEditor' } }

export const dataRoutes = new Hono<AppEnv>()

dataRoutes.get('/', (c) => page(c, <DataPage kept={c.req.query('done') === 'kept'} />))

dataRoutes.post('/archive', form(ArchiveFields, retryArchive), async (c) => {
  const reader = signedIn(c)
  const { password } = c.req.valid('form')
  if (!(await mayExport(c.var, { reader, password, from: fromOf(c) }))) return retryArchive(c, INCORRECT)
  const words = wordsFor(c)
  const madeAt = c.var.now()
  const createdAt = await readers.since(c.var.db, reader.id)
  const preferences = await newsletters.preferences(c.var.db, reader, { account: true })
  const parts = { reader: { ...reader, createdAt }, newsletters: preferences, madeAt }
  const lists = { saved: savedPages(c.var, reader), events: eventPages(c.var, reader) }
  return zipped(c, `raff-${words.f.iso(madeAt).slice(0, 10)}.zip`, [
    { name: 'raff.json', content: archiveJson(c.var, reader) },
    { name: 'index.html', content: archiveHtml(words, parts, lists) },
  ])
})

dataRoutes.post('/deletion', form(DeletionFields, retryDeletion), async (c) => {
  const { wanted, password } = c.req.valid('form')
  const reader = signedIn(c)
  if (!wanted) {
    await keepAccount(c.var, reader.id, fromOf(c))
    return leave(c, '/settings/data?done=kept')
  }
  if (!password) return retryDeletion(c, MISSING)
  const asked = await askDeletion(c.var, { reader, password, from: fromOf(c) }).catch(unlessConflict)
  if (asked === null) return retryDeletion(c, LAST)
  if (!asked) return retryDeletion(c, INCORRECT)
  c.var.poke('MAIL')
  return leave(c, '/settings/data')
})

/** The link that is mailed when a deletion was asked for: it works without signing in. */
export const keepRoutes = new Hono<AppEnv>()

keepRoutes.get('/:token', fromPrimary, async (c) => {
  const reader = await keepLink(c.var, c.req.param('token')).catch(unlessExpired)
  return reader ? page(c, <KeepPage action={c.req.path} email={reader.email} />) : page(c, <KeepEndedPage />, 410)
})

keepRoutes.post('/:token', async (c) => {
  const reader = await keepLink(c.var, c.req.param('token')).catch(unlessExpired)
  if (!reader) return page(c, <KeepEndedPage />, 410)
  await keepAccount(c.var, reader.id, fromOf(c))
  return page(c, <KeptPage />)
})

function retryArchive(c: C, state: FormState) {
  return page(c, <DataPage wrong={{ form: 'archive', state }} />, 422)
}

function retryDeletion(c: C, state: FormState) {
  return page(c, <DataPage wrong={{ form: 'deletion', state }} />, 422)
}
