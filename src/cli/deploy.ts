import { resolve } from 'node:path'
import { unstable_readConfig } from 'wrangler'
import { buildAssets } from './assets.ts'
import { root, runTool } from './run/process.ts'

/** What of wrangler.toml matters here. */
type Filled = { vars: Record<string, unknown>; d1_databases: { binding: string; database_id?: string }[] }

/**
 * `npm run deploy`: refuses a config that nobody filled in; then the assets without the sample, the migrations of both
 * databases, the Worker. The version before goes on running while migrations are applied, which is why they only add.
 */
const { vars, d1_databases }: Filled = unstable_readConfig({ config: resolve(root, 'wrangler.toml') })
const untouched = [
  ...(String(vars.SITE_URL).includes('localhost') ? ['SITE_URL is this machine'] : []),
  ...['MAIL_FROM', 'CONTACT_EMAIL'].filter((name) => String(vars[name]).endsWith('@example.com')),
  ...d1_databases
    .filter(({ database_id }) => /^[0-]+\d?$/.test(database_id ?? ''))
    .map(({ binding }) => `the id of ${binding}`),
]
if (untouched.length > 0) {
  console.error(`wrangler.toml is still as it came: ${untouched.join(', ')}. See "Deploy it" in README.md.`)
  process.exit(1)
}

await buildAssets()
for (const command of [
  ['wrangler', 'd1', 'migrations', 'apply', 'DB', '--remote'],
  ['wrangler', 'd1', 'migrations', 'apply', 'SEARCH_DB', '--remote'],
  ['wrangler', 'deploy', '--minify'],
]) {
  const code = await runTool(command)
  if (code !== 0) process.exit(code)
}
