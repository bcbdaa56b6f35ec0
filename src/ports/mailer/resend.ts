import type { Mailer, Sender } from '../mailer.ts'

const SECONDS = 15

/** Resend over HTTP. The same Idempotency-Key within 24 hours gives the first answer again and sends nothing more. */
export function createResend({ key, from }: { key: string; from: Sender }): Mailer {
  return {
    async send(mail) {
      const response = await fetch('https://api.resend.com/emails', {
        method: 'POST',
        signal: AbortSignal.timeout(SECONDS * 1000),
        headers: {
          Authorization: `Bearer ${key}`,
          'Content-Type': 'application/json',
          'Idempotency-Key': mail.key,
        },
        body: JSON.stringify({
          from: `${quoted(from.name)} <${from.email}>`,
          to: mail.to,
          subject: mail.subject,
          html: mail.html,
          text: mail.text,
          headers: mail.headers,
        }),
      })
      // The answer's text names what is wrong with the message; it goes to the job's error, where the desk shows it.
      if (!response.ok) throw new Error(`Resend: ${response.status} ${(await response.text()).slice(0, 200)}`)
    },
  }
}

/** A display name as a quoted string (RFC 5322, 3.2.4). */
function quoted(name: string): string {
  return `"${name.replace(/["\\]/g, '\\$&')}"`
}
