/** Everything that can go wrong in words a reader is told; `web/errors.tsx` maps each to a status and a page. */
export type ErrorCode =
  | 'not_found'
  | 'forbidden'
  | 'cross_site'
  | 'invalid'
  | 'conflict'
  | 'expired'
  | 'list_full'
  | 'follows_full'
  | 'too_large'
  | 'too_many'
  | 'internal'

export class AppError extends Error {
  readonly code: ErrorCode
  /** Seconds until it is worth trying again, for `too_many`. */
  readonly retryAfter: number | undefined

  constructor(code: ErrorCode, options: { retryAfter?: number; cause?: unknown } = {}) {
    super(code, { cause: options.cause })
    this.code = code
    this.retryAfter = options.retryAfter
  }
}

/** For a link that ended, which has a page of its own: that says what to do. */
export function unlessExpired(error: unknown): null {
  if (error instanceof AppError && error.code === 'expired') return null
  throw error
}

/** For a form whose fault only the action finds. */
export function unlessInvalid(error: unknown): null {
  if (error instanceof AppError && error.code === 'invalid') return null
  throw error
}

/** For an action that can fail in more ways than one, each with an answer of its own. */
export function codeOf(error: unknown): ErrorCode {
  if (error instanceof AppError) return error.code
  throw error
}

/** For what may be gone meanwhile, which has an answer of its own. */
export function unlessGone(error: unknown): null {
  if (error instanceof AppError && error.code === 'not_found') return null
  throw error
}
