import { createMiddleware } from 'hono/factory'
import { AppError } from '../core/errors.ts'
import { READER_HEADER } from '../core/offline.ts'
import { readerMark } from '../core/reader-mark.ts'
import { sameSecret } from '../core/secrets.ts'
import type { AppEnv } from '../env.ts'
import { optionalReader } from './session.ts'

/**
 * A change that waited in a browser names its reader. By the time it arrives nobody may be signed in there, or
 * somebody else: then it is refused, and nothing of it is done in another's name.
 */
export const sameReader = createMiddleware<AppEnv>(async (c, next) => {
  const named = c.req.header(READER_HEADER)
  if (named !== undefined && c.req.method !== 'GET') {
    const reader = await optionalReader(c)
    if (!reader || !sameSecret(named, readerMark(c.var.config, reader.id))) throw new AppError('forbidden')
  }
  await next()
})
