import * as v from 'valibot'

/** Paths of other pages, of topics as of newsletters. */
const RESERVED = ['confirm', 'manage', 'new', 'feed']

export const SHORTEST_SLUG = 2
export const LONGEST_SLUG = 40

/** The name in a url that an editor chooses; never made from Arabic. Whether another has it the database says. */
export const slugField = v.pipe(
  v.string('required'),
  v.trim(),
  v.regex(/^[a-z0-9-]+$/, 'slugMalformed'),
  v.minLength(SHORTEST_SLUG, 'slugMalformed'),
  v.maxLength(LONGEST_SLUG, 'slugMalformed'),
  v.check((slug) => !RESERVED.includes(slug), 'slugTaken'),
)
