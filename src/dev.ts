// What development alone has: mail that lands in a table and is read at /dev/mail, feeds fetched from this machine, and
// the sample publication's host. `npm run dev` starts this file; no production bundle holds it.
import { env } from 'cloudflare:workers'
import { Hono } from 'hono'
import { OutboxPage, type SentMail, SentMailPage } from '../views/mail/outbox.tsx'
import type { Bindings, Ports } from './env.ts'
import { createWorker } from './index.ts'
import { createFetcher } from './ports/fetcher.ts'
import { guarded, type Mail, type Mailer, onOneLine } from './ports/mailer.ts'
import { password } from './ports/password.ts'

/** The feeds and pictures of src/sample, as the assets build copies them. */
const SAMPLE_HOST = 'sample.raff.invalid'

const now = () => Math.floor(Date.now() / 1000)

const ports: Ports = {
  now,
  fetcher: ({ site }) => createFetcher({ site, loopback: true, answer: sample }),
  mailer: ({ DB }) => outbox(DB),
  password,
}

const worker = createWorker(ports)
const pages = new Hono<{ Bindings: Bindings }>()

export default {
  ...worker,
  fetch: (request, bindings, context) => {
    const { pathname } = new URL(request.url)
    return pathname.startsWith('/dev/')
      ? pages.fetch(request, bindings, context)
      : worker.fetch(request, bindings, context)
  },
} satisfies ExportedHandler<Bindings>

pages.get('/dev/mail', async (c) => {
  await makeTable(c.env.DB)
  const to = c.req.query('to') ?? ''
  const { results } = await c.env.DB.prepare(
    `SELECT * FROM dev_mails WHERE ?1 IN ('', recipient) ORDER BY id DESC LIMIT 100`,
  )
    .bind(to)
    .all<SentMail>()
  return c.html(`<!doctype html>${OutboxPage({ mails: results, to })}`)
})

pages.get('/dev/mail/:id{[0-9]+}', async (c) => {
  await makeTable(c.env.DB)
  const mail = await c.env.DB.prepare('SELECT * FROM dev_mails WHERE id = ?').bind(c.req.param('id')).first<SentMail>()
  return mail ? c.html(`<!doctype html>${SentMailPage({ mail })}`) : c.notFound()
})

/** The ASSETS binding looks at the path alone, whatever the host. */
function sample(url: URL): Promise<Response> | null {
  return url.host === SAMPLE_HOST ? env.ASSETS.fetch(new URL(`/sample${url.pathname}`, url)) : null
}

/** Takes messages over as a provider does: the same key again is the same message. */
function outbox(db: D1Database): Mailer {
  const take = async (mails: Mail[]) => {
    await makeTable(db)
    await db.batch(mails.map((mail) => insert(db, mail)))
  }
  return {
    send: (mail) => take([onOneLine(mail)]),
    bulk: guarded({
      name: 'outbox',
      most: 100,
      remembersKeys: true,
      async hand(mails) {
        await take(mails)
        return mails.map(({ key }) => ({ kind: 'sent', id: key }))
      },
    }),
  }
}

function insert(db: D1Database, { to, from, subject, html, text, messageId, headers, key }: Mail): D1PreparedStatement {
  const all = {
    ...(from && { From: `${from.name} <${from.email}>` }),
    ...(messageId && { 'Message-ID': messageId }),
    ...headers,
  }
  return db
    .prepare(
      `INSERT INTO dev_mails (key, recipient, subject, html, text, headers, sent_at) VALUES (?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT DO NOTHING`,
    )
    .bind(key, to, subject, html, text, JSON.stringify(all), now())
}

async function makeTable(db: D1Database): Promise<void> {
  await db
    .prepare(
      `CREATE TABLE IF NOT EXISTS dev_mails (id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE,
        recipient TEXT NOT NULL, subject TEXT NOT NULL, html TEXT NOT NULL, text TEXT NOT NULL, headers TEXT NOT NULL,
        sent_at INTEGER NOT NULL)`,
    )
    .run()
}
