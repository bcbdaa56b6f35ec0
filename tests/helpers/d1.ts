/** A D1 binding (and the sessions made from it) with some of its calls taken over. */
type Hooks = {
  withSession?: (constraint: string | undefined) => void
  prepare?: (query: string) => void
  batch?: (statements: D1PreparedStatement[], raw: Raw) => D1PreparedStatement[]
}
type Raw = Pick<D1DatabaseSession, 'prepare' | 'batch'>

export function hooked(d1: D1Database, hooks: Hooks): D1Database {
  const wrap = (raw: Raw): Raw => ({
    prepare: (query) => {
      hooks.prepare?.(query)
      return raw.prepare(query)
    },
    batch: (statements) => raw.batch(hooks.batch?.(statements, raw) ?? statements),
  })
  return {
    ...wrap(d1),
    withSession: (constraint) => {
      hooks.withSession?.(constraint)
      const session = d1.withSession(constraint)
      return { ...wrap(session), getBookmark: () => session.getBookmark() }
    },
    exec: (query) => d1.exec(query),
    dump: () => d1.dump(),
  }
}

/**
 * A database whose batches break after their `k`-th statement (0: before the first). `broke()` says whether one did:
 * a step is whole when, for every k that breaks it, nothing of it is left behind.
 */
export function failAfter(d1: D1Database, k: number): D1Database & { broke: () => boolean } {
  let broke = false
  const broken = hooked(d1, {
    batch: (statements, raw) => {
      if (broke || k > statements.length) return statements
      broke = true
      return statements.toSpliced(k, 0, raw.prepare(`SELECT json('{')`))
    },
  })
  return Object.assign(broken, { broke: () => broke })
}

/**
 * Runs a step again and again, each time with an error forced after one more of its statements, until it passes
 * unbroken; gives the number of broken runs. `step` must throw when it is broken, and leave everything as it was.
 */
export async function atEveryStatement(
  d1: D1Database,
  step: (broken: D1Database) => Promise<unknown>,
): Promise<number> {
  const before = await dumpTables(d1)
  for (let k = 0; ; k += 1) {
    const broken = failAfter(d1, k)
    const outcome = await step(broken).then(
      () => 'passed',
      (error: unknown) => error,
    )
    if (!broken.broke()) {
      if (outcome !== 'passed') throw outcome
      return k
    }
    if (outcome === 'passed') throw new Error(`the step reported success though statement ${k + 1} never ran`)
    const left = await dumpTables(d1)
    if (JSON.stringify(left) !== JSON.stringify(before)) {
      throw new Error(`broken after statement ${k}, the step left something behind: ${difference(before, left)}`)
    }
  }
}

type Dump = Record<string, Record<string, unknown>[]>

/** Every row of every table of ours, in an order of its own, to be compared whole. */
export async function dumpTables(d1: D1Database): Promise<Dump> {
  const names = await tableNames(d1)
  const results = await d1.batch<Record<string, unknown>>(names.map((name) => d1.prepare(`SELECT * FROM "${name}"`)))
  return Object.fromEntries(names.map((name, i) => [name, sorted(results[i]?.results ?? [])]))
}

/** Tables begin empty in each test, and ids begin at 1. */
export async function emptyTables(d1: D1Database): Promise<void> {
  const names = [...(await tableNames(d1)), 'sqlite_sequence']
  await d1.batch(names.map((name) => d1.prepare(`DELETE FROM "${name}"`)))
}

async function tableNames(d1: D1Database): Promise<string[]> {
  const { results } = await d1
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '_cf_*'
      AND name <> 'd1_migrations' ORDER BY name`)
    .all<{ name: string }>()
  return results.map(({ name }) => name)
}

function sorted(rows: Record<string, unknown>[]): Record<string, unknown>[] {
  return rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

function difference(before: Dump, after: Dump): string {
  const changed = Object.keys(after).filter((name) => JSON.stringify(after[name]) !== JSON.stringify(before[name]))
  return JSON.stringify(Object.fromEntries(changed.map((name) => [name, after[name]])))
}

/** The same thing 20 times at once: what two presses, two tabs or a retry do, and more. */
export function twentyTimes<T>(step: (n: number) => Promise<T>): Promise<T[]> {
  return Promise.all(Array.from({ length: 20 }, (_, n) => step(n)))
}
