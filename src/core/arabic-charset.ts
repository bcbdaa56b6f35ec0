/** Half of the letters of any Arabic text. */
const COMMONEST = /[اليمنو]/g
const IN_WORDS = /[\u0621-\u063a\u0641-\u064a]{3,}/g

/**
 * How Arabic a text reads, 0 to 1: the share of the six commonest letters, in words of three and more, among all that
 * is not ASCII. Real Arabic has about 0.5; Arabic read in the wrong charset, and any other language, far less.
 */
export function arabicShare(text: string): number {
  // Counted by what a text loses: a list of all letters of a large page would take more memory than there is.
  const foreign = text.length - text.replace(/[^\p{ASCII}\s]/gu, '').length
  const common = text.length - text.replace(IN_WORDS, (word) => word.replace(COMMONEST, '')).length
  return foreign === 0 ? 0 : common / foreign
}
