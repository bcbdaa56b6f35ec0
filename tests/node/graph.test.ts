import { resolve } from 'node:path'
import { build, type Metafile } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { root } from '../helpers/files.ts'

/** Imported where work needs them, never on the path that serves pages: start-up is 9 ms without them, 50 with. */
const HEAVY = [
  'feedsmith',
  'sanitize-html',
  'nodemailer',
  'linkedom',
  '@mozilla/readability',
  '@simplewebauthn/server',
  'postal-mime',
  'marked',
  'fflate',
  'htmlparser2',
]

const graph = await graphOf({ entryPoints: ['src/index.ts'] })
const eager = reached(graph, 'src/index.ts', ['import-statement', 'require-call'])
const all = reached(graph, 'src/index.ts')

describe('the production Worker', () => {
  it('is the whole product', () => {
    expect([...eager]).toEqual(expect.arrayContaining(['src/app.ts', 'src/routes/articles.tsx', 'src/store/db.ts']))
    expect([...all]).toEqual(expect.arrayContaining(['src/jobs/refresh.ts', 'src/core/sanitize.ts']))
  })

  it.each(HEAVY)('starts without %s', (library) => {
    expect([...eager].filter((path) => path.includes(`node_modules/${library}/`))).toEqual([])
  })

  it('holds nothing that only development or tests have', () => {
    expect(
      [...all].filter((path) => /^(src\/(dev\.ts|sample|cli)|tests)|outbox|dev-mail|vitest|esbuild/.test(path)),
    ).toEqual([])
  })
})

it('a heavy library on the path of pages is seen', async () => {
  const contents = `import { x } from './a'; export { x }`
  const broken = await graphOf({
    stdin: { contents, sourcefile: 'entry.ts', resolveDir: root },
    plugins: [
      {
        name: 'a',
        setup({ onResolve, onLoad }) {
          onResolve({ filter: /^\.\/a$/ }, () => ({ path: 'a', namespace: 'made-up' }))
          onLoad({ filter: /.*/, namespace: 'made-up' }, () => ({
            contents: `export { parseFeed as x } from 'feedsmith'`,
            resolveDir: root,
          }))
        },
      },
    ],
  })
  const found = reached(broken, 'entry.ts', ['import-statement'])
  expect([...found].some((path) => path.includes('node_modules/feedsmith/'))).toBe(true)
})

async function graphOf(options: Parameters<typeof build>[0]): Promise<Metafile> {
  const { metafile } = await build({
    ...options,
    absWorkingDir: root,
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    format: 'esm',
    outdir: resolve(root, 'dist/run/graph'),
    platform: 'node',
    conditions: ['workerd', 'worker'],
    external: ['cloudflare:*'],
    logLevel: 'silent',
  })
  return metafile
}

/** Everything an input reaches, over all edges or those of some kinds. */
function reached({ inputs }: Metafile, entry: string, kinds?: string[]): Set<string> {
  const found = new Set<string>([entry])
  for (const path of found) {
    for (const edge of inputs[path]?.imports ?? []) if (!kinds || kinds.includes(edge.kind)) found.add(edge.path)
  }
  return found
}
