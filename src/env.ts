import * as v from 'valibot'
import type { BulkConfig, Config, Dkim, MailConfig, Site } from './core/config.ts'
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
  /** Where Resend is reached; tests have their own. */
  RESEND_URL?: string
  NEWSLETTER_TRANSPORT?: string
  MAIL_RATE?: string
  MAIL_DOMAIN_RATE?: string
  MAIL_INBOX?: string
  DKIM_DOMAIN?: string
  DKIM_SELECTOR?: string
  DKIM_KEY?: string
  RESEND_HOOK_SECRET?: string
  RELAY_HOOK_KEY?: string
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
/** Messages a second. */
const rate = v.pipe(
  v.string(),
  v.transform(Number),
  v.number('must be a number of messages a second'),
  v.minValue(0.1, 'must be at least 0.1 a second'),
  v.maxValue(10_000),
)

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
  NEWSLETTER_TRANSPORT: v.optional(v.picklist(['smtp', 'resend'])),
  MAIL_RATE: v.optional(rate),
  MAIL_DOMAIN_RATE: v.optional(rate),
  // What stands behind the plus takes 53 of the 64 octets that a mailbox may have before its @.
  MAIL_INBOX: v.optional(
    v.pipe(v.string(), v.email(), v.regex(/^[^@+]{1,11}@/, 'must have 11 letters before its @ at most, and no +')),
  ),
  DKIM_DOMAIN: v.optional(text),
  DKIM_SELECTOR: v.optional(text),
  DKIM_KEY: v.optional(v.pipe(v.string(), v.includes('PRIVATE KEY', 'must be a private key in PEM'))),
  RESEND_HOOK_SECRET: v.optional(v.pipe(v.string(), v.startsWith('whsec_', 'must begin with whsec_'))),
  RELAY_HOOK_KEY: v.optional(key),
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
    mail: mailConfig(set.MAIL_TRANSPORT, set.MAIL_FROM, bindings, dkimOf(set)),
    bulk: bulkConfig(set, bindings),
    inbox: set.MAIL_INBOX ?? null,
    hooks: { resend: set.RESEND_HOOK_SECRET ?? null, relay: set.RELAY_HOOK_KEY ?? null },
    signingKeys: signingKeys as Config['signingKeys'],
    suppressionKey: set.SUPPRESSION_KEY,
    commandKey: set.COMMAND_KEY,
  }
}

type Set = v.InferOutput<typeof Settings>

/** Only the chosen transport's secret is asked for. */
function mailConfig<T extends MailConfig['transport']>(
  transport: T,
  from: string,
  bindings: Bindings,
  dkim: Dkim | null,
): Extract<MailConfig, { transport: T }>
function mailConfig(
  transport: MailConfig['transport'],
  from: string,
  bindings: Bindings,
  dkim: Dkim | null,
): MailConfig {
  if (transport === 'smtp') return { transport, from, smtpUrl: needed('SMTP_URL', bindings.SMTP_URL), dkim }
  if (transport === 'resend') {
    const resendUrl = bindings.RESEND_URL ?? 'https://api.resend.com'
    return { transport, from, resendKey: needed('RESEND_KEY', bindings.RESEND_KEY), resendUrl }
  }
  return { transport, from }
}

/** Messages a second, where nothing is set: what a small mail server bears, and two calls of 100 to Resend. */
const RATES = { smtp: 10, resend: 200 }

function bulkConfig(set: Set, bindings: Bindings): BulkConfig | null {
  const transport = set.NEWSLETTER_TRANSPORT ?? (set.MAIL_TRANSPORT === 'cloudflare' ? null : set.MAIL_TRANSPORT)
  if (!transport) return null
  const rate = set.MAIL_RATE ?? RATES[transport]
  const via = mailConfig(transport, set.MAIL_FROM, bindings, dkimOf(set))
  return { via, rate, domainRate: set.MAIL_DOMAIN_RATE ?? rate / 2 }
}

/** All three or none. */
function dkimOf({ DKIM_DOMAIN: domain, DKIM_SELECTOR: selector, DKIM_KEY: key }: Set): Dkim | null {
  if (!domain && !selector && !key) return null
  return {
    domain: needed('DKIM_DOMAIN', domain, 'DKIM'),
    selector: needed('DKIM_SELECTOR', selector, 'DKIM'),
    // A secret of one line may hold its line ends as \\n.
    key: needed('DKIM_KEY', key, 'DKIM').replaceAll('\\n', '\n'),
  }
}

function needed(name: string, value: string | undefined, by = 'MAIL_TRANSPORT'): string {
  if (!value) throw wrong([`${name}: missing, and ${by} needs it`])
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
