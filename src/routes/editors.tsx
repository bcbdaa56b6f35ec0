import { Hono } from 'hono'
import { InvitationEndedPage, InvitationPage } from '../../views/invitation.tsx'
import { invitation, joinDesk } from '../actions/editors.ts'
import { unlessExpired } from '../core/errors.ts'
import type { AppEnv } from '../env.ts'
import { fromPrimary } from '../web/database.ts'
import { leave, page } from '../web/respond.tsx'
import { optionalReader } from '../web/session.ts'

/** `/editor`: where an invitation to the desk leads. Looking changes nothing. */
export const editorRoutes = new Hono<AppEnv>()

editorRoutes.get('/:token', fromPrimary, async (c) => {
  const invited = await invitation(c.var, c.req.param('token')).catch(unlessExpired)
  if (!invited) return page(c, <InvitationEndedPage />, 410)
  const reader = await optionalReader(c)
  return page(c, <InvitationPage action={c.req.path} email={invited.email} as={reader?.email ?? null} />)
})

editorRoutes.post('/:token', async (c) => {
  const secret = c.req.param('token')
  const reader = await optionalReader(c)
  const joined = await joinDesk(c.var, secret, reader).then(() => true, unlessExpired)
  return joined ? leave(c, '/desk') : page(c, <InvitationEndedPage />, 410)
})
