import { bundle } from './bundle.ts'
import { importing, type SavedKey, saving, type TakenFile, working } from './kill-work.ts'
import { freePort, until } from './process.ts'
import { type Site, startSite } from './site.ts'
import { freshKeys } from './vars.ts'

/** What was answered, and what of it was there at the end. `inFlight`: saves under way at each kill. */
export type Outcome = {
  kills: number
  /** Saves, and files whose rows are in `rows`. */
  acknowledged: number
  files: number
  rows: number
  lost: number
  doubled: number
  /** Rows that lack what came with them, imports that did not end, and uploads that were left behind. */
  halfWritten: number
  /** How far numbers that pages show, and what search knows, are from the rows. */
  miscounted: number
  inFlight: number[]
}

/** As tests/bench/shelf.ts says it. */
type Shelf = {
  rows: { id: number; article_id: number | null; url: string; tags: number }[]
  counters: { next_saved: number; unread: number }
  tags: { saved: number; rows: number }[]
  imports: { id: number; state: string; taken: number }[]
  waiting: { kind: string; jobs: number }[]
  searched: number[]
  files: string[]
}

const READER = 1
/** More than a job's lease: what a dead run had claimed is free again. */
export const AFTER_LEASE = 301

/**
 * Saves and imports into a reader's list without a pause, kills the whole process group after as many answers as the
 * seed says, starts it again on the same folder, and so on; then lets the jobs come to their end and looks whether
 * everything that was answered is there, whole and once.
 */
export async function killWhileWorking({ kills, seed }: { kills: number; seed: number }): Promise<Outcome> {
  const random = randomFrom(seed)
  const script = await bundle('tests/bench/worker.ts', 'dist/run/kill/bundle')
  // One port and the same keys for all starts: it is one site that comes back.
  const options = { name: 'kill', script, port: await freePort(), keys: freshKeys() }
  let site = await startSite({ ...options, fresh: true })
  try {
    const session = await prepare(site, kills * 500)
    const [saves, files] = [saving(session), importing(session)]
    const inFlight: number[] = []
    for (let n = 1; n <= kills; n += 1) {
      saves.to(site)
      files.to(site)
      const jobs = working(site)
      await saves.answered(3 + Math.floor(random() * 15))
      inFlight.push(saves.inFlight())
      await site.kill()
      await Promise.all([saves.stopped(), files.stopped(), jobs])
      site = await startSite(options)
      await setClock(site, n * AFTER_LEASE)
    }
    await worked(site)
    const left = { kills, inFlight, ...count(await shelfOf(site), saves.acknowledged, files.acknowledged) }
    return left
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

export async function setClock({ direct }: Site, ahead: number): Promise<void> {
  await fetch(`${direct}/bench/clock`, { method: 'POST', body: JSON.stringify({ ahead }) })
}

async function shelfOf({ direct }: Site): Promise<Shelf> {
  return (await (await fetch(`${direct}/bench/shelf/${READER}`)).json()) as Shelf
}

/** Until no file and no row waits any more. Pages out of reach are tried again for days: nobody waits for those. */
async function worked(site: Site): Promise<void> {
  const quiet = async () => {
    await site.tick()
    const { waiting } = await shelfOf(site)
    return waiting.every(({ kind }) => kind !== 'import' && kind !== 'index')
  }
  await until('imports and search end', quiet, 300)
}

function count(shelf: Shelf, saves: SavedKey[], files: TakenFile[]): Omit<Outcome, 'kills' | 'inFlight'> {
  const { rows, counters, tags, imports, searched } = shelf
  const times = new Map<SavedKey, number>()
  for (const { article_id, url } of rows) {
    const key = article_id ?? url
    times.set(key, (times.get(key) ?? 0) + 1)
  }
  const moved = new Set(files.flatMap(({ urls }) => urls))
  const states = new Map(imports.map((one) => [one.id, one]))
  const unfinished = files.filter(({ id, urls }) => {
    const one = states.get(id)
    return one?.state !== 'done' || one.taken !== urls.length
  })
  // An upload that broke off was never acknowledged; the sweep takes what came of it.
  const left = shelf.files.filter((key) => states.get(Number(key.split('/').at(-1)))?.state !== 'storing')
  const known = new Set(searched)
  return {
    acknowledged: saves.length,
    files: files.length,
    rows: moved.size,
    lost: [...saves, ...moved].filter((key) => !times.has(key)).length,
    doubled: [...times.values()].filter((n) => n > 1).length,
    halfWritten: rows.filter(({ url, tags }) => moved.has(url) && tags !== 1).length + unfinished.length + left.length,
    // The numbers change in the batch that changes the rows: they must agree with them.
    miscounted:
      Math.abs(counters.unread - rows.length) +
      rows.filter(({ id }) => id >= counters.next_saved || !known.has(id)).length +
      tags.reduce((sum, tag) => sum + Math.abs(tag.saved - tag.rows), 0),
  }
}

/** The same seed, the same moments (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}
