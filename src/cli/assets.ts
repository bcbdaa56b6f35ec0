import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, extname, join, resolve } from 'node:path'
import { build, transform } from 'esbuild'

const root = resolve(import.meta.dirname, '../..')
const packages = join(root, 'node_modules')
const TARGET = 'es2022'

/** Only what pages use: the space, digits and « » of both families stand in their Latin files. */
const FONTS = {
  'vazirmatn-arabic.woff2': '@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2',
  'vazirmatn-latin.woff2': '@fontsource-variable/vazirmatn/files/vazirmatn-latin-wght-normal.woff2',
  'naskh-arabic-400.woff2': '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-400-normal.woff2',
  'naskh-arabic-700.woff2': '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-arabic-700-normal.woff2',
  'naskh-latin-400.woff2': '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-latin-400-normal.woff2',
  'naskh-latin-700.woff2': '@fontsource/noto-naskh-arabic/files/noto-naskh-arabic-latin-700-normal.woff2',
}

/** Names in our views, and the drawings of Lucide they stand for. */
const ICONS = {
  archive: 'archive',
  bookmark: 'bookmark',
  external: 'external-link',
  filter: 'sliders-horizontal',
  keyboard: 'keyboard',
  list: 'library',
  listen: 'volume-2',
  mail: 'mail',
  more: 'ellipsis',
  news: 'newspaper',
  note: 'notebook-pen',
  place: 'locate',
  search: 'search',
  share: 'share',
  size: 'a-large-small',
  star: 'star',
  trash: 'trash-2',
  undo: 'undo-2',
  user: 'user',
}

/** In the order in which they are joined. */
const STYLES = [
  ...['fonts', 'tokens', 'base', 'layout', 'controls', 'row', 'menu', 'home', 'article', 'tools', 'forms', 'parts'],
  ...['list', 'filters', 'many', 'tags', 'highlights', 'keys', 'imports', 'exports', 'saving', 'search', 'offline'],
  ...['follow', 'for-you', 'newsletters', 'desk', 'desk-table', 'desk-issues', 'desk-log', 'desk-sources'],
  ...['desk-articles', 'chart', 'factors', 'security', 'modes', 'print'],
]

type Options = { out?: string; sample?: boolean }

/**
 * Everything the Worker's assets hold, and `assets.json` beside them, by which pages and ETags know them. The sample
 * publication is for development and tests; without `sample` none of it is there.
 */
export async function buildAssets({ out = join(root, 'dist'), sample = false }: Options = {}): Promise<void> {
  const folder = join(out, 'assets')
  const files: Record<string, string> = {}
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(join(folder, 'a'), { recursive: true })

  function emit(name: string, content: string | Uint8Array): void {
    const ending = extname(name)
    const path = `/a/${basename(name, ending)}.${digest(content)}${ending}`
    writeFileSync(join(folder, path), content)
    files[name] = path
  }

  for (const [name, path] of Object.entries(FONTS)) emit(name, readFileSync(join(packages, path)))
  for (const name of readdirSync(join(root, 'views/assets/icons'))) {
    const content = readFileSync(join(root, 'views/assets/icons', name))
    // Browsers and readers of feeds ask for this one by name.
    if (name === 'favicon.ico') writeFileSync(join(folder, name), content)
    else emit(name, content)
  }
  emit('icons.svg', sprite())
  emit('raff.css', await styles(files))
  emit('prefs.js', await script('prefs'))
  emit('me.js', await script('me'))
  emit('list.js', await script('list'))
  emit('offline.js', await script('offline'))
  emit('passkeys.js', await script('passkeys'))
  emit('saved.js', await script('saved'))
  emit('shortcuts.js', await script('shortcuts'))
  emit('upload.js', await script('upload'))
  emit('htmx.js', readFileSync(join(packages, 'htmx.org/dist/htmx.min.js')))

  writeFileSync(join(folder, '_headers'), HEADERS)
  if (sample) copySample(folder)
  const build = buildOf()
  const worker = await script('sw/sw', { BUILD: JSON.stringify(build), FILES: JSON.stringify(keptFiles(files)) })
  writeFileSync(join(out, 'assets.json'), `${JSON.stringify({ build, files, worker }, null, 2)}\n`)
}

/**
 * What the assets' own server sends, which the Worker never sees. None of them is a page: a drawing opened by itself
 * can run nothing.
 */
const HEADERS = `/*
  Content-Security-Policy: default-src 'none'; frame-ancestors 'none'; sandbox
  Cross-Origin-Opener-Policy: same-origin
  Referrer-Policy: same-origin
  Strict-Transport-Security: max-age=31536000
  X-Content-Type-Options: nosniff
/a/*
  Cache-Control: public, max-age=31536000, immutable
/favicon.ico
  Cache-Control: public, max-age=86400
`

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 10)
}

/** One file for all icons; each page names the drawings it shows. Lines take their colour and width from css. */
function sprite(): string {
  const symbols = Object.entries(ICONS).map(([name, file]) => {
    const drawing = readFileSync(join(packages, `lucide-static/icons/${file}.svg`), 'utf8')
    const lines = /<svg[^>]*>(.*)<\/svg>/s.exec(drawing)?.[1]?.replace(/\s+/g, ' ').trim()
    return `<symbol id="${name}" viewBox="0 0 24 24">${lines}</symbol>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->${symbols.join('')}</svg>`
}

async function styles(files: Record<string, string>): Promise<string> {
  const source = STYLES.map((name) => readFileSync(join(root, `views/assets/css/${name}.css`), 'utf8')).join('\n')
  const linked = source.replace(/url\("([^"]+)"\)/g, (_, name: string) => {
    const path = files[name]
    if (!path) throw new Error(`${name} stands in the css but is not built`)
    return `url("${path}")`
  })
  return (await transform(linked, { loader: 'css', minify: true })).code
}

async function script(name: string, define: Record<string, string> = {}): Promise<string> {
  const result = await build({
    entryPoints: [join(root, `views/client/${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: TARGET,
    define,
  })
  return result.outputFiles[0]?.text ?? ''
}

/** What the pages of the list need without a connection: everything but what only a sign-in or a home screen shows. */
function keptFiles(files: Record<string, string>): string[] {
  return Object.keys(files).flatMap((name) => (/^(passkeys\.js|icon-.*)$/.test(name) ? [] : (files[name] ?? [])))
}

function copySample(folder: string): void {
  cpSync(join(root, 'src/sample/feeds'), join(folder, 'sample'), { recursive: true })
  cpSync(join(root, 'src/sample/pictures'), join(folder, 'sample/pictures'), { recursive: true })
}

/** Changes with anything that decides the bytes of a page: a browser's copy of an older build is not fresh. */
function buildOf(): string {
  const hash = createHash('sha256').update(readFileSync(join(root, 'package-lock.json')))
  for (const folder of ['src', 'views']) {
    for (const path of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const file = join(root, folder, path)
      if (statSync(file).isFile()) hash.update(path).update(readFileSync(file))
    }
  }
  return hash.digest('hex').slice(0, 12)
}

if (process.argv[1] === import.meta.filename) await buildAssets()
