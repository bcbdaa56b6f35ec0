import { posix } from 'node:path'
import type { File } from './files.ts'

/** `types`: gone after type stripping; `lazy`: an `import()`. */
export type Import = { from: string; to: string; types: boolean; lazy: boolean }

const STATEMENT = /^(?:import|export)\s+(type\s+)?([^;'"]*?)\s*from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm
const CALL = /(?<![\w.])import\(\s*['"]([^'"]+)['"]\s*\)(\.)?/g

/** What a file imports; relative ones as paths from the root. */
export function importsOf({ path, text }: File): Import[] {
  const to = (name: string) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name)
  const statements = [...text.matchAll(STATEMENT)].map(([, type, names = '', name, bare]) => ({
    from: path,
    to: to(name ?? bare ?? ''),
    types: Boolean(type) || onlyTypes(names),
    lazy: false,
  }))
  const calls = [...text.matchAll(CALL)].map(([, name = '']) => ({
    from: path,
    to: to(name),
    types: false,
    lazy: true,
  }))
  return [...statements, ...calls]
}

function onlyTypes(names: string): boolean {
  const listed = /^\{([^}]*)\}$/.exec(names.trim())?.[1]
  const each = listed?.split(',').map((name) => name.trim()) ?? []
  return each.filter(Boolean).length > 0 && each.filter(Boolean).every((name) => name.startsWith('type '))
}

/** The layer a file of ours belongs to; null for a library. */
export function layerOf(path: string): string | null {
  if (path === 'dist/assets.json') return 'assets'
  const single = /^src\/(index|dev|app|env)\.ts$/.exec(path)?.[1]
  if (single) return single
  if (path.startsWith('views/mail/')) return 'views/mail'
  if (path.startsWith('views/client/')) return 'views/client'
  if (path.startsWith('views/')) return 'views'
  return /^src\/(\w+)\//.exec(path)?.[1] ?? null
}

/**
 * Who may import whom. `type X`: only types of it. `lazy X`: only by `import()`, so that it stays off the path that
 * serves pages. A layer may import itself, but for routes: what two nouns share belongs to actions, store or web.
 */
const MAY: Record<string, string[]> = {
  index: ['app', 'env', 'ports', 'lazy jobs'],
  dev: ['index', 'app', 'env', 'ports', 'lazy jobs', 'views', 'views/mail', 'type core'],
  app: ['routes', 'web', 'env'],
  env: ['core', 'type ports', 'type store', 'type web'],
  routes: ['actions', 'store', 'web', 'views', 'views/mail', 'core', 'i18n', 'type env'],
  actions: ['actions', 'store', 'core', 'type ports'],
  jobs: ['jobs', 'actions', 'store', 'type ports', 'views/mail', 'core', 'i18n'],
  web: ['web', 'store', 'views', 'core', 'i18n', 'type env', 'assets'],
  views: ['views', 'core', 'i18n', 'type store', 'assets'],
  'views/mail': ['views/mail', 'views', 'core', 'i18n', 'type store'],
  'views/client': ['views/client', 'core', 'i18n'],
  store: ['store', 'core'],
  ports: ['ports', 'core', 'type env'],
  core: ['core'],
  i18n: ['i18n', 'core'],
  cli: ['cli', 'core', 'i18n', 'sample'],
}

/** The imports that go against the table. */
export function wrongImports(file: File): string[] {
  const layer = layerOf(file.path)
  const may = layer ? (MAY[layer] ?? []) : []
  return importsOf(file).flatMap(({ to, types, lazy }) => {
    const target = layerOf(to)
    if (!layer || !target) return []
    const allowed =
      may.includes(target) || (types && may.includes(`type ${target}`)) || (lazy && may.includes(`lazy ${target}`))
    return allowed ? [] : [`${layer} imports ${types ? 'types of ' : ''}${to}`]
  })
}
