import { DAY } from './clock.ts'

// How much there may be of something, where readers and editors are told so: the sentences (i18n) take it from here.

/** Articles of one list; what was removed does not count. */
export const MOST_SAVED = 50_000
/** Imports of one reader that are on their way at the same time. */
export const MOST_IMPORTS = 5
/** Files of a list that are made for one reader at the same time. */
export const MOST_EXPORTS = 3
/** Nobody needs more; without a limit one account could fill the table. */
export const MOST_PASSKEYS = 20
/** An editor's handful; a strip of more would be no help to anybody. */
export const MOST_TOPICS = 50
export const MOST_RULES = 100
/** Times that a job is tried. */
export const MAX_ATTEMPTS = 8

const WEEK = 7 * DAY

/**
 * Seconds that a mailed link opens what it is for; one that was not pressed leaves nothing but its token. `undo` takes
 * back a change of email, `factor` a new factor, `editor` is an invitation.
 */
export const LINK_LIVES = {
  ...{ signup: DAY, email: DAY, reset: 1800 },
  ...{ optin: WEEK, undo: WEEK, factor: WEEK, editor: WEEK },
}
/** Seconds for which an account that is to be deleted can be kept. */
export const TIME_TO_REGRET = WEEK

const KILOBYTE = 1024
const MEGABYTE = 1024 * KILOBYTE

/** Bytes of a form, of an article's text that is pasted, of a list of feeds. */
export const LARGEST_FORM = 64 * KILOBYTE
export const LARGEST_PASTED = 256 * KILOBYTE
export const LARGEST_OPML = MEGABYTE
/** Bytes of a list that moves in: as a form, and as the request itself. */
export const LARGEST_IMPORT_FORM = 20 * MEGABYTE
export const LARGEST_IMPORT = 100 * MEGABYTE
