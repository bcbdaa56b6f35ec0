import { Hono } from 'hono'
import { fetchPicture } from '../actions/pictures.ts'
import type { AppEnv } from '../env.ts'

export const pictureRoutes = new Hono<AppEnv>()

/** The url is part of the path, so that another picture is another path: it may be kept for ever. */
const FOUND = 'public, max-age=31536000, immutable'
const MISSING = 'public, max-age=300'

/** Strangers' bytes on our own host: nothing in them may run, even when they are opened as a page. */
const SANDBOX = {
  'Content-Security-Policy': "default-src 'none'; form-action 'none'; sandbox",
  'Content-Disposition': 'inline',
  'X-Content-Type-Options': 'nosniff',
}

pictureRoutes.get('/:picture', async (c) => {
  const { config, ports } = c.var
  // With its query, which no path of ours has.
  const path = c.req.url.slice(new URL(c.req.url).origin.length)
  const picture = await fetchPicture({ config, fetcher: ports.fetcher(config) }, path)
  if (!picture) return c.body(null, 404, { 'Cache-Control': MISSING })
  return c.body(picture.bytes, 200, { ...SANDBOX, 'Content-Type': picture.type, 'Cache-Control': FOUND })
})
