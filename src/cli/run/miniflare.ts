import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import { unstable_getMiniflareWorkerOptions, unstable_splitSqlQuery } from 'wrangler'
import { root } from './process.ts'

/**
 * A built Worker in plain workerd, in this process: `site.ts` starts it as a child of its own, says where it is
 * reached and ends it. It ends with its parent, too.
 */
export type Start = {
  script: string
  port: number
  /** Where the databases lie; a second start on the same folder finds them. */
  state: string
  assets: string
  vars: Record<string, string>
  inspected: boolean
}

/** `direct` is the Worker's own socket, past everything local. */
export type Started = { url: string; direct: string; inspector: string }

const { script, port, state, assets, vars, inspected } = JSON.parse(process.argv[2] ?? '') as Start

const { workerOptions } = unstable_getMiniflareWorkerOptions(resolve(root, 'wrangler.toml'))

const miniflare = new Miniflare(
  convertV4MiniflareOptions({
    host: '127.0.0.1',
    port,
    inspectorPort: inspected ? 0 : undefined,
    resourcePersistencePath: state,
    // `/cdn-cgi/local/scheduled`, as wrangler dev has it.
    unsafeTriggerHandlers: true,
    workers: [
      {
        ...workerOptions,
        name: 'raff',
        modulesRules: undefined,
        modules: true,
        scriptPath: script,
        assets: Object.assign({}, workerOptions.assets, { directory: assets }),
        bindings: Object.assign({}, workerOptions.bindings, vars),
        // One machine sends everything: the limiter would measure itself.
        ratelimits: { GATE: { namespace_id: '1001', simple: { limit: 1_000_000, period: 60 } } },
        unsafeDirectSockets: [{ host: '127.0.0.1', port: 0 }],
      },
    ],
  }),
)

await miniflare.ready
await migrate('DB', 'migrations/main')
await migrate('SEARCH_DB', 'migrations/search')
const direct = await miniflare.unsafeGetDirectURL()
const inspector = inspected ? (await miniflare.getInspectorURL()).host : ''
const started: Started = { url: `http://localhost:${port}`, direct: direct.origin, inspector }
process.send?.(started)
process.once('SIGTERM', end)
process.once('disconnect', end)

function end(): void {
  void miniflare.dispose().then(() => process.exit(0))
}

/** As `wrangler d1 migrations apply` does, without a second process on the database. */
async function migrate(name: string, folder: string): Promise<void> {
  const d1 = await miniflare.getD1Database(name)
  await d1.prepare('CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY, name TEXT UNIQUE)').run()
  const { results } = await d1.prepare('SELECT name FROM d1_migrations').all<{ name: string }>()
  const files = readdirSync(resolve(root, folder))
    .filter((file) => file.endsWith('.sql'))
    .sort()
  for (const file of files.filter((file) => !results.some((row) => row.name === file))) {
    const statements = unstable_splitSqlQuery(readFileSync(resolve(root, folder, file), 'utf8'))
    await d1.batch([
      ...statements.map((statement) => d1.prepare(statement)),
      d1.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(file),
    ])
  }
}
