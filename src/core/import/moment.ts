import { asciiDigits } from '../arabic.ts'

/** 1601, from which Chrome and Windows count, to 1970, in seconds. */
const TO_1601 = 11_644_473_600
const OLDEST = Date.UTC(1990, 0) / 1000

/**
 * A date of another system in unix seconds, or null. A number says by its size what it counts: seconds, milliseconds
 * or microseconds since 1970, microseconds (Chrome) or tenths of them (Windows) since 1601. A text may be ISO 8601
 * with or without an offset, with a blank for its T, a server log's, or a day first; without a zone it is UTC.
 */
export function moment(given: unknown): number | null {
  if (typeof given === 'number') return sane(counted(given))
  if (typeof given !== 'string') return null
  const text = asciiDigits(given)
    .replace(/\p{Bidi_Control}/gu, '')
    .trim()
  if (/^\d{6,18}(\.\d+)?$/.test(text)) return sane(counted(Number(text)))
  return sane(written(text))
}

function counted(n: number): number {
  if (n > 1e17) return n / 1e7 - TO_1601
  if (n > 5e15) return n / 1e6 - TO_1601
  if (n > 1e14) return n / 1e6
  return n > 1e11 ? n / 1e3 : n
}

const ISO = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))? ?(Z|UTC|[+-]\d\d:?\d\d)?$/i
/** `10/Oct/2000:13:55:36 +0300` */
const LOG = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})$/
/** wallabag's own: an hour without its half of the day, so only the day is taken. */
const DAY_FIRST = /^(\d\d)\/(\d\d)\/(\d{4})\b/

function written(text: string): number {
  const iso = ISO.exec(text)
  if (iso) return instant(`${iso[1]}T${iso[2] ?? '00:00'}${zone(iso[3])}`)
  const log = LOG.exec(text)
  if (log) return Date.parse(`${log[1]} ${log[2]} ${log[3]} ${log[4]} ${log[5]}`) / 1000
  const day = DAY_FIRST.exec(text)
  if (day) return instant(`${day[3]}-${day[2]}-${day[1]}T00:00Z`)
  return /^[A-Z][a-z]{2},? /.test(text) ? Date.parse(text) / 1000 : Number.NaN
}

function zone(given: string | undefined): string {
  if (!given || /^(z|utc)$/i.test(given)) return 'Z'
  return given.includes(':') ? given : `${given.slice(0, 3)}:${given.slice(3)}`
}

function instant(iso: string): number {
  return Date.parse(iso) / 1000
}

/** Before the web, or long after us: a mistake. */
function sane(seconds: number): number | null {
  return seconds >= OLDEST && seconds < 2 ** 32 ? Math.floor(seconds) : null
}
