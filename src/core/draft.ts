import * as v from 'valibot'
import { countWords, type Direction, directionOf, languageOf, plainLine } from './arabic.ts'
import { firstWords } from './article.ts'
import { articleEntries, idsOf, tickedTopics, ticksOf } from './desk-article.ts'
import type { EditedFields } from './edit.ts'
import type { FormState } from './form.ts'
import { type SafeHtml, textOf } from './safe-html.ts'

/** What an editor writes of an article of the site's own. `topicIds`: in one order, comma-separated. */
export type DraftText = {
  title: string
  markdown: string
  byline: string
  excerpt: string
  picture: string | null
  pictureAlt: string
  topicIds: string
}

/** The text of a draft alone. */
export function textFields({ title, markdown, byline, excerpt, picture, pictureAlt, topicIds }: DraftText): DraftText {
  return { title, markdown, byline, excerpt, picture, pictureAlt, topicIds }
}

export type DraftState = 'draft' | 'scheduled' | 'published'

const MOST = 50_000
const line = (most: number) =>
  v.pipe(
    v.optional(v.string(), ''),
    v.transform((text) => plainLine(text, Number.POSITIVE_INFINITY)),
    v.maxLength(most, 'tooLong'),
  )

/** The form's fields, well formed; `topic:ID` is there for each topic that is ticked. */
export const DraftFields = v.pipe(
  v.looseObject({
    ...articleEntries,
    markdown: v.pipe(v.string('textRequired'), v.trim(), v.nonEmpty('textRequired'), v.maxLength(MOST, 'tooLong')),
    byline: line(120),
    excerpt: line(500),
  }),
  v.transform(
    ({ title, markdown, byline, excerpt, picture, pictureAlt, ...fields }): DraftText => ({
      ...{ title, markdown, byline, excerpt, picture, pictureAlt },
      topicIds: tickedTopics(fields),
    }),
  ),
)

/** The form as a draft stands. */
export function formOf(draft: DraftText & { version: number }): FormState {
  const { title, markdown, byline, excerpt, picture, pictureAlt, topicIds, version } = draft
  const values = { title, markdown, byline, excerpt, picture: picture ?? '', pictureAlt, version: String(version) }
  return { values: { ...values, ...ticksOf(topicIds) }, errors: {} }
}

/** A draft as it is read. */
export type Made = {
  html: SafeHtml
  truncated: boolean
  excerpt: string
  language: string
  direction: Direction
  words: number
}

/** What a page says of a draft, of its text made safe; null: it says nothing. */
export function madeOf(
  { title, excerpt }: DraftText,
  { html, truncated }: { html: SafeHtml; truncated: boolean },
  siteLanguage: string,
): Made | null {
  const text = textOf(html)
  if (text === '' && !html.includes('<img ')) return null
  const language = languageOf({ declared: [siteLanguage], text: `${title}\n${text}` })
  return {
    ...{ html, truncated, language },
    excerpt: excerpt || firstWords(text, 280),
    direction: directionOf({ language, text: `${title}\n${text}` }),
    words: countWords(text),
  }
}

/** What the log keeps of a draft: of its text, how long it is. */
export function fieldsOf(
  { markdown, topicIds, ...text }: DraftText,
  { state, publishesAt }: { state: DraftState; publishesAt: number | null },
  names: ReadonlyMap<number, string>,
): EditedFields {
  const topics = idsOf(topicIds).map((id) => names.get(id) ?? '')
  return { ...text, characters: markdown.length, topics: topics.join(' · '), state, publishesAt }
}
