/** The letters that one may have meant for another; the forms that `fold` makes one are not there twice. */
const ARABIC = 'ابتثجحخدذرزسشصضطظعغفقكلمنهويءؤئ'
const LATIN = 'abcdefghijklmnopqrstuvwxyz'
/** A longer word would have more neighbours than a query can name. */
const LONGEST = 12

/** All words one slip of a finger away: a letter left out, changed places with the next, is another, or came in. */
export function nearWords(word: string): string[] {
  const letters = /^[a-z]+$/.test(word) ? LATIN : ARABIC
  if (word.length < 3 || word.length > LONGEST) return []
  const near = new Set<string>()
  for (let at = 0; at <= word.length; at += 1) {
    const [before, here, after] = [word.slice(0, at), word.charAt(at), word.slice(at + 1)]
    for (const letter of letters) near.add(before + letter + here + after)
    if (!here) continue
    near.add(before + after)
    if (after) near.add(before + after.charAt(0) + here + after.slice(1))
    for (const letter of letters) near.add(before + letter + after)
  }
  near.delete(word)
  return [...near]
}
