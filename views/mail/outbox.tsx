import type { PropsWithChildren } from 'hono/jsx'

/** A row of `dev_mails`, which only local runs have. */
export type SentMail = {
  id: number
  recipient: string
  subject: string
  html: string
  text: string
  headers: string
  sent_at: number
}

/** What a developer reads at /dev/mail: the last hundred messages the site sent, or sent to one email, newest first. */
export function OutboxPage({ mails, to }: { mails: SentMail[]; to: string }) {
  return (
    <Frame title="Mail sent by the site">
      <form>
        <label>
          To <input name="to" type="email" value={to} />
        </label>{' '}
        <button type="submit">Show</button>
      </form>
      {mails.length === 0 && <p>Nothing was sent {to && 'to them '}yet. Jobs run once a minute.</p>}
      <ul>
        {mails.map(({ id, recipient, subject, sent_at }) => (
          <li>
            <a href={`/dev/mail/${id}`}>
              <bdi>{subject}</bdi>
            </a>{' '}
            to <bdi>{recipient}</bdi>, <time datetime={iso(sent_at)}>{iso(sent_at)}</time>
          </li>
        ))}
      </ul>
    </Frame>
  )
}

export function SentMailPage({ mail }: { mail: SentMail }) {
  const headers = Object.entries(JSON.parse(mail.headers) as Record<string, string>)
  return (
    <Frame title={mail.subject}>
      <p>
        <a href="/dev/mail">All mail</a>
      </p>
      <dl>
        <dt>To</dt>
        <dd>{mail.recipient}</dd>
        {headers.map(([name, value]) => (
          <>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </>
        ))}
      </dl>
      <h2>Text</h2>
      <pre dir="auto" style="white-space: pre-wrap; overflow-wrap: anywhere">
        {mail.text.split(/(https?:\/\/\S+)/).map((part, i) => (i % 2 ? <a href={part}>{part}</a> : part))}
      </pre>
      <h2>HTML</h2>
      {/* No script and no origin of ours inside; a link opens in the whole window, as a mail program does it. */}
      <iframe
        title="HTML"
        sandbox="allow-top-navigation-by-user-activation"
        srcdoc={mail.html.replace('<head>', '<head><base target="_top">')}
        width="100%"
        height="640"
      />
    </Frame>
  )
}

function Frame({ title, children }: PropsWithChildren<{ title: string }>) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
      </head>
      <body style="max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.6 system-ui, sans-serif">
        <h1 dir="auto">{title}</h1>
        {children}
      </body>
    </html>
  )
}

function iso(at: number): string {
  return new Date(at * 1000).toISOString()
}
