import type { SigningKey } from './secrets.ts'

/** What a publisher sets for the deployment; views may know all of it. */
export type Site = {
  name: string
  /** The origin, without a slash at the end. Every absolute url is made from it, never from a request. */
  url: string
  host: string
  language: 'ar'
  region: string
  zone: string
  digits: 'arab' | 'latn'
  contactEmail: string
  postalAddress: string
}

export type MailConfig =
  | { transport: 'smtp'; from: string; smtpUrl: string; dkim: Dkim | null }
  | { transport: 'resend'; from: string; resendKey: string; resendUrl: string }
  | { transport: 'cloudflare'; from: string }

/** What newsletters go out through. Cloudflare's service is not among them: docs/newsletters.md says why. */
export type BulkConfig = { via: Exclude<MailConfig, { transport: 'cloudflare' }>; rate: number; domainRate: number }

/** RFC 6376: what messages over SMTP are signed with; `key` is PEM (PKCS 8). */
export type Dkim = { domain: string; selector: string; key: string }

/** All settings of a deployment, secrets included: for actions and jobs, never for views. */
export type Config = {
  site: Site
  mail: MailConfig
  /** null: none is set that may carry newsletters. */
  bulk: BulkConfig | null
  /** Where the Worker's own mailbox is: `mail@news.example.com`, of which every `mail+…@` comes in, too. */
  inbox: string | null
  /** Secrets of webhooks; null: that one is not listened to. */
  hooks: { resend: string | null; relay: string | null }
  signingKeys: [SigningKey, ...SigningKey[]]
  suppressionKey: string
  commandKey: string
}
