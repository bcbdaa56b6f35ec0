import * as v from 'valibot'
import { type Direction, languageTag, plainLine } from './arabic.ts'
import type { EditedFields } from './edit.ts'
import type { FormState } from './form.ts'
import { fetchable, LONGEST_URL } from './url.ts'

/** What an editor sets of a source, as the store keeps it. */
export type SourceSettings = {
  feedUrl: string
  title: string
  language: string
  topicId: number | null
  /** Of all its articles; null: each by its own letters. */
  direction: Direction | null
  display: 'full' | 'excerpt'
  /** 1: each article's page is fetched for its whole text. */
  extracts: number
}

const feedUrl = v.pipe(
  v.string('urlRequired'),
  v.trim(),
  v.nonEmpty('urlRequired'),
  v.maxLength(LONGEST_URL, 'urlTooLong'),
  // Whether this site may have it, the action says.
  v.transform((url) => fetchable(url, { loopback: true })),
  v.string('urlRefused'),
)

/** The form's fields, well formed; messages are keys of `m.fields`. */
export const SourceFields = v.object({
  feedUrl,
  title: v.pipe(
    v.string('required'),
    v.transform((text) => plainLine(text, 100)),
    v.nonEmpty('required'),
  ),
  language: v.pipe(
    v.string('required'),
    v.transform((tag) => languageTag(tag)),
    v.string('languageUnknown'),
  ),
  topicId: v.pipe(
    v.optional(v.string(), ''),
    v.regex(/^([1-9]\d{0,14})?$/, 'required'),
    v.transform((id) => (id ? Number(id) : null)),
  ),
  direction: v.pipe(
    v.optional(v.picklist(['', 'rtl', 'ltr'], 'required'), ''),
    v.transform((direction) => direction || null),
  ),
  display: v.picklist(['excerpt', 'full'], 'required'),
  extracts: v.pipe(
    v.optional(v.string(), ''),
    v.transform((ticked) => (ticked === '1' ? 1 : 0)),
  ),
})

/** The form as a source stands; a new one has no version. */
export function sourceForm(set: SourceSettings & { version?: number }): FormState {
  const { feedUrl, title, language, topicId, direction, display, extracts, version } = set
  const values = {
    ...{ feedUrl, title, language, display },
    ...{ topicId: String(topicId ?? ''), direction: direction ?? '' },
    ...(extracts && { extracts: '1' }),
    ...(version && { version: String(version) }),
  }
  return { values, errors: {} }
}

/** The settings as the log keeps them. */
export function settingsOf(of: SourceSettings): SourceSettings & EditedFields {
  const { feedUrl, title, language, topicId, direction, display, extracts } = of
  return { feedUrl, title, language, topicId, direction, display, extracts }
}

/** What becomes of a source's articles when it is removed. */
export const FATES = ['stay', 'hidden', 'deleted'] as const
export type Fate = (typeof FATES)[number]
