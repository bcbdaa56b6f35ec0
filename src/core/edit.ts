/** What is done at the desk, by what it is done to: each writes one row of `edits`, in the batch of the change. */
export const EDITS = {
  source: ['added', 'changed', 'paused', 'resumed', 'removed'],
  topic: ['added', 'changed', 'moved', 'removed'],
  article: ['changed', 'hidden', 'shown', 'picked', 'unpicked', 'undone'],
  draft: ['added', 'changed', 'scheduled', 'published', 'withdrawn', 'removed'],
  newsletter: ['added', 'changed'],
  issue: ['composed', 'written', 'changed', 'scheduled', 'paused', 'resumed', 'cancelled', 'repeated'],
  subscriber: ['imported', 'exported'],
  reader: ['signedOut', 'deletion', 'kept'],
  editor: ['invited', 'uninvited', 'joined', 'left'],
  job: ['retried', 'forgotten'],
} as const

export type EditNoun = keyof typeof EDITS

/** The id in place of an editor's where a command did it (`npm run editor`). */
export const BY_COMMAND = 0

export function isEditNoun(text: string): text is EditNoun {
  return Object.hasOwn(EDITS, text)
}

/** The fields of something, as far as they matter to who reads the log or takes a change back. */
export type EditedFields = Record<string, string | number | null>

/** By field: what its ids or slugs, one or several with commas, are called. */
export type Named = Record<string, ReadonlyMap<string, string>>

export type Edit<Noun extends EditNoun = EditNoun> = {
  editorId: number
  noun: Noun
  /** The id of what was changed; 0 where there are many, or it has none. */
  ref: number
  /** What it was called at that time. */
  label: string
  action: (typeof EDITS)[Noun][number]
  before?: EditedFields
  after?: EditedFields
}

/** Of two versions of the same thing, the fields that differ. */
export function changed(before: EditedFields, after: EditedFields): { before: EditedFields; after: EditedFields } {
  const names = Object.keys(after).filter((name) => before[name] !== after[name])
  const only = (fields: EditedFields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? null]))
  return { before: only(before), after: only(after) }
}
