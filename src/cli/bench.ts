import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import type { Measured, Shot } from './run/load.ts'
import { commit, measure, startUp, workerdMemory } from './run/measure.ts'
import { root } from './run/process.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench`: every kind of page beside its ceiling, which is a bare handler in the same bundle that sends the
 * same statements in the same calls, hashes as many passwords and answers with as many bytes. Prints a table and
 * writes it into docs/performance.md; with names of pages (`npm run bench -- home`) only prints.
 */
const CONNECTIONS = 16
const ARTICLES = 10_000
const ROUNDS = 3
const SECONDS = 3
const PASSWORD = 'a long password of a bench'

type Page = { name: string; shots: (connection: number) => Shot[]; shows?: [RegExp, number][]; seconds?: number }
type Line = { name: string; page: Measured; ceiling: Measured }

const folder = 'dist/run/bench'
mkdirSync(resolve(root, folder), { recursive: true })
await buildAssets({ sample: true })
const site = await startSite({
  name: 'bench',
  script: await bundle('tests/bench/worker.ts', `${folder}/bundle`, ['--minify']),
  fresh: true,
})
try {
  const sessions = await seed(site)
  const idle = workerdMemory(site.process.pid ?? 0)
  const only = process.argv.slice(2)
  const pages = pagesOf(site, sessions).filter(({ name }) => only.length === 0 || only.includes(name))
  const lines: Line[] = []
  for (const page of pages) {
    await learn(site, page)
    lines.push(await beside(site, page))
    console.log(row(lines.at(-1)))
  }
  const memory = workerdMemory(site.process.pid ?? 0)
  report(lines, { idle, memory, startUp: await startUp(folder) })
} finally {
  await site.stop()
}

async function seed({ direct }: Site): Promise<string[]> {
  const response = await fetch(`${direct}/bench/seed`, {
    method: 'POST',
    body: JSON.stringify({ articles: ARTICLES, readers: CONNECTIONS, saved: 60 }),
  })
  return ((await response.json()) as { sessions: string[] }).sessions
}

function pagesOf({ url }: Site, sessions: string[]): Page[] {
  const get = (path: string, headers: Record<string, string> = {}): Shot => ({
    method: 'GET',
    path,
    headers,
    status: 200,
  })
  const signedIn = (n: number) => ({ Cookie: `__Host-session=${sessions[n]}; __Host-reader=1` })
  const post = (path: string, form: Record<string, string>, headers: Record<string, string>, status: number): Shot => ({
    method: 'POST',
    path,
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: url, ...headers },
    body: new URLSearchParams(form).toString(),
    status,
  })
  const ids = Array.from({ length: 60 }, (_, i) => ARTICLES - i).join()
  return [
    {
      name: 'home',
      shots: () => [get('/')],
      shows: [
        [/<article/g, 12 + 8 * 4],
        [/<h2[^>]*>(?:<a[^>]*>)?[a-z]+</g, 8],
      ],
    },
    { name: 'topic', shots: () => [get('/topics/science')], shows: [[/<article/g, 25]] },
    { name: 'article', shots: (n) => [get(`/articles/${ARTICLES - n * 100}`)], shows: [[/<p>/g, 8]] },
    { name: '/list', shots: (n) => [get('/list', signedIn(n))], shows: [[/<article|<li/g, 50]] },
    { name: '/me/state', shots: (n) => [get(`/me/state?ids=${ids}`, signedIn(n))], shows: [[/<hx-partial/g, 60]] },
    {
      // Saved and removed in turn: a press that changes nothing would be cheaper.
      name: 'save',
      shots: (n) => [
        post('/list', { article_id: `${100 + n}` }, { ...signedIn(n), 'HX-Request': 'true' }, 200),
        post(`/list/articles/${100 + n}/removed`, { wanted: '1' }, { ...signedIn(n), 'HX-Request': 'true' }, 200),
      ],
    },
    {
      name: 'sign-in',
      // A password takes 0.2 s of CPU, and sixteen wait for one another.
      seconds: 10,
      shots: (n) => [
        post(
          '/login',
          { email: `reader-${n + 1}@example.com`, password: PASSWORD },
          { 'CF-Connecting-IP': `10.0.${n}.1` },
          303,
        ),
      ],
    },
  ]
}

