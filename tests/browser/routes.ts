import { resolve } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../src/cli/run/process.ts'

/**
 * The paths the app itself answers to GET, from its own table of routes: a new one is tested or named as no page, or
 * the tests are red.
 */
export async function pageRoutes(): Promise<string[]> {
  const outfile = resolve(root, 'dist/run/browser/routes.mjs')
  await build({
    stdin: { contents: `export { createApp } from './src/app.ts'`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    banner: { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)` },
    logLevel: 'silent',
  })
  const { createApp } = (await import(outfile)) as { createApp: (ports: object) => { routes: Route[] } }
  const paths = createApp({}).routes.filter(({ method }) => method === 'GET')
  return [...new Set(paths.map(({ path }) => path.replace(/\{[^}]*\}/g, '')))].sort()
}

type Route = { method: string; path: string }
