import { Hono } from 'hono'
import { worker } from '../../views/asset.ts'
import { OfflinePage } from '../../views/offline.tsx'
import { keptCount } from '../core/offline.ts'
import { readerMark } from '../core/reader-mark.ts'
import { sha256 } from '../core/secrets.ts'
import type { AppEnv } from '../env.ts'
import { newest } from '../store/offline.ts'
import { publicPage } from '../web/caching.tsx'
import { prefsOf } from '../web/prefs.ts'
import { signedIn } from '../web/session.ts'

export const offlineRoutes = new Hono<AppEnv>()

/** What a reader's browser shows for a page that it has not kept, and the words it answers with. */
offlineRoutes.get('/offline', (c) => publicPage(c, { tags: ['site'], version: null }, <OfflinePage />))

/** Under this path, for all of the site; asked for anew with every page view, so that a deployment reaches everybody. */
offlineRoutes.get('/sw.js', (c) =>
  c.body(worker, 200, { 'Content-Type': 'text/javascript; charset=UTF-8', 'Cache-Control': 'no-cache' }),
)

/** For the browser's own worker: whose list this is, and what of it to keep, newest first. */
offlineRoutes.get('/list/offline', async (c) => {
  const reader = signedIn(c)
  const most = keptCount(prefsOf(c))
  const kept = most > 0 ? await newest(c.var.shelf, reader.id, most) : []
  const articles = kept.map(({ id, state }) => ({ id, version: sha256(state).slice(0, 16) }))
  return c.json({ reader: readerMark(c.var.config, reader.id), most, articles })
})