/** Lets the Worker learn each request's ceiling, and sees that the page is full. */
async function learn({ direct }: Site, { name, shots, shows = [] }: Page): Promise<void> {
  for (let n = 0; n < CONNECTIONS; n += 1) {
    for (const [i, shot] of shots(n).entries()) {
      const headers = { ...shot.headers, Bench: 'record', 'Bench-Name': `${name}-${n}-${i}` }
      const response = await fetch(direct + shot.path, { ...shot, headers, redirect: 'manual' })
      const text = await response.text()
      if (response.status !== shot.status) throw new Error(`${name} answered ${response.status}: ${text.slice(0, 500)}`)
      for (const [what, times] of shows) {
        const found = text.match(what)?.length ?? 0
        if (found < times) throw new Error(`${name} is not full: ${found} of ${times} times ${what}`)
      }
    }
  }
}

/** A page and its ceiling in turns, so that both see the same machine; the middle round of each counts. */
async function beside({ direct }: Site, { name, shots, seconds = SECONDS }: Page): Promise<Line> {
  const plan = (connections: Shot[][]) => ({ url: direct, connections, warmUpSeconds: 0.5, seconds })
  const numbers = Array.from({ length: CONNECTIONS }, (_, n) => n)
  const real = numbers.map((n) => shots(n))
  const bare = real.map((list, n) =>
    list.map((shot, i) => ({
      ...shot,
      headers: { ...shot.headers, Bench: 'ceiling', 'Bench-Name': `${name}-${n}-${i}` },
    })),
  )
  const rounds: Record<'page' | 'ceiling', Measured[]> = { page: [], ceiling: [] }
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.ceiling.push(await measure(plan(bare)))
    rounds.page.push(await measure(plan(real)))
  }
  const line = { name, page: middle(rounds.page), ceiling: middle(rounds.ceiling) }
  const wrong = [...rounds.page, ...rounds.ceiling].reduce((sum, round) => sum + round.wrong, 0)
  if (wrong > 0) throw new Error(`${name}: ${wrong} wrong answers under load`)
  return line
}

function middle(rounds: Measured[]): Measured {
  const sorted = rounds.toSorted((a, b) => a.perSecond - b.perSecond)
  const found = sorted[Math.floor(sorted.length / 2)]
  if (!found) throw new Error('nothing was measured')
  return found
}

function row(line: Line | undefined): string {
  if (!line) return ''
  const { name, page, ceiling } = line
  const figures = [page.perSecond.toFixed(0), page.p50.toFixed(1), page.p99.toFixed(1), ceiling.perSecond.toFixed(0)]
  return `| ${[name, ...figures, (page.perSecond / ceiling.perSecond).toFixed(2)].join(' | ')} |`
}

type Rest = { idle: number | null; memory: number | null; startUp: number }

function report(lines: Line[], { idle, memory, startUp }: Rest): void {
  const date = new Date().toISOString().slice(0, 10)
  const table = [
    `\`npm run bench\`, ${date}, commit ${commit()}, ${cpus().length} × ${cpus()[0]?.model ?? 'processor'}, ${ARTICLES} articles, ${CONNECTIONS} connections.`,
    '',
    '| page | requests/s | p50 ms | p99 ms | ceiling requests/s | of the ceiling |',
    '|---|--:|--:|--:|--:|--:|',
    ...lines.map(row),
    '',
    `Start-up: ${startUp.toFixed(0)} ms. Memory of workerd: ${idle ?? '?'} MB when seeded, ${memory ?? '?'} MB after the run.`,
  ].join('\n')
  console.log(`\n${table}`)
  if (process.argv.length > 2) return
  const path = resolve(root, 'docs/performance.md')
  const text = readFileSync(path, 'utf8')
  writeFileSync(path, text.replace(/(?<=<!-- bench:begin -->\n).*(?=<!-- bench:end -->)/s, `\n${table}\n\n`))
}
