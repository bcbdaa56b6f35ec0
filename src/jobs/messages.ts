import { issueMail, issuePreview } from '../../views/mail/issues.tsx'
import { mailWords, type Rendered } from '../../views/mail/mails.tsx'
import type { ChunkContent, IssueContent } from '../core/issue.ts'
import { contentOf, issueUrl } from '../core/issue-content.ts'
import { listHeaders } from '../core/list-headers.ts'
import { mailboxOf } from '../core/mailbox-links.ts'
import { picturePath } from '../core/picture.ts'
import { randomSecret, sha256 } from '../core/secrets.ts'
import { signedToken } from '../core/signed-links.ts'
import type { Mail, Sender } from '../ports/mailer.ts'
import type { Member } from '../store/deliveries.ts'
import type { Issue } from '../store/issues.ts'
import type { Newsletter } from '../store/newsletters.ts'
import type { JobContext } from './context.ts'

type Context = Pick<JobContext, 'config'>

/**
 * The messages of an issue for these members, in their order. What several get alike is rendered once, with marks where
 * the links of one recipient go: drawn anew each time, so that no article can hold one.
 * @throws what a broken template throws
 */
export async function messagesFor(
  context: Context,
  issue: Issue,
  newsletter: Newsletter,
  members: Pick<Member, 'subscriberId' | 'ref' | 'email'>[],
  content: ChunkContent | null,
): Promise<Mail[]> {
  const marks = { manage: randomSecret(16), unsubscribe: randomSecret(16) }
  const sets = content ? content.sets : [await contentOf(issue, context.config.site.url)]
  const rendered = new Map<number, Rendered>()
  return members.map((member) => {
    const set = content ? (content.of[member.subscriberId] ?? -1) : 0
    const found = sets[set]
    if (!found) throw new Error('a member without content')
    const known = rendered.get(set) ?? draw(context, issue, newsletter, found, marks)
    rendered.set(set, known)
    return mailTo(context, issue, newsletter, member, known, marks)
  })
}

/** The issue as an editor sees it before it goes out: its links are nobody's. */
export function testMessage(
  context: Context,
  issue: Issue,
  newsletter: Newsletter,
  content: IssueContent,
): Rendered & { from: Sender } {
  const words = wordsOf(context)
  const { subject, ...parts } = issuePreview(words, issue, newsletter, content)
  return { ...parts, subject: words.m.issues.test(subject), from: senderOf(context, newsletter) }
}

type Marks = { manage: string; unsubscribe: string }

function draw(context: Context, issue: Issue, newsletter: Newsletter, content: IssueContent, marks: Marks): Rendered {
  const { site } = context.config
  const links = {
    manage: `${site.url}/newsletters/manage/${marks.manage}`,
    unsubscribe: `${site.url}/u/${marks.unsubscribe}`,
    archive: issueUrl(site.url, newsletter.slug, issue),
  }
  return issueMail(wordsOf(context), issue, newsletter, content, links)
}

function mailTo(
  context: Context,
  issue: Issue,
  newsletter: Newsletter,
  { ref, email }: Pick<Member, 'ref' | 'email'>,
  { subject, html, text }: Rendered,
  marks: Marks,
): Mail {
  const { config } = context
  const { site, signingKeys } = config
  const signed = { ref, newsletterId: newsletter.id }
  const tokens = {
    manage: signedToken(signingKeys, 'manage', signed),
    unsubscribe: signedToken(signingKeys, 'unsubscribe', signed),
  }
  const own = (part: string) =>
    part.replaceAll(marks.manage, tokens.manage).replaceAll(marks.unsubscribe, tokens.unsubscribe)
  const returnPath = mailboxOf(config, { for: 'bounce', ref, issueId: issue.id })
  return {
    to: email,
    from: senderOf(context, newsletter),
    subject,
    html: own(html),
    text: own(text),
    headers: listHeaders(site, {
      newsletter,
      issueId: issue.id,
      unsubscribeUrl: `${site.url}/u/${tokens.unsubscribe}`,
      unsubscribeMailbox: mailboxOf(config, { for: 'unsubscribe', ...signed }),
      archiveUrl: issueUrl(site.url, newsletter.slug, issue),
    }),
    // The same for every try: a mailbox that got the message twice shows it once, and events name it.
    messageId: `<${issue.id}.${sha256(`message ${issue.id} ${ref}`).slice(0, 32)}@${site.host.split(':')[0]}>`,
    key: `issue:${issue.id}:${ref}`,
    tags: { issue: String(issue.id) },
    ...(returnPath && { returnPath }),
  }
}

function senderOf({ config }: Context, { senderName, senderEmail, name }: Newsletter): Sender {
  return { name: senderName || name, email: senderEmail || config.bulk?.via.from || config.mail.from }
}

function wordsOf({ config }: Context) {
  return mailWords(config.site, (url) => picturePath(url, config.signingKeys[0]))
}
