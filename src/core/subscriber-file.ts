import * as v from 'valibot'
import { decode } from './charset.ts'
import { unguarded } from './export/csv.ts'
import { emailField } from './form.ts'
import { fieldsOf, rowsOf } from './import/csv.ts'
import { moment } from './import/moment.ts'
import { marksOff } from './import/taken.ts'

/** The columns of subscribers as a file: ours has all of them, one that comes in at least the three of `NEEDED`. */
export const COLUMNS = [
  'email',
  'newsletter',
  'state',
  'changed_at',
  'consent',
  'consent_at',
  'consent_form',
  'consent_wording',
] as const
export type Column = (typeof COLUMNS)[number]

/** Nobody is subscribed without it being known when and where they agreed. */
const NEEDED = ['email', 'consent_at', 'consent_form'] as const

/** What other systems call them. */
const ALIASES: Partial<Record<Column, string[]>> = {
  email: ['e mail', 'email address', 'mail'],
  state: ['status'],
  consent_at: ['consent date', 'opt in date', 'optin time', 'confirm time', 'confirmed at'],
  consent_form: ['form', 'opt in form', 'form url', 'source'],
  consent_wording: ['wording'],
}

/** A file is read at once, within one request: larger ones come in parts. */
export const LARGEST = 2 * 1024 * 1024
export const MOST = 20_000

export type SubscriberRow = { row: number; email: string; at: number; form: string; wording: string }

/** Why a row was not taken. The last three are found out in the database. */
export type RowFault =
  | 'broken'
  | 'email'
  | 'noDate'
  | 'date'
  | 'noForm'
  | 'otherNewsletter'
  | 'notActive'
  | 'suppressed'
  | 'ended'

export type RefusedRow = { row: number; email: string; fault: RowFault }
/** What became of a file's rows. `known`: had the newsletter already. */
export type ImportReport = { added: number; known: number; repeated: number; refused: RefusedRow[] }
export type FileFault = 'tooLarge' | 'tooMany' | 'noColumns'

/** Why a newsletter takes in no file: alerts are of an account's own keywords, and what has ended goes to nobody. */
export function takesNone({ kind, state }: { kind: string; state: string }): 'alerts' | 'ended' | null {
  if (kind === 'alerts') return 'alerts'
  return state === 'ended' ? 'ended' : null
}

/** `repeated`: rows whose email came before. */
export type SubscriberFile = { rows: SubscriberRow[]; refused: RefusedRow[]; repeated: number }

/**
 * The subscribers in a CSV file, each email once. `names` are the site's own names of the columns, `slug` the newsletter
 * they are for: consent to another is none to this. What is refused says why.
 */
export function readSubscribers(
  bytes: Uint8Array,
  { names, slug, now }: { names: Record<Column, string>; slug: string; now: number },
): SubscriberFile | FileFault {
  if (bytes.length > LARGEST) return 'tooLarge'
  const utf8 = new TextEncoder().encode(decode(bytes, null))
  const text = (piece: Uint8Array) => new TextDecoder().decode(piece)
  const header = headerOf(text(utf8).split(/\r\n|\r|\n/, 1)[0] ?? '', names)
  if (!header) return 'noColumns'
  const { separator, columns } = header
  const shape = { separator, bytes: new TextEncoder().encode(separator), columns: columns.length }
  const [rows, refused, seen] = [[] as SubscriberRow[], [] as RefusedRow[], new Set<string>()]
  let [row, repeated] = [0, 0]
  for (const { from, to } of rowsOf(shape, text)(utf8, true)) {
    const line = text(utf8.subarray(from, to))
    row += 1
    if (row === 1 || !line.trim()) continue
    if (row > MOST + 1) return 'tooMany'
    const read = rowOf(fieldsOf(line, separator), columns, { slug, now })
    if ('fault' in read) refused.push({ row, ...read })
    else if (seen.has(read.email)) repeated += 1
    else {
      seen.add(read.email)
      rows.push({ row, ...read })
    }
  }
  return { rows, refused, repeated }
}

type Read = Omit<SubscriberRow, 'row'> | Omit<RefusedRow, 'row'>

function rowOf(
  fields: string[] | null,
  columns: (Column | null)[],
  { slug, now }: { slug: string; now: number },
): Read {
  const raw = (column: Column) => fields?.[columns.indexOf(column)] ?? ''
  const cell = (column: Column) => unguarded(marksOff(raw(column)))
  const shown = cell('email')
    .replace(/\p{Cc}+/gu, ' ')
    .slice(0, 254)
  const refuse = (fault: RowFault) => ({ email: shown, fault })
  if (fields?.length !== columns.length) return refuse('broken')
  const email = emailOf(raw('email'))
  if (email === null) return refuse('email')
  if (cell('newsletter') && cell('newsletter') !== slug) return refuse('otherNewsletter')
  if (cell('state') && !ACTIVE.test(cell('state'))) return refuse('notActive')
  if (!cell('consent_at')) return refuse('noDate')
  const at = moment(cell('consent_at'))
  if (at === null || at > now) return refuse('date')
  const form = oneLine(cell('consent_form'))
  return form ? { email, at, form, wording: oneLine(cell('consent_wording')) } : refuse('noForm')
}

const ACTIVE = /^(active|enabled|subscribed|confirmed)$/i

/** A mark of direction or a line end inside is no mistake of typing: whoever reads it sees another email. */
function emailOf(raw: string): string | null {
  if (/[\p{Cc}\p{Bidi_Control}]/u.test(raw)) return null
  const read = v.safeParse(emailField, unguarded(raw.trim()))
  return read.success ? read.output : null
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, ' ').slice(0, 500)
}

/** The last two are the comma and semicolon of Arabic. */
const SEPARATORS = [',', ';', '\t', '\u060c', '\u061b']

function headerOf(
  line: string,
  names: Record<Column, string>,
): { separator: string; columns: (Column | null)[] } | null {
  for (const separator of SEPARATORS) {
    const columns = (fieldsOf(line, separator) ?? []).map((field) => columnOf(field, names))
    if (NEEDED.every((column) => columns.includes(column))) return { separator, columns }
  }
  return null
}

function columnOf(field: string, names: Record<Column, string>): Column | null {
  const name = plainName(field)
  const known = COLUMNS.find((column) =>
    [column, names[column], ...(ALIASES[column] ?? [])].some((other) => plainName(other) === name),
  )
  return known ?? null
}

function plainName(name: string): string {
  return marksOff(name)
    .toLowerCase()
    .replace(/[_\s-]+/g, ' ')
}
