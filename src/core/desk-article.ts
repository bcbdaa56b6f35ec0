import * as v from 'valibot'
import { plainLine } from './arabic.ts'
import { changed, type EditedFields } from './edit.ts'
import type { FormState } from './form.ts'
import { fetchable } from './url.ts'

/** What of an article an editor decides. `topicIds`: in one order, comma-separated. */
export type ArticleState = {
  title: string
  picture: string | null
  pictureAlt: string
  topicIds: string
  /** What of these the source's next version leaves alone (`articles.held`). */
  held: string
  hiddenAt: number | null
  pickedAt: number | null
}

export type ArticleSettings = Pick<ArticleState, 'title' | 'picture' | 'pictureAlt' | 'topicIds'>

const LONGEST = 300
const oneLine = v.transform((text: string) => plainLine(text, Number.POSITIVE_INFINITY))

/** A title, and a picture with what it shows; `topic:ID` is there for each topic that is ticked. */
export const articleEntries = {
  title: v.pipe(v.string('required'), oneLine, v.nonEmpty('required'), v.maxLength(LONGEST, 'tooLong')),
  picture: v.pipe(
    v.optional(v.string(), ''),
    v.trim(),
    v.check((url) => url === '' || fetchable(url) !== null, 'pictureRefused'),
    v.transform((url) => fetchable(url)),
  ),
  pictureAlt: v.pipe(v.optional(v.string(), ''), oneLine, v.maxLength(LONGEST, 'tooLong')),
}

export const ArticleFields = v.pipe(
  v.looseObject(articleEntries),
  v.transform(
    ({ title, picture, pictureAlt, ...fields }): ArticleSettings => ({
      ...{ title, picture, pictureAlt },
      topicIds: tickedTopics(fields),
    }),
  ),
)

export function tickedTopics(fields: Record<string, unknown>): string {
  const ids = Object.keys(fields).flatMap((name) => /^topic:([1-9]\d{0,14})$/.exec(name)?.[1] ?? [])
  return listOfIds(ids.map(Number))
}

export function listOfIds(ids: number[]): string {
  return [...new Set(ids)].sort((a, b) => a - b).join()
}

export function idsOf(list: string): number[] {
  return list.split(',').filter(Boolean).map(Number)
}

/** The form as an article stands. */
export function formOf({
  title,
  picture,
  pictureAlt,
  topicIds,
  version,
}: ArticleSettings & { version: number }): FormState {
  const values = { title, picture: picture ?? '', pictureAlt, version: String(version) }
  return { values: { ...values, ...ticksOf(topicIds) }, errors: {} }
}

export function ticksOf(topicIds: string): FormState['values'] {
  return Object.fromEntries(idsOf(topicIds).map((id) => [`topic:${id}`, '1']))
}

/** An article as an editor wants it: what differs from what the source says is held from now on. */
export function edited(before: ArticleState, set: ArticleSettings): ArticleState {
  const differs = {
    title: before.title !== set.title,
    topics: before.topicIds !== set.topicIds,
    picture: before.picture !== set.picture || before.pictureAlt !== set.pictureAlt,
  }
  const held = Object.entries(differs).filter(([part, now]) => now || before.held.split(',').includes(part))
  return { ...before, ...set, held: held.map(([part]) => part).join() }
}

/** What the log keeps of a change: the fields that differ, topics by their names too. */
export function recorded(
  before: ArticleState,
  after: ArticleState,
  names: ReadonlyMap<number, string>,
): { before: EditedFields; after: EditedFields } {
  const named = (state: ArticleState) => ({
    ...state,
    topics: idsOf(state.topicIds)
      .map((id) => names.get(id) ?? '')
      .join(' · '),
  })
  return changed(named(before), named(after))
}

const FIELDS = ['title', 'picture', 'pictureAlt', 'topicIds', 'held', 'hiddenAt', 'pickedAt'] as const

/** An article as it was before a change of it. */
export function undone(state: ArticleState, { before }: { before: EditedFields }): ArticleState {
  const was = FIELDS.filter((name) => before[name] !== undefined).map((name) => [name, before[name]])
  return { ...state, ...(Object.fromEntries(was) as Partial<ArticleState>) }
}
