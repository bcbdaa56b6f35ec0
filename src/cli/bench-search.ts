import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { commit } from './run/measure.ts'
import { root } from './run/process.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:search`: what a search takes among 200,000 articles, and in one of 200 lists that share an index, from
 * a rare word to one in nearly all of them. Prints a table and writes it into docs/performance.md.
 */
const ARTICLES = 200_000
const CHUNK = 1_000
const TIMES = 50

const folder = 'dist/run/bench-search'
await buildAssets({ sample: true })
const site = await startSite({
  name: 'bench-search',
  script: await bundle('tests/bench/search-worker.ts', `${folder}/bundle`, ['--minify']),
  fresh: true,
})
try {
  for (let from = 1; from <= ARTICLES; from += CHUNK) await seed(site, from, from + CHUNK)
  const lines: string[] = []
  for (const [name, q, below] of await queries(site)) {
    const asked = { q, ...(below && { below: String(below) }) }
    const all = await find(site, asked)
    const list = await find(site, { ...asked, reader: '17' })
    const before: Record<string, string> = below ? { before: `0.${below}` } : {}
    const page = await median(() => timed(site, `/search?${new URLSearchParams({ ...before, q })}`))
    lines.push(`| ${[name, all.hits, ...[all.ms, list.ms, page].map((ms) => ms.toFixed(1))].join(' | ')} |`)
    console.log(lines.at(-1))
  }
  report(lines)
} finally {
  await site.stop()
}

async function seed({ direct }: Site, from: number, to: number): Promise<void> {
  const response = await fetch(`${direct}/bench/seed`, { method: 'POST', body: JSON.stringify({ from, to }) })
  if (!response.ok) throw new Error(`seeding answered ${response.status}: ${await response.text()}`)
  if ((to - 1) % 20_000 === 0) console.log(`${to - 1} articles`)
}

type Query = [name: string, q: string, below?: number]

/** What is searched for, with its name: the words stand with those of the articles, in `tests/bench/headlines.ts`. */
async function queries({ direct }: Site): Promise<Query[]> {
  return (await fetch(`${direct}/bench/queries`)).json() as Promise<Query[]>
}

/**
 * The hits of a search, and what its statement takes beyond one that does nothing: inside workerd the clock stands still
 * while a statement runs.
 */
async function find(site: Site, asked: Record<string, string>): Promise<{ hits: number; ms: number }> {
  const path = `/bench/find?${new URLSearchParams(asked)}`
  const { hits } = (await (await fetch(site.direct + path)).json()) as { hits: number }
  const ms = await median(async () => (await timed(site, path)) - (await timed(site, '/bench/nothing')))
  return { hits, ms: Math.max(ms, 0) }
}

/** Milliseconds of a request with all that HTTP adds to it. */
async function timed({ direct }: Site, path: string): Promise<number> {
  const began = performance.now()
  const response = await fetch(direct + path)
  await response.arrayBuffer()
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  return performance.now() - began
}

async function median(take: () => Promise<number>): Promise<number> {
  const taken: number[] = []
  for (let n = 0; n < TIMES; n += 1) taken.push(await take())
  return taken.toSorted((a, b) => a - b)[TIMES / 2] ?? 0
}

function report(lines: string[]): void {
  const date = new Date().toISOString().slice(0, 10)
  const table = [
    `\`npm run bench:search\`, ${date}, commit ${commit()}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, ${ARTICLES} articles of about 100 words; medians of ${TIMES} requests in milliseconds.`,
    '',
    '| query | hits ranked | the statement, all articles | the statement, one list of 1,000 | the page over HTTP |',
    '|---|--:|--:|--:|--:|',
    ...lines,
  ].join('\n')
  console.log(`\n${table}`)
  const path = resolve(root, 'docs/performance.md')
  const text = readFileSync(path, 'utf8')
  writeFileSync(
    path,
    text.replace(/(?<=<!-- bench:search:begin -->\n).*(?=<!-- bench:search:end -->)/s, `\n${table}\n\n`),
  )
}
