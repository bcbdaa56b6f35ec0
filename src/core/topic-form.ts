import * as v from 'valibot'
import { fold, plainLine } from './arabic.ts'
import { DAY } from './clock.ts'
import type { FormState } from './form.ts'
import { slugField } from './slug.ts'

/** What an editor sets of a topic. `categories`: what feeds call it, folded as the pipeline looks it up. */
export type TopicSettings = { name: string; slug: string; categories: string[] }

/** The articles that the desk counts of each topic: how far back, in seconds, and how many. */
export const RECENT = { seconds: 7 * DAY, most: 1000 }

const MOST_CATEGORIES = 200
const LONGEST_CATEGORY = 80

const categories = v.pipe(
  v.optional(v.string(), ''),
  v.transform(namesOf),
  v.maxLength(MOST_CATEGORIES, 'tooLong'),
  v.check((names) => names.every((name) => [...name].length <= LONGEST_CATEGORY), 'tooLong'),
)

/** The form's fields, well formed; a category a line. */
export const TopicFields = v.object({
  name: v.pipe(
    v.string('required'),
    v.transform((text) => plainLine(text, Number.POSITIVE_INFINITY)),
    v.nonEmpty('required'),
    v.check((name) => [...name].length <= 40, 'tooLong'),
  ),
  slug: slugField,
  categories,
})

/** The form as a topic stands. */
export function formOf({ name, slug, categories: names, version }: TopicSettings & { version: number }): FormState {
  return { values: { name, slug, categories: names.join('\n'), version: String(version) }, errors: {} }
}

/** In one order, so that two forms that say the same are the same. */
function namesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => fold(plainLine(line, Number.POSITIVE_INFINITY)))
  return [...new Set(lines.filter(Boolean))].sort()
}
