import { bundle } from './bundle.ts'
import { freePort, until } from './process.ts'
import { type Site, startSite } from './site.ts'
import { freshKeys } from './vars.ts'

/** Saves that were answered, and what of them was there at the end. `inFlight`: writes under way at each kill. */
export type Outcome = {
  kills: number
  acknowledged: number
  lost: number
  doubled: number
  miscounted: number
  inFlight: number[]
}

type Saved = { rows: { id: number; article_id: number }[]; counters: { next_saved: number; unread: number } }

const WRITERS = 8
const READER = 1

/**
 * Writes into a reader's list without a pause, kills the whole process group after as many answers as the seed says,
 * starts it again on the same folder, and so on; then looks whether every answered save is there, once.
 */
export async function killWhileSaving({ kills, seed }: { kills: number; seed: number }): Promise<Outcome> {
  const random = randomFrom(seed)
  const script = await bundle('tests/bench/worker.ts', 'dist/run/kill/bundle')
  // One port and the same keys for all starts: it is one site that comes back.
  const options = { name: 'kill', script, port: await freePort(), keys: freshKeys() }
  let site = await startSite({ ...options, fresh: true })
  try {
    const session = await prepare(site, kills * 500)
    const writing = write(session)
    const inFlight: number[] = []
    for (let n = 0; n < kills; n += 1) {
      writing.to(site)
      await writing.answered(20 + Math.floor(random() * 100))
      inFlight.push(writing.inFlight())
      await site.kill()
      await writing.stopped()
      site = await startSite(options)
    }
    return { kills, inFlight, ...(await count(site, writing.acknowledged)) }
  } finally {
    await site.stop()
  }
}

async function prepare({ direct }: Site, articles: number): Promise<string> {
  const body = JSON.stringify({ articles, readers: 1, saved: 0 })
  const response = await fetch(`${direct}/bench/seed`, { method: 'POST', body })
  const { sessions } = (await response.json()) as { sessions: string[] }
  return sessions[0] ?? ''
}

/** Writers that save one article after another, each of them once, until the site is gone. */
function write(session: string) {
  const acknowledged: number[] = []
  let next = 1
  let under = 0
  let writers: Promise<void>[] = []

  async function writer({ direct, url }: Site): Promise<void> {
    for (;;) {
      const article = next
      next += 1
      under += 1
      const done = await save(direct, url, article).catch(() => null)
      under -= 1
      if (done === null) return
      if (!done) throw new Error(`saving article ${article} was refused`)
      acknowledged.push(article)
    }
  }

  async function save(direct: string, origin: string, article: number): Promise<boolean> {
    const response = await fetch(`${direct}/list`, {
      method: 'POST',
      headers: { Cookie: `__Host-session=${session}`, Origin: origin, 'HX-Request': 'true' },
      body: new URLSearchParams({ article_id: `${article}` }),
    })
    await response.arrayBuffer()
    return response.status === 200
  }

  return {
    acknowledged,
    to: (site: Site) => {
      writers = Array.from({ length: WRITERS }, () => writer(site))
    },
    inFlight: () => under,
    /** Resolves when so many more were answered, with others under way. */
    answered: (more: number) => {
      const wanted = acknowledged.length + more
      return until(`${more} saves`, async () => acknowledged.length >= wanted && under > 0, 30, 1)
    },
    stopped: () => Promise.all(writers),
  }
}

async function count({ direct }: Site, acknowledged: number[]): Promise<Omit<Outcome, 'kills' | 'inFlight'>> {
  const { rows, counters } = (await (await fetch(`${direct}/bench/saved/${READER}`)).json()) as Saved
  const times = new Map<number, number>()
  for (const { article_id } of rows) times.set(article_id, (times.get(article_id) ?? 0) + 1)
  return {
    acknowledged: acknowledged.length,
    lost: acknowledged.filter((article) => !times.has(article)).length,
    doubled: [...times.values()].filter((n) => n > 1).length,
    // The counters change in the batch that changes the rows: they must agree with them.
    miscounted: Math.abs(counters.unread - rows.length) + Math.abs(counters.next_saved - 1 - rows.length),
  }
}

/** The same seed, the same moments (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
