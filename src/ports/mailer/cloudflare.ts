import type { Mail, Sender } from '../mailer.ts'

/**
 * Cloudflare Email Service, through the `send_email` binding. For the site's own messages alone: it sets Message-ID
 * itself and knows no idempotency keys, so an issue that was cut off would lose or repeat readers.
 */
export function createCloudflare(binding: SendEmail, from: Sender): { send(mail: Mail): Promise<void> } {
  return {
    async send({ to, subject, html, text, headers }) {
      await binding.send({ to, from, subject, html, text, headers })
    },
  }
}
