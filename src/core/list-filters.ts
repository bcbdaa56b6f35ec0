import * as v from 'valibot'
import { dayStart } from './days.ts'
import { tagName } from './tag.ts'

// What of a list is shown and in which order. All of it lives in the url of the page.

export const LIST_STATES = ['unread', 'archived', 'favourite', 'all'] as const
export type ListState = (typeof LIST_STATES)[number]

export const LIST_SORTS = ['newest', 'oldest', 'shortest', 'longest'] as const
export type ListSort = (typeof LIST_SORTS)[number]

/** Whole minutes of reading: from the first on, below the second. */
export const LENGTHS = { short: [0, 5], medium: [5, 15], long: [15, Number.POSITIVE_INFINITY] } as const
export type ListLength = keyof typeof LENGTHS

/** Days back from now. */
export const WITHIN = { week: 7, month: 30, year: 365 } as const
export type ListWithin = keyof typeof WITHIN

/** Languages that the filter offers; `und`: Latin letters of no language that was declared. */
export const LIST_LANGUAGES = ['ar', 'en', 'fr', 'es', 'de', 'tr', 'fa', 'ur', 'he', 'und']

export type ListFilters = {
  state: ListState
  sort: ListSort
  /** A tag's name as written in the url. */
  tag?: string
  source?: string
  /** A primary language, such as `ar`. */
  language?: string
  length?: ListLength
  within?: ListWithin
  /** Days, YYYY-MM-DD, both included. */
  from?: string
  to?: string
  /** What the three say of when a row was saved, unix seconds: from the first on, before the second. */
  savedFrom?: number
  savedBefore?: number
}

export const LIST_START: ListFilters = { state: 'unread', sort: 'newest' }

/** What stands in the url, in this order; all else of a `ListFilters` follows from it. */
const FIELDS = ['state', 'sort', 'tag', 'source', 'language', 'length', 'within', 'from', 'to'] as const
export type ListField = (typeof FIELDS)[number]

const oneOf = <T extends string>(values: readonly T[]) => v.fallback(v.optional(v.picklist(values)), undefined)
const line = v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(300))
const day = v.fallback(v.optional(v.pipe(v.string(), v.isoDate())), undefined)

const Query = v.object({
  state: oneOf(LIST_STATES),
  sort: oneOf(LIST_SORTS),
  tag: v.fallback(v.optional(v.pipe(v.string(), v.transform(tagName), v.string())), undefined),
  source: v.fallback(v.optional(line), undefined),
  language: v.fallback(v.optional(v.pipe(v.string(), v.regex(/^[a-z]{2,3}$/))), undefined),
  length: oneOf(Object.keys(LENGTHS) as ListLength[]),
  within: oneOf(Object.keys(WITHIN) as ListWithin[]),
  from: day,
  to: day,
})

/** The filters of a url's parameters; what is malformed is not there. `state` where the url names none is up to the page. */
export function listFilters(
  query: Record<string, string>,
  { now, zone, state }: { now: number; zone: string; state: ListState },
): ListFilters {
  const given = v.parse(Query, query)
  const { within, from, to } = given
  const starts = [within && now - WITHIN[within] * 86_400, from && dayStart(from, zone)].filter(
    (at) => typeof at === 'number',
  )
  const end = to ? dayStart(to, zone, 1) : null
  return {
    ...given,
    state: given.state ?? state,
    sort: given.sort ?? 'newest',
    ...(starts.length > 0 && { savedFrom: Math.max(...starts) }),
    ...(end !== null && { savedBefore: end }),
  }
}

/** The filters that are on, beyond state and order. */
export function narrowing(filters: ListFilters): ListField[] {
  return FIELDS.slice(2).filter((field) => filters[field] !== undefined)
}

/** The path of a list, with some fields changed; a field changed to undefined is off. What is the rule is left out. */
export function listPath(
  filters: ListFilters,
  more: Partial<Record<ListField | 'q' | 'before', string | undefined>> = {},
): string {
  const fields = { ...Object.fromEntries(FIELDS.map((field) => [field, filters[field]])), ...more }
  const { state, sort, ...others } = fields
  const query = new URLSearchParams()
  if (state && state !== (more.q ? 'all' : LIST_START.state)) query.set('state', state)
  if (sort && sort !== LIST_START.sort) query.set('sort', sort)
  for (const [field, value] of Object.entries(others)) if (value) query.set(field, value)
  return query.size > 0 ? `/list?${query}` : '/list'
}
