import type { Site } from './site.ts'

/** What a page of a reader's takes: milliseconds (the median of single requests), statements, rows read. */
export type Cell = { ms: number; statements: number; read: number }

const TIMES = 20

/** Of a site that answers `Bench: cost` (`tests/bench/cost.ts`). */
export async function costOf({ direct }: Site, path: string, session: string): Promise<Cell> {
  const headers = { Cookie: `__Host-session=${session}; __Host-reader=1` }
  const asked = await fetch(direct + path, { headers: { ...headers, Bench: 'cost' }, redirect: 'manual' })
  const { status, ...cost } = (await asked.json()) as { status: number; statements: number; read: number }
  if (status !== 200) throw new Error(`${path} answered ${status}`)
  const taken: number[] = []
  for (let n = 0; n < TIMES; n += 1) {
    const began = performance.now()
    await (await fetch(direct + path, { headers })).arrayBuffer()
    taken.push(performance.now() - began)
  }
  return { ms: taken.toSorted((a, b) => a - b)[TIMES / 2] ?? 0, ...cost }
}

/** A line of a table: each figure of each cell. */
export function costRow(name: string, cells: Cell[]): string {
  const of = (one: (cell: Cell) => string) => cells.map(one).join(' · ')
  const figures = [of(({ ms }) => ms.toFixed(0)), of(({ statements }) => `${statements}`), of(({ read }) => `${read}`)]
  return `| ${[name, ...figures].join(' | ')} |`
}
