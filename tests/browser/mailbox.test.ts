import { expect, test } from '@playwright/test'
import type { Config } from '../../src/core/config.ts'
import { mailboxOf } from '../../src/core/mailbox-links.ts'
import { dsn } from '../helpers/reports.ts'

/** Hands a message to the built Worker as Email Routing does, with all that it loads only then. */
test('the built Worker takes what comes to a mailbox of its own, and rejects all else', async ({ request }) => {
  const { BROWSER_SIGNING_KEY = '', BROWSER_INBOX: inbox = '' } = process.env
  const [id = '', key = ''] = BROWSER_SIGNING_KEY.split(':')
  const config = { inbox, signingKeys: [{ id, key }] } as unknown as Config
  const own = mailboxOf(config, { for: 'bounce', ref: 'A'.repeat(22), issueId: 1 }) ?? ''
  const mail = (to: string) => {
    const params = { from: 'mailer-daemon@mx.example', to }
    return request.post('/cdn-cgi/local/email', { params, data: dsn({ to, status: '5.1.1' }) })
  }
  expect((await mail(own)).status()).toBe(200)
  const other = await mail(inbox)
  expect([other.status(), await other.text()]).toEqual([400, expect.stringContaining('This mailbox is not read.')])
})
