import { knownMail, mailWords, optInMail, type Rendered, signUpMail } from '../../views/mail/mails.tsx'
import { parseIntent } from '../core/intent.ts'
import { type LinkPurpose, linkSecret } from '../core/links.ts'
import { picturePath } from '../core/picture.ts'
import type { Job } from '../store/jobs.ts'
import * as newsletters from '../store/newsletters.ts'
import * as readers from '../store/readers.ts'
import * as tokens from '../store/tokens.ts'
import type { JobContext, Outcome } from './index.ts'

type Words = ReturnType<typeof mailWords>
type Payload = { template: LinkPurpose; token: string }

/** Takes a token's row and its link's secret; gives null where there is nothing to say any more. */
type Template = (context: JobContext, words: Words, token: tokens.Token, secret: string) => Promise<Rendered | null>

const templates: Record<LinkPurpose, Template> = { signup: signUp, optin: optIn }

/**
 * Sends one mail. The secret of its link is made again on each try, so a retry sends the same link, and the transport
 * knows it by the same key. A link that ended or was used meanwhile is nothing to send.
 */
export async function mail(context: JobContext, job: Job): Promise<Outcome> {
  const { config, db, now, mailer } = context
  const { template, token: hash } = JSON.parse(job.payload ?? '') as Payload
  const token = await tokens.find(db, hash, now())
  if (!token) return undefined
  const secret = linkSecret(config, template, token.nonce, token.keyId)
  const words = mailWords(config.site, (url) => picturePath(url, config.signingKeys[0]))
  const rendered = await templates[template](context, words, token, secret)
  if (rendered)
    await mailer.send({ ...rendered, to: token.email, headers: headersOf(config.site.language), key: job.key })
  return undefined
}

/** Whether an email has its account is found out here, and told to nobody but its owner. */
async function signUp({ db }: JobContext, words: Words, { email }: tokens.Token, secret: string): Promise<Rendered> {
  const known = await readers.byEmail(db, email)
  return known ? knownMail(words) : signUpMail(words, `${words.site.url}/verify/${secret}`)
}

async function optIn({ db }: JobContext, words: Words, token: tokens.Token, secret: string): Promise<Rendered | null> {
  const intent = parseIntent(token.intent)
  if (intent?.kind !== 'newsletter') return null
  const newsletter = (await newsletters.all(db)).find(({ slug }) => slug === intent.slug)
  const url = `${words.site.url}/newsletters/confirm/${secret}`
  return newsletter ? optInMail(words, { newsletter: newsletter.name, url }) : null
}

/** RFC 3834: no robot need answer, and no one's absence. */
function headersOf(language: string): Record<string, string> {
  return {
    'Content-Language': language,
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'OOF, AutoReply',
  }
}
