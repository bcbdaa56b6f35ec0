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
  for (const [name, q] of await queries(site)) {
    const all = await find(site, { q })
    const list = await find(site, { q, reader: '17' })
    const page = await median(() => timed(site, `/search?${new URLSearchParams({ q })}`))
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

/** What is searched for, with its name: the words stand with those of the articles, in `tests/bench/headlines.ts`. */
async function queries({ direct }: Site): Promise<[name: string, q: string][]> {
  return (await fetch(`${direct}/bench/queries`)).json() as Promise<[string, string][]>
}

/** The hits of a search, and what its statement takes by the database's own clock. */
async function find({ direct }: Site, asked: Record<string, string>): Promise<{ hits: number; ms: number }> {
  let hits = 0
  const ms = await median(async () => {
    const response = await fetch(`${direct}/bench/find?${new URLSearchParams(asked)}`)
    const found = (await response.json()) as { hits: number; ms: number }
    hits = found.hits
    return found.ms
  })
  return { hits, ms }
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
