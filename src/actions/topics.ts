import { changed, type EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import { type FieldError, ifTaken, type Refused } from '../core/form.ts'
import { keywordOf } from '../core/keyword.ts'
import { MOST_RULES } from '../core/limits.ts'
import type { TopicSettings } from '../core/topic-form.ts'
import { type Catch, caughtAmong } from '../core/topic-rule.ts'
import { topicNames } from '../store/articles.ts'
import * as topics from '../store/desk-topics.ts'
import * as rules from '../store/topic-rules.ts'
import type { ActionContext } from './context.ts'

type Context = Pick<ActionContext, 'db' | 'now'>
type Taken = Awaited<ReturnType<typeof topics.takenCategories>>

/** What is wrong with a topic; `taken`: categories that mean another one. */
export type TopicRefused = Refused & { taken?: Taken }

/** A new topic: gives its id, or what is wrong. */
export async function makeTopic(
  { db, now }: Context,
  editorId: number,
  settings: TopicSettings,
): Promise<TopicRefused | { id: number }> {
  const refused = await refusedCategories({ db }, 0, settings)
  if (refused) return refused
  return topics
    .create(db, settings, now(), editorId)
    .then((id) => (id === null ? { errors: { name: 'topicsFull' as const } } : { id }), ifTaken({ slug: 'slugTaken' }))
}

/** Changes one. False: somebody else changed it since that version. */
export async function changeTopic(
  { db, now }: Context,
  editorId: number,
  known: { id: number; version: number },
  settings: TopicSettings,
): Promise<TopicRefused | boolean> {
  const was = await topics.find(db, known.id)
  const refused = await refusedCategories({ db }, known.id, settings)
  if (refused) return refused
  const edit = { by: editorId, ...changed(fieldsOf(was), fieldsOf(settings)) }
  return topics.update(db, { ...known, slug: was.slug }, settings, now(), edit).catch(ifTaken({ slug: 'slugTaken' }))
}

async function refusedCategories({ db }: Pick<Context, 'db'>, id: number, { categories }: TopicSettings) {
  const taken = await topics.takenCategories(db, { id, categories })
  return taken.length > 0 ? { errors: { categories: 'categoryTaken' as const }, taken } : null
}

function fieldsOf({ name, slug, categories }: TopicSettings): EditedFields {
  return { name, slug, categories: categories.join(' · ') }
}

/** Puts a topic at a place in the order, counted from 0: pressing twice is harmless. */
export async function moveTopic({ db, now }: Context, editorId: number, id: number, wanted: number): Promise<void> {
  const all = await topicNames(db)
  const from = all.findIndex((topic) => topic.id === id)
  const topic = all[from]
  if (!topic) throw new AppError('not_found')
  const to = Math.min(wanted, all.length - 1)
  const order = all
    .map((other) => other.id)
    .toSpliced(from, 1)
    .toSpliced(to, 0, id)
  const moved = { id, name: topic.name, before: { position: from + 1 }, after: { position: to + 1 } }
  await topics.setOrder(db, order, moved, now(), editorId)
}

/** What a rule of these words would catch of the newest articles, or what is wrong with the words. */
export async function tryRule({ db, now }: Context, words: string): Promise<Catch | { error: FieldError }> {
  const keyword = keywordOf(words)
  if (typeof keyword === 'string') return { error: FAULTS[keyword] }
  return caughtAmong(await rules.newest(db, now()), keyword)
}

/** Adds a rule; with `apply` also to those of the newest articles that it catches. Else what is wrong, with its catch. */
export async function addRule(
  { db, now }: Context,
  editorId: number,
  topic: topics.DeskTopic,
  { words, apply }: { words: string; apply: boolean },
): Promise<{ error: FieldError; caught?: Catch } | null> {
  const keyword = keywordOf(words)
  if (typeof keyword === 'string') return { error: FAULTS[keyword] }
  if (topic.rules.length >= MOST_RULES) return { error: 'rulesFull' }
  const caught = caughtAmong(await rules.newest(db, now()), keyword)
  if (caught.broad) return { error: 'ruleBroad', caught }
  await rules.add(db, topic, keyword, apply ? caught.ids : [], now(), editorId)
  return null
}

const FAULTS = { short: 'keywordShort', long: 'keywordLong', common: 'keywordCommon' } as const
