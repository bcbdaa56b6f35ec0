import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { createMiddleware } from 'hono/factory'
import { validator } from 'hono/validator'
import * as v from 'valibot'
import { AppError } from '../core/errors.ts'
import type { FieldError, FormState } from '../core/form.ts'
import { LARGEST_FORM, LARGEST_IMPORT, LARGEST_IMPORT_FORM } from '../core/limits.ts'
import type { AppEnv } from '../env.ts'

type Fields = Record<string, string>
type Schema<Out> = v.GenericSchema<Record<string, unknown>, Out> & { entries?: object }

/**
 * No form of ours needs more than 64 KB, but for a pasted text (256 KB, and told so above that), an issue that an editor
 * writes (a letter of Arabic is six bytes of a form), a list of feeds and what providers tell; a body over it is refused
 * unread (413).
 */
export const formLimit = createMiddleware<AppEnv>((c, next) => {
  if (c.req.path === UPLOADS && c.req.header('X-File-Name') !== undefined) return uploads(c, next)
  if (c.req.path === UPLOADS || TOLD.test(c.req.path)) return uploadForms(c, next)
  return (LARGE.test(c.req.path) ? large : forms)(c, next)
})

/** A list that moves in: as a form it is in memory as a whole; as the request itself (`routes/imports.tsx`) it never is. */
const UPLOADS = '/list/imports'
/** Told what is too large on their own pages. */
const TOLD = /^\/(desk\/newsletters\/\d+\/subscribers|following\/feeds)$/
const uploadForms = limit(LARGEST_IMPORT_FORM)
const LARGE =
  /^\/(desk\/(commands|issues\/\d+|newsletters\/\d+\/written|articles\/drafts(\/\d+)?(\/preview)?)|hooks\/[a-z]+|list\/\d+\/text)$/
const forms = limit(LARGEST_FORM)
const large = limit(2 * 1024 * 1024)

/** Told by its length alone, which every browser sends: not a byte of it is read here. */
const uploads = createMiddleware<AppEnv>(async (c, next) => {
  const length = Number(c.req.header('Content-Length') ?? Number.NaN)
  if (Number.isNaN(length)) throw new AppError('invalid')
  if (length > LARGEST_IMPORT) throw new AppError('too_large')
  await next()
})

function limit(maxSize: number) {
  return bodyLimit({
    maxSize,
    onError: () => {
      throw new AppError('too_large')
    },
  })
}

/**
 * A form's fields as the schema gives them, in `c.req.valid('form')`. The schema's messages are keys of
 * `m.fields`, never sentences. A bad form goes to `bad`, with all fields as typed; without `bad` it is a request no
 * page of ours sends, and fails as `invalid`.
 */
export function form<Out>(
  schema: Schema<Out>,
  bad?: (c: Context<AppEnv>, form: FormState) => Response | Promise<Response>,
) {
  return validator('form', async (raw, c: Context<AppEnv>) => {
    const result = v.safeParse(schema, { ...missing(schema), ...raw })
    if (result.success) return result.output
    if (!bad) throw new AppError('invalid')
    return bad(c, { values: typed(raw), errors: errorsOf(result.issues) })
  })
}

/** A field that was not sent is there without a value: else the issue is the form's, in words that are not ours. */
function missing({ entries = {} }: { entries?: object }): Record<string, undefined> {
  return Object.fromEntries(Object.keys(entries).map((name) => [name, undefined]))
}

/** The fields of the request as typed: for a form whose fault shows only after its fields were found well formed. */
export async function asTyped(c: Context<AppEnv>): Promise<FormState['values']> {
  return typed(await c.req.parseBody({ all: true }))
}

function typed(raw: Record<string, unknown>): Fields {
  return Object.fromEntries(Object.entries(raw).map(([name, value]) => [name, textOf(value)]))
}

/** A repeated field shows its first value; a file sent as text shows nothing. */
function textOf(value: unknown): string {
  const first = Array.isArray(value) ? value[0] : value
  return typeof first === 'string' ? first : ''
}

function errorsOf(issues: readonly v.BaseIssue<unknown>[]): FormState['errors'] {
  const errors: FormState['errors'] = {}
  for (const issue of issues) {
    const name = String(issue.path?.[0]?.key ?? 'form')
    errors[name] ??= issue.message as FieldError
  }
  return errors
}
