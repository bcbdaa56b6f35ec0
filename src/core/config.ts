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
  | { transport: 'smtp'; from: string; smtpUrl: string }
  | { transport: 'resend'; from: string; resendKey: string }
  | { transport: 'cloudflare'; from: string }

/** All settings of a deployment, secrets included: for actions and jobs, never for views. */
export type Config = {
  site: Site
  mail: MailConfig
  signingKeys: [SigningKey, ...SigningKey[]]
  suppressionKey: string
  commandKey: string
}
