import { Hono } from 'hono'
import { sha256 } from '../../src/core/secrets.ts'
import type { Bindings, Ports } from '../../src/env.ts'
import { createWorker } from '../../src/index.ts'
import { password } from '../../src/ports/password.ts'
import { recording } from '../helpers/calls.ts'
import { seedMany, seedReader } from '../helpers/many.ts'
import { repeatable, replay } from './replay.ts'
import { shelfOf } from './shelf.ts'

// The Worker as it is built for a deployment, and beside it, in the same bundle, what measuring needs: a large site,
// and for each request its ceiling: a bare handler that sends the same statements in the same calls, hashes as many
// passwords, and answers with the same bytes, prepared. `Bench: record` learns it, `Bench: ceiling` answers with it.

type Ceiling = {
  calls: Parameters<typeof replay>[1]
  verifications: number
  body: string
  type: string
  status: number
}

const learned = new Map<string, Ceiling>()
let verifications = 0

const counted: Ports['password'] = {
  hash: (text) => password.hash(text),
  verify: (stored, text) => {
    verifications += 1
    return password.verify(stored, text)
  },
}
const nothing = () => {
  throw new Error('a bench asks nobody outside')
}
/** Seconds that its clock is ahead: what waits for a lease to end need not wait. */
let ahead = 0
const worker = createWorker({
  now: () => Math.floor(Date.now() / 1000) + ahead,
  // Nobody outside is asked: every page that is to be fetched is out of reach.
  fetcher: () => async () => ({ result: 'failed', error: 'unreachable', detail: 'a bench' }),
  mailer: () => ({ send: nothing, bulk: null }),
  password: counted,
})

const bare = new Hono<{ Bindings: Bindings }>()

bare.all('*', async (c) => {
  const ceiling = learned.get(c.req.header('Bench-Name') ?? '')
  if (!ceiling) return c.text('not learned', 500)
  await replay(c.env.DB, ceiling.calls)
  for (let n = 0; n < ceiling.verifications; n += 1) await password.verify(null, 'a password')
  return c.body(ceiling.body, ceiling.status as 200, { 'Content-Type': ceiling.type })
})

const tools = new Hono<{ Bindings: Bindings }>()

tools.post('/bench/seed', async (c) => {
  const { articles, readers, saved } = await c.req.json<{ articles: number; readers: number; saved: number }>()
  const now = Math.floor(Date.now() / 1000)
  await seedMany(c.env.DB, { articles, now, texts: 'long' })
  const secret = await password.hash('a long password of a bench')
  for (let id = 1; id <= readers; id += 1) {
    const person = { id, email: `reader-${id}@example.com`, secret, sessionHash: sha256(sessionOf(id)), saved }
    await seedReader(c.env.DB, person, now)
  }
  return c.json({ sessions: Array.from({ length: readers }, (_, i) => sessionOf(i + 1)) })
})

tools.post('/bench/clock', async (c) => {
  ahead = (await c.req.json<{ ahead: number }>()).ahead
  return c.body(null, 204)
})

tools.get('/bench/shelf/:reader', async (c) => c.json(await shelfOf(c.env, Number(c.req.param('reader')))))

export default {
  ...worker,
  async fetch(request, bindings, context) {
    const wish = request.headers.get('Bench')
    if (wish === 'ceiling') return bare.fetch(request, bindings, context)
    if (wish === 'record') return record(request, bindings, context)
    if (new URL(request.url).pathname.startsWith('/bench/')) return tools.fetch(request, bindings, context)
    return worker.fetch(request, bindings, context)
  },
} satisfies ExportedHandler<Bindings>

async function record(request: Request, bindings: Bindings, context: ExecutionContext): Promise<Response> {
  const calls: Ceiling['calls'] = []
  verifications = 0
  const response = await worker.fetch(request, { ...bindings, DB: recording(bindings.DB, calls) }, context)
  const text = await response.clone().text()
  learned.set(request.headers.get('Bench-Name') ?? '', {
    calls: repeatable(calls),
    verifications,
    body: text,
    type: response.headers.get('Content-Type') ?? 'text/plain',
    status: response.status,
  })
  return response
}

/** In the shape of the real ones: 40 letters of base32. */
function sessionOf(reader: number): string {
  return `${reader}`.replace(/./g, (digit) => 'abcdefghij'[Number(digit)] ?? 'a').padEnd(40, 'q')
}
