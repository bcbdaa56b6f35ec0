import type { Mailer, Sender } from '../mailer.ts'

/** Cloudflare Email Service, through the `send_email` binding. It sets Message-ID and Date itself and knows no keys. */
export function createCloudflare(binding: SendEmail, from: Sender): Mailer {
  return {
    async send({ to, subject, html, text, headers }) {
      await binding.send({ to, from, subject, html, text, headers })
    },
  }
}
