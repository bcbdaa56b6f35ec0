import * as v from 'valibot'

/** Paths of other pages, of topics as of newsletters. */
const RESERVED = ['confirm', 'manage', 'new', 'feed']

/** The name in a url that an editor chooses; never made from Arabic. Whether another has it the database says. */
export const slugField = v.pipe(
  v.string('required'),
  v.trim(),
  v.regex(/^[a-z0-9-]{2,40}$/, 'slugMalformed'),
  v.check((slug) => !RESERVED.includes(slug), 'slugTaken'),
)
