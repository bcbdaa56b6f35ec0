import { readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { commit } from './run/measure.ts'
import { type Cell, costOf, costRow } from './run/pages.ts'
import { root } from './run/process.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:list`: what each page of a list takes with 100, 10,000 and 50,000 saves: milliseconds, statements,
 * rows read. Prints a table and writes it into docs/performance.md.
 */
const SIZES = [100, 10_000, 50_000]

await buildAssets({ sample: true })
const site = await startSite({
  name: 'bench-list',
  script: await bundle('tests/bench/list-worker.ts', 'dist/run/bench-list/bundle', ['--minify']),
  fresh: true,
})
try {
  const sessions: string[] = []
  for (const [i, saved] of SIZES.entries()) sessions.push(await seed(site, i + 1, saved))
  const lines: string[] = []
  for (const [name, path] of await pages(site)) {
    const cells: Cell[] = []
    for (const session of sessions) cells.push(await costOf(site, encodeURI(path), session))
    lines.push(costRow(name, cells))
    console.log(lines.at(-1))
  }
  report(lines)
} finally {
  await site.stop()
}

async function seed({ direct }: Site, readerId: number, saved: number): Promise<string> {
  const response = await fetch(`${direct}/bench/seed`, { method: 'POST', body: JSON.stringify({ readerId, saved }) })
  if (!response.ok) throw new Error(`seeding answered ${response.status}: ${await response.text()}`)
  return ((await response.json()) as { session: string }).session
}

/** Each with its path; the words of searches are those that the list is made of. */
async function pages({ direct }: Site): Promise<[name: string, path: string][]> {
  return (await (await fetch(`${direct}/bench/pages`)).json()) as [string, string][]
}

function report(lines: string[]): void {
  const date = new Date().toISOString().slice(0, 10)
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`
  const table = [
    `\`npm run bench:list\`, ${date}, commit ${commit()}, ${processor}; each figure for ${SIZES.join(' · ')} saves with 500 tags.`,
    '',
    '| page | ms (median) | statements | rows read |',
    '|---|--:|--:|--:|',
    ...lines,
  ].join('\n')
  const path = resolve(root, 'docs/performance.md')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/(?<=<!-- bench:list:begin -->\n).*(?=<!-- bench:list:end -->)/s, `\n${table}\n\n`))
}
