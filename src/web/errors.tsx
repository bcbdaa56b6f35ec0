import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { routePath } from 'hono/route'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { ErrorPage } from '../../views/errors.tsx'
import { AppError, type ErrorCode } from '../core/errors.ts'
import type { AppEnv } from '../env.ts'
import { faultOf } from '../store/db.ts'
import { page } from './respond.tsx'

const STATUS: Record<ErrorCode, ContentfulStatusCode> = {
  not_found: 404,
  forbidden: 403,
  cross_site: 403,
  invalid: 422,
  conflict: 409,
  expired: 410,
  list_full: 409,
  follows_full: 409,
  too_large: 413,
  too_many: 429,
  internal: 500,
}

/** The one place where an error becomes an answer: a status and a page in the reader's words, never a stack trace. */
export function onError(error: Error, c: Context<AppEnv>): Response {
  // Half configured there are no words yet; the sentence names the setting and holds no value.
  if (!c.var.config) return c.text(error.message, 500)
  const known = errorOf(error)
  if (known.code === 'internal') log(c, error)
  // An error says nothing to be kept, whatever the page it came from was about to say.
  c.header('Cache-Control', 'private, no-store')
  if (known.retryAfter) c.header('Retry-After', String(known.retryAfter))
  return page(
    c,
    <ErrorPage code={known.code} retryAfter={known.retryAfter} requestId={c.var.requestId} />,
    STATUS[known.code],
  )
}

export function notFound(c: Context<AppEnv>): Response {
  return onError(new AppError('not_found'), c)
}

function errorOf(error: Error): AppError {
  if (error instanceof AppError) return error
  // Hono's own: a malformed form body.
  if (error instanceof HTTPException && error.status < 500) return new AppError('invalid', { cause: error })
  return new AppError('internal', { cause: error })
}

/** One JSON line (ASVS 16.4.1). The route, not its path or query: tokens and search words do not belong into a log. */
export function log(c: Context<AppEnv>, error: unknown): void {
  const { requestId } = c.var
  const { message, stack } = faultOf(error)
  console.error(JSON.stringify({ requestId, method: c.req.method, route: routePath(c, -1), error: message, stack }))
}
