import { readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import { root } from '../../src/cli/run/process.ts'

const list = resolve(root, 'dist/run/browser/routes.json')

/**
 * The paths the app itself answers to GET, from its own table of routes: a new one is tested or named as no page, or
 * the tests are red.
 */
export function pageRoutes(): string[] {
  return JSON.parse(readFileSync(list, 'utf8'))
}

/** Writes them down, once before all tests: the app is JSX and takes a bundle to be read here. */
export async function listRoutes(): Promise<void> {
  const outfile = resolve(root, 'dist/run/browser/routes.mjs')
  await build({
    stdin: { contents: `export { createApp } from './src/app.ts'`, resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile,
    banner: {
      js: `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)`,
    },
    logLevel: 'silent',
  })
  const { createApp } = (await import(outfile)) as { createApp: (ports: object) => { routes: Route[] } }
  const paths = createApp({}).routes.filter(({ method }) => method === 'GET')
  const names = new Set(paths.map(({ path }) => path.replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')))
  writeFileSync(list, JSON.stringify([...names].sort()))
}

type Route = { method: string; path: string }
