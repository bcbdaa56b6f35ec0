import { rmSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { root, runWrangler } from './process.ts'

/**
 * Bundles a Worker as a deployment would and gives the path of the script. `wrangler deploy --dry-run` also checks
 * every binding of wrangler.toml.
 * @param entry such as `src/index.ts`
 */
export async function bundle(entry: string, folder: string, flags: string[] = []): Promise<string> {
  const out = resolve(root, folder)
  rmSync(out, { recursive: true, force: true })
  await runWrangler(['deploy', entry, '--dry-run', '--outdir', out, ...flags])
  return resolve(out, basename(entry).replace(/\.ts$/, '.js'))
}
