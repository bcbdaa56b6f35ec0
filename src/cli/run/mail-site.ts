import type { Site } from './site.ts'

export type Transport = 'smtp' | 'resend'

/** How the one issue of tests/bench/mail-worker.ts stands. */
export type Ledger = {
  issue: {
    state: string
    reason: string | null
    error: string | null
    frozen_at: number | null
    audience: number
    sent: number
    failed: number
    uncertain: number
    dropped: number
  }
  states: Record<string, number>
  /** Ids of subscribers. */
  uncertain: number[]
  /** What jobs sent to the database since the start. */
  statements: number
  calls: number
}

/** Settings of a site that hands its mail to a sink on this machine, as fast as it can. */
export function mailVars(transport: Transport, port: number | null): Record<string, string> {
  const rates = { MAIL_RATE: '10000', MAIL_DOMAIN_RATE: '10000' }
  if (transport === 'smtp') return { MAIL_TRANSPORT: 'smtp', SMTP_URL: `smtp://127.0.0.1:${port}`, ...rates }
  const url = port === null ? 'takes-all' : `http://127.0.0.1:${port}`
  return { MAIL_TRANSPORT: 'resend', RESEND_KEY: 're_test', RESEND_URL: url, ...rates }
}

export async function seedIssue({ direct }: Site, subscribers: number): Promise<void> {
  const response = await fetch(`${direct}/bench/seed`, { method: 'POST', body: JSON.stringify({ subscribers }) })
  if (!response.ok) throw new Error(`seeding answered ${response.status}: ${await response.text()}`)
}

export async function ledgerOf({ direct }: Site): Promise<Ledger> {
  return (await (await fetch(`${direct}/bench/ledger`)).json()) as Ledger
}
