import type { Config } from './config.ts'
import { mac, type SigningKey, sameSecret } from './secrets.ts'

/**
 * What a message to our own mailbox is about: somebody ends a subscription, or a server tells what became of an issue.
 * Only we can have made the mailbox that says so, since a MAC stands in it.
 */
export type MailboxLink =
  | { for: 'unsubscribe'; ref: string; newsletterId: number }
  | { for: 'bounce'; ref: string; issueId: number }

/** What stands at the beginning of the part after the plus. */
const LETTERS = { unsubscribe: 'u', bounce: 'b' } as const
const MAC_LETTERS = 20
/** A ref of 16 bytes in base 36. */
const REF_LETTERS = 25

/**
 * `mail+u…@news.example.com`: letters and digits alone, since servers do not keep the case, and at most 64 octets
 * before the @ (RFC 5321, 4.5.3.1.1). Null where the site has no mailbox.
 */
export function mailboxOf({ inbox, signingKeys: [key] }: Config, link: MailboxLink): string | null {
  if (!inbox) return null
  const [local = '', domain = ''] = inbox.split('@')
  const id = link.for === 'unsubscribe' ? link.newsletterId : link.issueId
  return `${local}+${LETTERS[link.for]}${refOut(link.ref)}${macOf(key, link)}${id.toString(36)}@${domain}`
}

/** What a recipient's email says, or null where no key of ours made it. Old keys verify for good. */
export function readMailbox({ inbox, signingKeys }: Config, email: string): MailboxLink | null {
  const [local = '', domain = ''] = inbox?.split('@') ?? []
  const pattern = new RegExp(`^([ub])([0-9a-z]{${REF_LETTERS}})([0-9a-z]{${MAC_LETTERS}})([0-9a-z]{1,8})$`)
  const [, box, said = '', after] = /^([^@+]+)\+([^@+]+)@([^@]+)$/.exec(email.trim().toLowerCase()) ?? []
  if (!inbox || box !== local.toLowerCase() || after !== domain.toLowerCase()) return null
  const [, letter, refLetters = '', given = '', idLetters = ''] = pattern.exec(said) ?? []
  const ref = refIn(refLetters)
  const id = Number.parseInt(idLetters, 36)
  if (!letter || ref === null) return null
  const link: MailboxLink =
    letter === 'u' ? { for: 'unsubscribe', ref, newsletterId: id } : { for: 'bounce', ref, issueId: id }
  return signingKeys.some((key) => sameSecret(given, macOf(key, link))) ? link : null
}

/** A hundred bits of the MAC: enough for what a mailbox can be tried with. */
function macOf(key: SigningKey, link: MailboxLink): string {
  const id = link.for === 'unsubscribe' ? link.newsletterId : link.issueId
  const bytes = Buffer.from(mac(key, `mailbox-${link.for}`, link.ref, String(id)), 'base64url')
  return base36(bytes.subarray(0, 16)).slice(-MAC_LETTERS)
}

function refOut(ref: string): string {
  return base36(Buffer.from(ref, 'base64url'))
}

function refIn(letters: string): string | null {
  const value = [...letters].reduce((sum, letter) => sum * 36n + BigInt(Number.parseInt(letter, 36)), 0n)
  const hex = value.toString(16).padStart(32, '0')
  return hex.length === 32 ? Buffer.from(hex, 'hex').toString('base64url') : null
}

function base36(bytes: Uint8Array): string {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
    .toString(36)
    .padStart(REF_LETTERS, '0')
}
