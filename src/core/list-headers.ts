import type { Site } from './config.ts'

/** What the headers of one message of a newsletter say. The urls are of its one recipient. */
export type ListMessage = {
  newsletter: { id: number; slug: string; name: string }
  issueId: number
  unsubscribeUrl: string
  /** Null where the site has no mailbox of its own. */
  unsubscribeMailbox: string | null
  /** Null: what is made for one reader has no page. */
  archiveUrl: string | null
}

/** RFC 3834: no robot need answer, and no one's absence. On every message of the site. */
export function robotHeaders(language: string): Record<string, string> {
  return {
    'Content-Language': language,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  }
}

/**
 * RFC 2369 (List-Unsubscribe, -Help, -Archive), RFC 8058 (one click), RFC 2919 (List-Id), RFC 5064 (Archived-At), and
 * Google's Feedback-ID. Values are ASCII but for the name, which is encoded here: not every transport does it.
 */
export function listHeaders(site: Site, message: ListMessage): Record<string, string> {
  const { newsletter, issueId, unsubscribeUrl, unsubscribeMailbox, archiveUrl } = message
  const { hostname } = new URL(site.url)
  const page = `${site.url}/newsletters/${newsletter.slug}`
  const mailto = unsubscribeMailbox ? `, <mailto:${unsubscribeMailbox}>` : ''
  return {
    ...robotHeaders(site.language),
    'List-Unsubscribe': `<${unsubscribeUrl}>${mailto}`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': `${phrase(newsletter.name)} <${newsletter.slug}.news.${hostname}>`,
    'List-Archive': `<${page}>`,
    'List-Help': `<${page}>`,
    ...(archiveUrl && { 'Archived-At': `<${archiveUrl}>` }),
    Precedence: 'bulk',
    'Feedback-ID': `${issueId}:${newsletter.slug}:raff:${senderId(hostname)}`,
  }
}

/** Google groups what it is told of complaints by this: 5 to 15 characters, always the same. */
function senderId(hostname: string): string {
  return hostname
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 15)
    .padEnd(5, '-')
}

/** Bytes of text in one encoded word: with its frame it stays below 75 characters (RFC 2047, 2). */
const WORD_BYTES = 42

/** A name as RFC 2047 encoded words; no character is split between two. ASCII is a quoted string. */
function phrase(name: string): string {
  const line = name.replace(/\p{Cc}+/gu, ' ').trim()
  if (/^[ -~]*$/.test(line)) return `"${line.replace(/["\\]/g, '\\$&')}"`
  const words = ['']
  for (const character of line) {
    const word = words.at(-1) ?? ''
    if (Buffer.byteLength(word + character) > WORD_BYTES) words.push(character)
    else words[words.length - 1] = word + character
  }
  return words.map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join(' ')
}
