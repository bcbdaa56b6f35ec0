import {
  editorMail,
  emailMail,
  heldMail,
  keepMail,
  knownMail,
  mailWords,
  noAccountMail,
  noticeMail,
  optInMail,
  type Rendered,
  resetMail,
  signUpMail,
  takenMail,
  undoMail,
} from '../../views/mail/mails.tsx'
import { contentForReader } from '../actions/content.ts'
import { parseIntent } from '../core/intent.ts'
import { type LinkPurpose, linkSecret } from '../core/links.ts'
import { robotHeaders } from '../core/list-headers.ts'
import type { Notice } from '../core/notices.ts'
import { picturePath } from '../core/picture.ts'
import type { Sender } from '../ports/mailer.ts'
import * as issues from '../store/issues.ts'
import type { Job } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import * as tokens from '../store/tokens.ts'
import type { JobContext, Outcome } from './context.ts'
import { testMessage } from './messages.ts'

type Words = ReturnType<typeof mailWords>
/** A link that works once, or the news of a change, which grants nothing. */
type Payload =
  | { template: Exclude<LinkPurpose, 'factor'>; token: string }
  | { template: 'factor'; token: string; about: Notice }
  | { notice: Notice; to: string; at: number }
  /** An issue as it stands, for an editor to see: what their account gets of it. */
  | { issue: number; to: string; reader: number }
type Message = Rendered & { to: string; from?: Sender }

/** Takes a token's row and its link's secret; gives null where there is nothing to say any more. */
type Template = (context: JobContext, words: Words, token: tokens.Token, secret: string) => Promise<Rendered | null>

const templates: Record<Exclude<LinkPurpose, 'factor'>, Template> = {
  signup: signUp,
  optin: optIn,
  reset,
  email,
  undo,
  keep,
  editor,
}

/**
 * Sends one mail. The secret of its link is made again on each try, so a retry sends the same link, and the transport
 * knows it by the same key. A link that ended or was used meanwhile is nothing to send.
 */
export async function mail(context: JobContext, job: Job): Promise<Outcome> {
  const { config, mailer } = context
  const words = mailWords(config.site, (url) => picturePath(url, config.signingKeys[0]))
  const message = await messageOf(context, words, JSON.parse(job.payload ?? '') as Payload)
  if (message) await mailer.send({ ...message, headers: robotHeaders(config.site.language), key: job.key })
  return undefined
}

async function messageOf(context: JobContext, words: Words, payload: Payload): Promise<Message | null> {
  if ('notice' in payload) return { ...noticeMail(words, payload.notice, payload.at), to: payload.to }
  const { config, db, now } = context
  if ('issue' in payload) {
    const issue = await issues.find(db, payload.issue)
    const newsletter = await newsletters.find(db, { id: issue.newsletterId })
    const content = await contentForReader(context, issue, newsletter, payload.reader)
    return content && { ...testMessage(context, issue, newsletter, content), to: payload.to }
  }
  const token = await tokens.find(db, payload.token, now())
  if (!token) return null
  const secret = linkSecret(config, payload.template, token.nonce, token.keyId)
  if (payload.template === 'factor') {
    const undo = `${words.site.url}/factor/${secret}`
    return { ...noticeMail(words, payload.about, token.createdAt, undo), to: token.email }
  }
  const rendered = await templates[payload.template](context, words, token, secret)
  return rendered && { ...rendered, to: token.email }
}

/** Whether an email has its account is found out here, and told to nobody but its owner. */
async function signUp(context: JobContext, words: Words, { email }: tokens.Token, secret: string): Promise<Rendered> {
  const { db, now } = context
  if (await readers.byEmail(db, email)) return knownMail(words)
  const held = await tokens.heldUntil(db, email, now())
  return held ? heldMail(words, held) : signUpMail(words, `${words.site.url}/verify/${secret}`)
}

async function reset(_: JobContext, words: Words, { readerId }: tokens.Token, secret: string): Promise<Rendered> {
  return readerId === null ? noAccountMail(words) : resetMail(words, `${words.site.url}/reset/${secret}`)
}

async function email({ db }: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered> {
  const taken = await readers.byEmail(db, token.email)
  return taken ? takenMail(words) : emailMail(words, `${words.site.url}/email/confirm/${secret}`)
}

/** Goes to the email that was left, and names the one it was left for. */
async function undo({ db }: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered | null> {
  const changed = token.readerId === null ? null : await readers.emailOf(db, token.readerId)
  const url = `${words.site.url}/email/undo/${secret}`
  return changed === null ? null : undoMail(words, { email: changed, until: token.expiresAt, url })
}

async function keep(_: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered> {
  return keepMail(words, { until: token.expiresAt, url: `${words.site.url}/keep/${secret}` })
}

async function editor(_: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered> {
  return editorMail(words, { until: token.expiresAt, url: `${words.site.url}/editor/${secret}` })
}

async function optIn({ db }: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered | null> {
  const intent = parseIntent(token.intent)
  if (intent?.kind !== 'newsletter') return null
  const newsletter = (await newsletters.all(db)).find(({ slug }) => slug === intent.slug)
  const url = `${words.site.url}/newsletters/confirm/${secret}`
  return newsletter ? optInMail(words, { newsletter: newsletter.name, url }) : null
}
