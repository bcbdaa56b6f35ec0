import * as v from 'valibot'
import { idField } from './form.ts'
import { tagName } from './tag.ts'

// One act on many rows of a list at once.

/** Each act, and the one that undoes it. */
export const UNDOES = {
  archived: 'restored',
  restored: 'archived',
  favourite: 'unfavourite',
  unfavourite: 'favourite',
  removed: 'returned',
  returned: 'removed',
  tagged: 'untagged',
  untagged: 'tagged',
} as const

export type ManyAct = keyof typeof UNDOES

/** What was done, to which rows, with which tag. */
export type ManyDone = { act: ManyAct; ids: number[]; tag?: string }

/** Rows that one act takes. */
export const MOST_MANY = 200

/** Ids as boxes send them, each a field of its own, or as one field with dots between. */
const idsField = v.pipe(
  v.union([v.string(), v.array(v.string())]),
  v.transform((given) => [given].flat().flatMap((ids) => ids.split('.'))),
  v.transform((ids) => [...new Set(ids)].filter((id) => id !== '')),
  v.maxLength(MOST_MANY),
  v.array(idField),
)

export const actField = v.picklist(Object.keys(UNDOES) as ManyAct[])
export const tagField = v.optional(
  v.pipe(
    v.string(),
    v.transform((text) => tagName(text) ?? undefined),
  ),
)
export const manyIds = v.optional(idsField, [])
