import { buildAssets } from './assets.ts'
import { runTool } from './run/process.ts'

/**
 * `npm run deploy`: the assets without the sample, the migrations of both databases, then the Worker. The version
 * before goes on running while the migrations are applied, which is why they only ever add.
 */
await buildAssets()
for (const command of [
  ['wrangler', 'd1', 'migrations', 'apply', 'DB', '--remote'],
  ['wrangler', 'd1', 'migrations', 'apply', 'SEARCH_DB', '--remote'],
  ['wrangler', 'deploy', '--minify'],
]) {
  const code = await runTool(command)
  if (code !== 0) process.exit(code)
}
