import { type Prefs, readPrefs } from '../../src/core/prefs.ts'
import { ago, DATE, DATE_TIME, dateFormat, localeOf } from '../../src/i18n/format.ts'

const { lang, dataset } = document.documentElement
const MINUTE = 60_000
const DAY = 86_400_000

/** Recent dates become «two hours ago», and all of them take this reader's digits, calendar and names of months. */
export function redraw(part: ParentNode): void {
  const { digits, calendar, months } = readPrefs(document.cookie)
  // An article's own times are its words, and may be none that a date is made of.
  for (const time of part.querySelectorAll<HTMLTimeElement>('time[datetime]:not(.text *)')) {
    const at = new Date(time.dateTime)
    const recent = time.dataset.time === undefined && recently(at)
    if (digits || calendar || months)
      time.textContent = absolute(at, time.dataset.time === undefined ? DATE : DATE_TIME)
    if (recent) {
      time.title ||= time.textContent ?? ''
      time.textContent = recent
    }
  }
  if (digits)
    for (const counted of part.querySelectorAll('.n')) counted.textContent = inDigits(counted.textContent ?? '')
}

function locale(): string {
  const { region = '', digits = 'arab', calendar, months } = dataset as DOMStringMap & Prefs
  return localeOf({ language: lang, region, digits, ...(calendar && { calendar }), ...(months && { months }) })
}

function absolute(at: Date, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale(), { ...options, timeZone: dataset.zone }, dataset as Prefs)(at.getTime())
}

/** Within the last seven days of the site's calendar; null for what is older or still to come. */
function recently(at: Date): string | null {
  const now = new Date()
  const passed = now.getTime() - at.getTime()
  const days = dayOf(now) - dayOf(at)
  if (passed < -MINUTE || days > 7) return null
  if (passed < MINUTE) return ago(locale(), 0, 'second')
  if (passed < 60 * MINUTE) return ago(locale(), Math.floor(passed / MINUTE), 'minute')
  return days === 0 ? ago(locale(), Math.floor(passed / (60 * MINUTE)), 'hour') : ago(locale(), days, 'day')
}

/** The number of the day on the site's calendar. */
function dayOf(at: Date): number {
  return Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone: dataset.zone }).format(at)) / DAY
}

function inDigits(text: string): string {
  const zero = dataset.digits === 'latn' ? 0x30 : 0x660
  return text.replace(/[0-9\u0660-\u0669]/g, (digit) => String.fromCharCode(zero + (digit.charCodeAt(0) & 0xf)))
}
