import * as v from 'valibot'
import type { Config, MailConfig, Site } from './core/config.ts'
import type { Fetcher } from './ports/fetcher.ts'
import type { Mailer } from './ports/mailer.ts'
import type { PasswordPort } from './ports/password.ts'
import type { Db } from './store/db.ts'
import type { SignedIn } from './store/sessions.ts'
import type { Kind, KindOf } from './web/access.ts'

/** The generated bindings plus the secrets, which no config file names. */
export type Bindings = Env & {
  SIGNING_KEYS?: string
  SUPPRESSION_KEY?: string
  COMMAND_KEY?: string
  SMTP_URL?: string
  RESEND_KEY?: string
}

/** The outside world; `index.ts` hands in the real one, tests their own. */
export type Ports = {
  /** Unix seconds. */
  now: () => number
  fetcher: (config: Config) => Fetcher
  mailer: (bindings: Bindings, config: Config) => Mailer
  password: PasswordPort
}

export type AppEnv = {
  Bindings: Bindings
  Variables: {
    config: Config
    site: Site
    ports: Ports
    now: () => number
    requestId: string
    /**
     * Says that there is work, so that it is done now and not at the next minute. The message holds nothing and may be
     * lost: the jobs table is the record, and the cron works it off in any case.
     */
    poke: (queue: 'MAIL' | 'INGEST') => void
    /** Does what no answer waits for. What it was about is lost if the Worker dies: never a change somebody asked for. */
    later: (work: Promise<unknown>) => void
    /** The kind of this page, and the look-up for any other. */
    kind: Kind
    kindOf: KindOf
    /** Lives as long as the request; see web/database.ts for which replica it may read. */
    db: Db
    /** Where readers' shelves are: the same database today, another one tomorrow. */
    shelf: Db
    search: Db
    files: R2Bucket
    /** Set by requireReader on private pages; `signedIn(c)` reads it. */
    reader?: SignedIn
    /** The public id of their session, set with `reader`. */
    sessionId?: string
    /** A cookie was read or set: such a page is never a public one. */
    personal?: true
  }
}

const text = v.pipe(v.string(), v.trim(), v.nonEmpty())
const key = v.pipe(v.string(), v.regex(/^[\w-]{43,}$/, 'must be 32 random bytes or more as base64url'))

const Settings = v.object({
  SITE_NAME: text,
  SITE_URL: v.pipe(
    v.string(),
    v.check(
      (url) => URL.canParse(url) && new URL(url).origin === url,
      'must be an origin, such as https://news.example.com',
    ),
  ),
  SITE_LANGUAGE: v.literal('ar'),
  SITE_REGION: v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, 'must be a country code, such as EG')),
  SITE_ZONE: v.pipe(v.string(), v.check(isZone, 'must be a time zone, such as Africa/Cairo')),
  SITE_DIGITS: v.picklist(['arab', 'latn']),
  MAIL_FROM: v.pipe(v.string(), v.email()),
  MAIL_TRANSPORT: v.picklist(['smtp', 'resend', 'cloudflare']),
  POSTAL_ADDRESS: v.string(),
  CONTACT_EMAIL: v.pipe(v.string(), v.email()),
  SIGNING_KEYS: v.pipe(
    v.string(),
    v.regex(/^[\w-]+:[\w-]{43,}(,[\w-]+:[\w-]{43,})*$/, 'must be ID:KEY pairs, newest first'),
  ),
  SUPPRESSION_KEY: key,
  COMMAND_KEY: key,
})

const parsed = new WeakMap<object, Config>()

/**
 * What the publisher set, parsed once an isolate.
 * @throws Error that names the setting that is missing or wrong: the Worker does not run half configured.
 */
export function configOf(bindings: Bindings): Config {
  const known = parsed.get(bindings) ?? parse(bindings)
  parsed.set(bindings, known)
  return known
}

function parse(bindings: Bindings): Config {
  const result = v.safeParse(Settings, bindings)
  if (!result.success) throw wrong(result.issues.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`))
  const set = result.output
  const signingKeys = set.SIGNING_KEYS.split(',').map((pair) => {
    const [id = '', key = ''] = pair.split(':')
    return { id, key }
  })
  return {
    site: {
      name: set.SITE_NAME,
      url: set.SITE_URL,
      host: new URL(set.SITE_URL).host,
      language: set.SITE_LANGUAGE,
      region: set.SITE_REGION,
      zone: set.SITE_ZONE,
      digits: set.SITE_DIGITS,
      contactEmail: set.CONTACT_EMAIL,
      postalAddress: set.POSTAL_ADDRESS,
    },
    mail: mailConfig(set.MAIL_TRANSPORT, set.MAIL_FROM, bindings),
    signingKeys: signingKeys as Config['signingKeys'],
    suppressionKey: set.SUPPRESSION_KEY,
    commandKey: set.COMMAND_KEY,
  }
}

/** Only the chosen transport's secret is asked for. */
function mailConfig(transport: MailConfig['transport'], from: string, bindings: Bindings): MailConfig {
  if (transport === 'smtp') return { transport, from, smtpUrl: needed('SMTP_URL', bindings.SMTP_URL) }
  if (transport === 'resend') return { transport, from, resendKey: needed('RESEND_KEY', bindings.RESEND_KEY) }
  return { transport, from }
}

function needed(name: string, value: string | undefined): string {
  if (!value) throw wrong([`${name}: missing, and MAIL_TRANSPORT needs it`])
  return value
}

function wrong(reasons: string[]): Error {
  return new Error(`Raff is not configured: ${reasons.join('; ')}. See "Deploy" in README.md.`)
}

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}
