/** Half of the letters of any Arabic text. */
const COMMONEST = /[اليمنو]/g
const IN_WORDS = /[\u0621-\u063a\u0641-\u064a]{3,}/g

/**
 * How Arabic a text reads, 0 to 1: the share of the six commonest letters, in words of three and more, among all that
 * is not ASCII. Real Arabic has about 0.5; Arabic read in the wrong charset, and any other language, far less.
 */
export function arabicShare(text: string): number {
  const foreign = text.match(/[^\p{ASCII}\s]/gu)?.length ?? 0
  const common = text.match(IN_WORDS)?.join('').match(COMMONEST)?.length ?? 0
  return foreign === 0 ? 0 : common / foreign
}
