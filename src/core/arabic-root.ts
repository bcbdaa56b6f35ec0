/** And, so, in, for, as: joined to the front of a word that is long enough without them. */
const JOINED = /^(?:و(?=.{3})|[بلكف](?=.{4}))/
/** Before a verb: who does it, and that it will be done; before a noun: who or where it is done. */
const BEFORE = /^(?:[يم]?ت|[يم])(?=.{3})/
/** They come and go within the forms of one root. */
const LONG = /[اويء]/g
/** She did. */
const SHE = /(?<=.{3})ت$/

/**
 * What the verbs and nouns of one root have in common, of a stem: rougher than a stem, for texts that are compared as a
 * whole. A few unlike words come to the same letters; two letters say too little to stand for a word.
 */
export function rootOf(stem: string): string {
  const word = stem.replace(JOINED, '').replace(BEFORE, '')
  const root = word.replace(LONG, '').replace(SHE, '')
  return root.length > 2 ? root : word
}
