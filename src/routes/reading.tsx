import { Hono } from 'hono'
import * as v from 'valibot'
import { ReadingSettingsPage } from '../../views/reading.tsx'
import { isPref, type Prefs } from '../core/prefs.ts'
import type { AppEnv } from '../env.ts'
import { naming } from '../store/followable.ts'
import { followsOf, wipe } from '../store/follows.ts'
import * as readers from '../store/readers.ts'
import { form } from '../web/forms.ts'
import { prefsOf, setPrefs } from '../web/prefs.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

/** As in the cookie: what is on no list is as if it were not there. */
const ReadingFields = v.pipe(
  v.record(v.string(), v.unknown()),
  v.transform((fields): Prefs => {
    const chosen = Object.entries(fields).filter(([name, value]) => typeof value === 'string' && isPref(name, value))
    return Object.fromEntries(chosen)
  }),
)

export const readingRoutes = new Hono<AppEnv>()

readingRoutes.get('/', async (c) => {
  const follows = await followsOf(c.var.shelf, signedIn(c).id)
  const said = follows.map(await naming(c.var.db, follows))
  const { success, output: done } = v.safeParse(v.picklist(['reading', 'wiped']), c.req.query('done'))
  return page(
    c,
    <ReadingSettingsPage prefs={prefsOf(c)} now={c.var.now()} said={said} done={success ? done : undefined} />,
  )
})

/** For this device at once, by the cookie; for the others when they sign in. */
readingRoutes.post('/', form(ReadingFields), async (c) => {
  const prefs = c.req.valid('form')
  await readers.setPrefs(c.var.db, signedIn(c).id, prefs)
  setPrefs(c, prefs)
  return leave(c, '/settings/reading?done=reading')
})

/** Whatever is followed, muted or wanted less of: nothing is known of the reader any more. */
readingRoutes.post('/wiped', async (c) => {
  await wipe(c.var.shelf, signedIn(c).id, c.var.now())
  return leave(c, '/settings/reading?done=wiped')
})
