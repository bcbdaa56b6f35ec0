import { buildAssets } from './assets.ts'
import { command, seedSample, tick } from './run/commands.ts'
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
const worker = startWrangler(
  [
    'dev',
    'src/dev.ts',
    '--port',
    `${port}`,
    '--var',
    `SITE_URL:${url}`,
    '--log-level',
    'warn',
    '--show-interactive-dev-session=false',
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void end(0))
worker.once('exit', (code) => process.exit(code ?? 1))

try {
  await until(`${url}/healthz`, healthy, 60)
  if (await isEmpty()) {
    console.log('Seeding topics, newsletters and the sample publication …')
    await seedSample(url, keys.COMMAND_KEY)
  }
  await tick(url)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  await end(1)
}

console.log(`
  Raff is running.

  The site    ${url}/
  Its mail    ${url}/dev/mail
  Stop        Ctrl+C
`)

// wrangler never fires a cron by itself.
setInterval(() => void tick(url).catch((error: Error) => console.error(error.message)), MINUTE)

async function healthy(): Promise<boolean> {
  return fetch(`${url}/healthz`).then(
    (response) => response.ok,
    () => false,
  )
}

async function isEmpty(): Promise<boolean> {
  const { topics } = (await command(url, keys.COMMAND_KEY, { command: 'seed' })) as { topics: number }
  return topics > 0
}

async function end(code: number): Promise<never> {
  await endGroup(worker)
  process.exit(code)
}

function fail(reason: string): never {
  console.error(reason)
  process.exit(1)
}
