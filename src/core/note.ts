import * as v from 'valibot'

/** The longest note, as a text area counts: UTF-16 units, a line's end as one. */
export const MOST_NOTE = 10_000

/** A note as typed, without white space around it; empty: none. */
export const noteField = v.pipe(
  v.string(),
  v.transform((text) => text.toWellFormed().replace(/\r\n?/g, '\n')),
  v.maxLength(MOST_NOTE),
  v.trim(),
)
