import type { ChildProcess } from 'node:child_process'
import type { Checks } from '../core/health.ts'
import { buildAssets } from './assets.ts'
import { seedSample, tick } from './run/commands.ts'
import { endGroup, listens, runWrangler, startWrangler, until } from './run/process.ts'
import { localKeys } from './run/vars.ts'

/**
 * `npm run dev`: the whole site on this machine. One process per local database: a second one beside it would give
 * readers SQLITE_BUSY, so the migrations come before the Worker and everything else goes through its own routes.
 */
const port = Number(process.env.PORT ?? 8787)
const url = `http://localhost:${port}`
const MINUTE = 60_000

if (await listens(port)) fail(`port ${port} is taken; PORT=8788 npm run dev takes another`)
const keys = localKeys()

console.log('Building the assets …')
await buildAssets({ sample: true })

console.log('Migrating the local databases …')
for (const database of ['DB', 'SEARCH_DB']) await runWrangler(['d1', 'migrations', 'apply', database, '--local'])

console.log('Starting the Worker …')
const worker = startWrangler(['dev', 'src/dev.ts', '--port', `${port}`, '--var', `SITE_URL:${url}`], {
  stdio: ['ignore', 'pipe', 'pipe'],
})
const output = held(worker)
let ending = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void end(0))
worker.once('exit', (code) => {
  if (!ending) output.show()
  process.exit(ending ? 0 : (code ?? 1))
})

try {
  await until(`${url}/healthz`, answers, 60)
  // What is there stays as it is, so that a start that was broken off half-way is made good by the next.
  console.log('Seeding topics, newsletters and the sample publication, where they are missing …')
  await seedSample(url, keys.COMMAND_KEY)
  await tick(url)
} catch (error) {
  output.show()
  console.error(error instanceof Error ? error.message : error)
  await end(1)
}

console.log(`
  Raff is running.

  The site    ${url}/
  Its mail    ${url}/dev/mail
  Stop        Ctrl+C
`)
output.pass()

// wrangler never fires a cron by itself.
setInterval(() => void tick(url).catch((error: Error) => console.error(error.message)), MINUTE)

/** What wrangler says while it starts, a screenful, is shown only if it does not; from then on everything is. */
function held(child: ChildProcess) {
  let kept = ''
  let take = (chunk: string) => {
    kept += chunk
  }
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (chunk) => take(chunk))
  const pass = () => {
    take = (chunk) => {
      process.stdout.write(chunk)
    }
  }
  const show = () => {
    process.stdout.write(kept)
    kept = ''
    pass()
  }
  return { pass, show }
}

/** Whether its databases are there. That no cron has run yet is no fault of a site that has just begun. */
async function answers(): Promise<boolean> {
  const asked = async () => ((await (await fetch(`${url}/healthz`)).json()) as { checks: Checks }).checks
  return asked().then(
    ({ database, search }) => database && search,
    () => false,
  )
}

async function end(code: number): Promise<never> {
  ending = code === 0
  await endGroup(worker)
  process.exit(code)
}

function fail(reason: string): never {
  console.error(reason)
  process.exit(1)
}
