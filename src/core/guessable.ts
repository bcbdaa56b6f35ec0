import { commonArabicPasswords, foldPassword, ownNames } from './arabic-passwords.ts'

/**
 * Whether a password is among the first that anybody would try: common ones (ASVS 6.2.4), the site's and the reader's
 * own words with a few digits (6.2.11), one or two characters over and over.
 */
export async function isGuessable(
  password: string,
  { siteName, host, email }: Record<'siteName' | 'host' | 'email', string>,
) {
  const folded = foldPassword(password)
  if (new Set(folded).size < 3) return true
  const [mailbox = ''] = email.split('@')
  if (restsOn([email, mailbox, siteName, host, ...ownNames].map(foldPassword), folded)) return true
  const line = `\n${folded}\n`
  // 47 KB that only forms with a new password need.
  const { commonPasswords } = await import('./common-passwords.ts')
  return commonPasswords.includes(line) || commonArabicPasswords.includes(line)
}

/** Without these words, nothing is left but a few digits and signs. */
function restsOn(words: string[], password: string): boolean {
  const rest = words.filter((word) => word.length > 1).reduce((left, word) => left.replaceAll(word, ''), password)
  return rest !== password && rest.length < 8 && !/\p{L}/u.test(rest)
}
