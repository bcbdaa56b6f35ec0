import type { Prefs } from '../core/prefs.ts'

/** How numbers and dates are drawn: calendar and digits are always pinned, since their defaults move with ICU. */
export type FormatSettings = { language: string; region: string; zone: string; digits: 'arab' | 'latn' }

/** What a reader may have set otherwise (core/prefs.ts). */
type Wishes = Pick<Prefs, 'digits' | 'calendar' | 'shift' | 'months'>

export type Format = ReturnType<typeof createFormat>

/** What a date says; the browser's script redraws it for a reader with another calendar. */
export const DATE = { day: 'numeric', month: 'long', year: 'numeric' } as const
export const DATE_TIME = { weekday: 'long', ...DATE, hour: 'numeric', minute: '2-digit' } as const

/** Numbers, dates and lists in the site's way. Times are unix seconds. Making one is slow: `formatFor` keeps them. */
function createFormat({ language, region, zone, digits }: FormatSettings, wishes: Wishes) {
  const locale = localeOf({ language, region, digits, ...wishes })
  const number = new Intl.NumberFormat(locale)
  const date = dateFormat(locale, { ...DATE, timeZone: zone }, wishes)
  const dateTime = dateFormat(locale, { ...DATE_TIME, timeZone: zone }, wishes)
  const clock = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' })
  const countries = new Intl.DisplayNames(locale, { type: 'region', fallback: 'none' })
  const inUnit = (unit: 'kilobyte' | 'megabyte' | 'gigabyte') =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long', maximumSignificantDigits: 2 })
  const [kilobytes, megabytes, gigabytes] = [inUnit('kilobyte'), inUnit('megabyte'), inUnit('gigabyte')]
  const languages = new Intl.DisplayNames(locale, { type: 'language', fallback: 'none' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    number: (n: number) => number.format(n),
    date: (at: number) => date(at * 1000),
    dateTime: (at: number) => dateTime(at * 1000),
    /** How large a file or a database is. */
    bytes: (n: number) => {
      if (n < 1e6) return kilobytes.format(Math.max(1, n / 1e3))
      return n < 1e9 ? megabytes.format(n / 1e6) : gigabytes.format(n / 1e9)
    },
    /** A time of day given in minutes after midnight, which no line breaks. */
    clock: (minutes: number) => clock.format(minutes * 60_000).replaceAll(' ', '\u00a0'),
    /** What people call the time of a zone. */
    zone: (name: string) => zoneName(locale, name),
    /** The name of a day of the week, 0 = Sunday (1970-01-04 was one). */
    weekday: (day: number) => weekday.format((day + 3) * 86_400_000),
    /** The name of a country (ISO 3166-1 alpha-2), where it has one. */
    country: (code: string) => (code ? countries.of(code) : undefined),
    /** The name of a language (BCP 47), where it has one. */
    language: (tag: string) => languages.of(tag),
    list: (items: string[]) => list.format(items),
    iso: (at: number) => new Date(at * 1000).toISOString().replace('.000Z', 'Z'),
  }
}

function zoneName(locale: string, zone: string): string {
  const format = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'shortGeneric' })
  return format.formatToParts(0).find(({ type }) => type === 'timeZoneName')?.value ?? zone
}

const formats = new Map<string, Format>()

export function formatFor(settings: FormatSettings, wishes: Wishes = {}): Format {
  const { language, region, zone, digits } = settings
  const wished = [wishes.digits, wishes.calendar, wishes.shift, wishes.months]
  const key = [language, region, zone, digits, ...wished].join()
  const known = formats.get(key) ?? createFormat(settings, wishes)
  formats.set(key, known)
  return known
}

/** The locale of a site's numbers and dates for one reader; months have the names of another country where wished. */
export function localeOf(
  ways: Pick<FormatSettings, 'language' | 'region' | 'digits'> & Pick<Wishes, 'calendar' | 'months'>,
): string {
  const { language, region, months = region, calendar = 'gregory', digits } = ways
  return `${language}-${months}-u-ca-${calendar}-nu-${digits}`
}

const DAY = 86_400_000
const OF_THE_DATE = ['day', 'month', 'year']

/**
 * Draws moments (milliseconds). The Hijri calendar is a computed one (Umm al-Qura); where `shift` says that the moon
 * was sighted a day earlier or later, day, month and year are those of the day beside, and only they.
 */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
  { calendar, shift }: Pick<Wishes, 'calendar' | 'shift'>,
): (at: number) => string {
  const format = new Intl.DateTimeFormat(locale, options)
  const parts = (at: number) => format.formatToParts(at).map(inOnePiece)
  if (calendar !== 'islamic-umalqura' || !shift) return (at) => joined(parts(at))
  return (at) => {
    const beside = new Map(parts(at + Number(shift) * DAY).map(({ type, value }) => [type, value]))
    return joined(
      parts(at).map(({ type, value }) => ({
        type,
        value: OF_THE_DATE.includes(type) ? (beside.get(type) ?? value) : value,
      })),
    )
  }
}

/** No line ends between the time and its half of the day. */
function inOnePiece(part: Intl.DateTimeFormatPart, at: number, all: Intl.DateTimeFormatPart[]) {
  return all[at + 1]?.type === 'dayPeriod' ? { ...part, value: '\u00a0' } : part
}

function joined(parts: Pick<Intl.DateTimeFormatPart, 'value'>[]): string {
  return parts.map(({ value }) => value).join('')
}

/** How long ago something was: «an hour ago» as people say it, where ICU counts «one hour ago». */
export function ago(locale: string, n: number, unit: 'second' | 'minute' | 'hour' | 'day'): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-n, unit).replace(/ واحدة$/, '')
}

/** For text outside HTML (subjects, labels): keeps a foreign string's direction to itself (FSI … PDI). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
