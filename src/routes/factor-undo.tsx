import { Hono } from 'hono'
import { LinkEndedPage } from '../../views/accounts.tsx'
import { FactorsUndonePage, UndoFactorsPage } from '../../views/factor-undo.tsx'
import { factorLink, undoFactors } from '../actions/factors.ts'
import { unlessExpired } from '../core/errors.ts'
import type { AppEnv } from '../env.ts'
import { fromPrimary } from '../web/database.ts'
import { fromOf } from '../web/from.ts'
import { page } from '../web/respond.tsx'

/** `/factor`: where the link in a mail about a new factor leads. Looking changes nothing. */
export const factorUndoRoutes = new Hono<AppEnv>()

factorUndoRoutes.get('/:token', fromPrimary, async (c) => {
  const link = await factorLink(c.var, c.req.param('token')).catch(unlessExpired)
  return link ? page(c, <UndoFactorsPage action={c.req.path} />) : page(c, <LinkEndedPage />, 410)
})

factorUndoRoutes.post('/:token', async (c) => {
  const undone = await undoFactors(c.var, { secret: c.req.param('token'), from: fromOf(c) }).catch(unlessExpired)
  return undone ? page(c, <FactorsUndonePage email={undone.email} />) : page(c, <LinkEndedPage />, 410)
})
