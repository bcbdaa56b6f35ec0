import * as v from 'valibot'
import { ALERT_RHYTHMS } from './alerts.ts'
import { asciiDigits, plainLine } from './arabic.ts'
import type { FormState } from './form.ts'
import { emailField } from './form.ts'
import { slugField } from './slug.ts'

/** What an editor sets of a newsletter, as the store keeps it. */
export type NewsletterSettings = {
  slug: string
  name: string
  description: string
  kind: 'digest' | 'personal' | 'list' | 'alerts'
  state: 'active' | 'paused' | 'ended'
  rhythm: 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'manual'
  weekdays: string
  sendsAtMinute: number | null
  zone: string
  topicSlugs: string
  sourceIds: string
  items: number
  minItems: number
  intro: string
  senderName: string
  senderEmail: string
  postalAddress: string
  whenUncertain: 'skip' | 'resend'
}

const line = (most: number) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => plainLine(text, most)),
  )
const needed = (most: number) =>
  v.pipe(
    v.string('required'),
    v.transform((text) => plainLine(text, most)),
    v.nonEmpty('required'),
  )

const digits = v.pipe(v.optional(v.string(), ''), v.trim(), v.transform(asciiDigits))
/** Articles of an issue. */
export const MOST_ITEMS = 30

const count = (error: 'itemsRange' | 'minItemsRange') =>
  v.pipe(digits, v.transform(Number), v.integer(error), v.minValue(1, error), v.maxValue(MOST_ITEMS, error))

const RHYTHMS = ['daily', 'weekdays', 'weekly', 'manual'] as const

/** Alerts come every hour or every day, and nothing else comes every hour. */
export function rhythmsOf(kind: string | undefined): readonly NewsletterSettings['rhythm'][] {
  return kind === 'alerts' ? ALERT_RHYTHMS : RHYTHMS
}

function isTimeless(rhythm: NewsletterSettings['rhythm']): boolean {
  return rhythm === 'manual' || rhythm === 'hourly'
}

/** Where a day or a source is ticked its own field is there: `day:0`, `topic:SLUG`, `source:ID`. */
const Fields = v.pipe(
  v.looseObject({
    slug: slugField,
    name: needed(80),
    description: needed(300),
    kind: v.picklist(['digest', 'personal', 'list', 'alerts']),
    state: v.picklist(['active', 'paused', 'ended']),
    rhythm: v.picklist(['hourly', ...RHYTHMS]),
    /** Ticked where a newsletter is to end. */
    sure: v.optional(v.string(), ''),
    time: digits,
    zone: v.pipe(v.string('required'), v.trim(), v.check(isZone, 'zoneUnknown')),
    items: count('itemsRange'),
    minItems: count('minItemsRange'),
    intro: v.pipe(v.optional(v.string(), ''), v.trim(), v.maxLength(2000, 'tooLong')),
    senderName: line(80),
    senderEmail: v.union([v.pipe(v.literal('')), emailField], 'emailMalformed'),
    postalAddress: line(300),
    whenUncertain: v.picklist(['skip', 'resend']),
  }),
  // Partial, so that what two fields say together is told beside what else is wrong.
  v.forward(
    v.partialCheck(
      [['rhythm'], ['time']],
      ({ rhythm, time }) => isTimeless(rhythm) || minuteOf(time) !== null,
      'timeMalformed',
    ),
    ['time'],
  ),
  v.forward(
    v.partialCheck([['items'], ['minItems']], ({ items, minItems }) => minItems <= items, 'minItemsRange'),
    ['minItems'],
  ),
  v.forward(
    v.partialCheck(
      [['rhythm']],
      (fields) => fields.rhythm !== 'weekdays' || ticked(fields, 'day').length > 0,
      'daysRequired',
    ),
    ['rhythm'],
  ),
  v.forward(
    v.partialCheck(
      [['rhythm']],
      (fields) => fields.rhythm !== 'weekly' || ticked(fields, 'day').length === 1,
      'dayRequired',
    ),
    ['rhythm'],
  ),
  v.forward(
    v.partialCheck([['kind'], ['rhythm']], ({ kind, rhythm }) => rhythmsOf(kind).includes(rhythm), 'rhythmUnfit'),
    ['rhythm'],
  ),
  v.forward(
    v.partialCheck([['state'], ['sure']], ({ state, sure }) => state !== 'ended' || sure !== '', 'endingAsked'),
    ['state'],
  ),
)

/** The form's fields, well formed; messages are keys of `m.fields`. */
export const NewsletterFields = v.pipe(
  Fields,
  v.transform(({ time, ...fields }): NewsletterSettings => {
    const { slug, name, description, kind, state, rhythm, zone, items, minItems } = fields
    const { intro, senderName, senderEmail, postalAddress, whenUncertain } = fields
    return {
      ...{ slug, name, description, kind, state, rhythm, zone, items, minItems },
      ...{ intro, senderName, senderEmail, postalAddress, whenUncertain },
      weekdays: ticked(fields, 'day').join(),
      sendsAtMinute: isTimeless(rhythm) ? null : minuteOf(time),
      topicSlugs: ticked(fields, 'topic').join(),
      sourceIds: ticked(fields, 'source').join(),
    }
  }),
)

/** The form as a newsletter stands. */
export function formOf(settings: NewsletterSettings & { version: number }): FormState {
  const { sendsAtMinute, weekdays, topicSlugs, sourceIds, items, minItems } = settings
  const { slug, name, description, kind, state, rhythm, zone, version } = settings
  const { intro, senderName, senderEmail, postalAddress, whenUncertain } = settings
  const ticks = [
    ...listed(weekdays).map((day) => `day:${day}`),
    ...listed(topicSlugs).map((slug) => `topic:${slug}`),
    ...listed(sourceIds).map((id) => `source:${id}`),
  ]
  const time = sendsAtMinute === null ? '' : clock(sendsAtMinute)
  const values = {
    ...{ slug, name, description, kind, state, rhythm, zone },
    ...{ intro, senderName, senderEmail, postalAddress, whenUncertain, time },
    ...{ items: String(items), minItems: String(minItems), version: String(version) },
    sure: state === 'ended' ? '1' : '',
  }
  return { values: { ...values, ...Object.fromEntries(ticks.map((name) => [name, '1'])) }, errors: {} }
}

/** `HH:MM`, as a field of type time has it. */
export function clock(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

/** Minutes after midnight; null for what is no time of day. */
export function minuteOf(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? []
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes)
}

const TICKED = { day: /^day:([0-6])$/, topic: /^topic:([a-z0-9-]{1,40})$/, source: /^source:([1-9][0-9]{0,14})$/ }

function ticked(fields: Record<string, unknown>, kind: keyof typeof TICKED): string[] {
  return Object.keys(fields)
    .flatMap((name) => TICKED[kind].exec(name)?.[1] ?? [])
    .sort()
}

/** What a column holds as a list between commas. */
export function listed(text: string): string[] {
  return text.split(',').filter(Boolean)
}

function isZone(zone: string): boolean {
  try {
    return zone !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
