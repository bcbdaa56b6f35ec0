/** Before a verb: he or she does; before a noun: who or where it is done. */
const BEFORE = /^[يتم](?=.{3})/
/** They come and go within the forms of one root. */
const LONG = /[اويء]/g

/**
 * What the verbs and nouns of one root have in common, of a stem: much rougher than a stem, for texts that are compared
 * as a whole.
 */
export function rootOf(stem: string): string {
  const root = stem.replace(BEFORE, '').replace(LONG, '')
  return root.length > 1 ? root : stem
}
