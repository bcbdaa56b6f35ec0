/** How numbers and dates are drawn: calendar and digits are always pinned, since their defaults move with ICU. */
export type FormatSettings = { language: string; region: string; zone: string; digits: 'arab' | 'latn' }

export type Format = ReturnType<typeof createFormat>

/** What a date says; the browser's script redraws it for a reader with another calendar. */
export const DATE = { day: 'numeric', month: 'long', year: 'numeric' } as const
export const DATE_TIME = { weekday: 'long', ...DATE, hour: 'numeric', minute: '2-digit' } as const

/** Numbers, dates and lists in the site's way. Times are unix seconds. Making one is slow: `formatFor` keeps them. */
function createFormat({ language, region, zone, digits }: FormatSettings) {
  const locale = `${language}-${region}-u-ca-gregory-nu-${digits}`
  const number = new Intl.NumberFormat(locale)
  const date = new Intl.DateTimeFormat(locale, { ...DATE, timeZone: zone })
  const dateTime = new Intl.DateTimeFormat(locale, { ...DATE_TIME, timeZone: zone })
  const clock = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', hour: 'numeric', minute: '2-digit' })
  const weekday = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', weekday: 'long' })
  const list = new Intl.ListFormat(locale, { type: 'conjunction' })
  return {
    number: (n: number) => number.format(n),
    date: (at: number) => date.format(at * 1000),
    dateTime: (at: number) => dateTime.format(at * 1000),
    /** A time of day given in minutes after midnight. */
    clock: (minutes: number) => clock.format(minutes * 60_000),
    /** The name of a day of the week, 0 = Sunday (1970-01-04 was one). */
    weekday: (day: number) => weekday.format((day + 3) * 86_400_000),
    list: (items: string[]) => list.format(items),
    iso: (at: number) => new Date(at * 1000).toISOString().replace('.000Z', 'Z'),
  }
}

const formats = new Map<string, Format>()

export function formatFor(settings: FormatSettings): Format {
  const key = [settings.language, settings.region, settings.zone, settings.digits].join()
  const known = formats.get(key) ?? createFormat(settings)
  formats.set(key, known)
  return known
}

/** For text outside HTML (subjects, labels): keeps a foreign string's direction to itself (FSI … PDI). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}
