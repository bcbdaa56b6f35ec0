import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { commit } from './run/measure.ts'
import { type Cell, costOf, costRow } from './run/pages.ts'
import { root } from './run/process.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:feed`: what a page of news made for one reader takes on a site of 10,000 articles and on one of
 * 1,000,000, both with 200 sources and what 100,000 readers follow. Prints a table and writes it into
 * docs/performance.md. Takes some ten minutes and 3 GB of disk, which it gives back.
 */
const SIZES = [10_000, 1_000_000]
const READERS = 100_000
const CHUNK = 20_000
const folder = 'dist/run/bench-feed'

/** Whose pages are measured: what they follow of 20 topics, 200 sources, 100 keywords. */
const FOLLOWERS = [
  { name: 'few: 3 topics, 5 sources, 2 keywords', topics: 3, sources: 5, keywords: 2 },
  { name: 'many: 10 topics, 50 sources, 20 keywords', topics: 10, sources: 50, keywords: 20 },
  { name: 'all: 20 topics, 200 sources, 100 keywords', topics: 20, sources: 200, keywords: 100 },
].map((follower, i) => ({ ...follower, id: READERS + i + 1, session: 'bcd'.charAt(i).repeat(40) }))

const now = Math.floor(Date.now() / 1000)
await buildAssets({ sample: true })
const script = await bundle('tests/bench/feed-worker.ts', `${folder}/bundle`, ['--minify'])
const cells = new Map<string, Cell[]>()
for (const articles of SIZES) {
  const site = await startSite({ name: 'bench-feed', script, fresh: true })
  try {
    await fill(site, articles)
    await measure(site)
  } finally {
    await site.stop()
  }
}
rmSync(resolve(root, folder), { recursive: true, force: true })
const lines = [...cells].map(([name, of]) => costRow(name, of))
console.log(lines.join('\n'))
report(lines)

async function fill(site: Site, articles: number): Promise<void> {
  const began = performance.now()
  await post(site, 'sources', { now })
  for (const chunk of chunksOf(articles)) await post(site, 'articles', { ...chunk, begin: now - articles * 60 })
  for (const chunk of chunksOf(READERS)) await post(site, 'readers', { ...chunk, now })
  for (const follower of FOLLOWERS) await post(site, 'follower', { ...follower, now })
  const counts = (await (await fetch(`${site.direct}/bench/counts`)).json()) as Record<string, number>
  if (counts.articles !== articles || counts.sources !== 200) throw new Error(`filled with ${JSON.stringify(counts)}`)
  console.log(`${JSON.stringify(counts)} in ${Math.round((performance.now() - began) / 1000)} s`)
}

function chunksOf(total: number): { first: number; count: number }[] {
  return Array.from({ length: Math.ceil(total / CHUNK) }, (_, i) => {
    const first = i * CHUNK + 1
    return { first, count: Math.min(CHUNK, total - first + 1) }
  })
}

async function post({ direct }: Site, what: string, body: object): Promise<void> {
  const response = await fetch(`${direct}/bench/${what}`, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok) throw new Error(`${what} answered ${response.status}: ${await response.text()}`)
}

/** The first page and the next, in both orders; each is full. */
async function measure(site: Site): Promise<void> {
  for (const { name, session } of FOLLOWERS) {
    for (const [order, first] of [
      ['for you', '/for-you'],
      ['latest', '/for-you?order=latest'],
    ] as const) {
      const next = await nextOf(site, first, session)
      for (const [page, path] of [
        ['', first],
        [', next page', next],
      ] as const) {
        const key = `${name}; ${order}${page}`
        cells.set(key, [...(cells.get(key) ?? []), await costOf(site, path, session)])
      }
    }
  }
}

async function nextOf({ direct }: Site, path: string, session: string): Promise<string> {
  const html = await (await fetch(direct + path, { headers: { Cookie: `__Host-session=${session}` } })).text()
  const rows = html.match(/<article class="row"/g)?.length ?? 0
  const next = /class="button plain" href="([^"]+)"/.exec(html)?.[1]
  if (rows < 20 || !next) throw new Error(`${path} is not full: ${rows} rows`)
  return next.replaceAll('&amp;', '&')
}

function report(lines: string[]): void {
  const date = new Date().toISOString().slice(0, 10)
  const processor = `${cpus().length} × ${cpus()[0]?.model ?? 'processor'}`
  const sizes = SIZES.map((size) => size.toLocaleString('en')).join(' · ')
  const table = [
    `\`npm run bench:feed\`, ${date}, commit ${commit()}, ${processor}; each figure for ${sizes} articles of 200 sources, beside`,
    `the follows of ${READERS.toLocaleString('en')} readers.`,
    '',
    '| what the reader follows; page | ms (median) | statements | rows read |',
    '|---|--:|--:|--:|',
    ...lines,
  ].join('\n')
  const path = resolve(root, 'docs/performance.md')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/(?<=<!-- bench:feed:begin -->\n).*(?=<!-- bench:feed:end -->)/s, `\n${table}\n\n`))
}
