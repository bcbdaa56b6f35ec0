import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildAssets } from '../../src/cli/assets.ts'

type Built = { build: string; files: Record<string, string>; worker: string }

const folders: string[] = []

async function built(options: { sample?: boolean } = {}) {
  const out = mkdtempSync(join(tmpdir(), 'raff-assets-'))
  folders.push(out)
  await buildAssets({ out, ...options })
  const { build, files, worker } = JSON.parse(readFileSync(join(out, 'assets.json'), 'utf8')) as Built
  const read = (name: string) => readFileSync(join(out, 'assets', files[name] ?? `no ${name}`))
  return { out, build, files, worker, read }
}

describe('the assets build', () => {
  let site: Awaited<ReturnType<typeof built>>
  beforeAll(async () => {
    site = await built()
  })
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true })
  })

  it('names every file by its content, and lets it be kept for ever', () => {
    const paths = Object.values(site.files)
    expect(paths.length).toBeGreaterThan(12)
    for (const path of paths) {
      expect(path).toMatch(/^\/a\/[a-z0-9-]+\.[0-9a-f]{10}\.[a-z0-9]+$/)
      expect(existsSync(join(site.out, 'assets', path))).toBe(true)
    }
    expect(readFileSync(join(site.out, 'assets/_headers'), 'utf8')).toContain('immutable')
  })

  it('makes the same names from the same source', async () => {
    const again = await built()
    expect(again.files).toEqual(site.files)
    expect(again.build).toBe(site.build)
  })

  it('holds nothing of the sample publication unless it is asked for', async () => {
    expect(readdirSync(join(site.out, 'assets')).sort()).toEqual(['_headers', 'a', 'favicon.ico'])
    const sample = await built({ sample: true })
    expect(readdirSync(join(sample.out, 'assets/sample'))).toContain('politics.xml')
    expect(readdirSync(join(sample.out, 'assets/sample/pictures'))).not.toEqual([])
    await buildAssets({ out: sample.out })
    expect(existsSync(join(sample.out, 'assets/sample'))).toBe(false)
  })

  it('keeps the one script that holds the paint below 1 KB, and all of a page small', () => {
    expect(site.read('prefs.js').length).toBeLessThanOrEqual(1024)
    expect(gzipSync(site.read('me.js')).length).toBeLessThan(3 * 1024)
    expect(gzipSync(site.read('raff.css')).length).toBeLessThan(10 * 1024)
  })

  it('tells the worker of a reader’s browser its build and the files of the list, and keeps it small', () => {
    const { build, files, worker } = site
    expect(worker).toContain(`"${build}"`)
    const named = Object.keys(files).filter((name) => worker.includes(`"${files[name]}"`))
    expect(named).toEqual(
      expect.arrayContaining(['raff.css', 'me.js', 'offline.js', 'icons.svg', 'naskh-arabic-400.woff2']),
    )
    expect(named).not.toContain('passkeys.js')
    expect(gzipSync(worker).length).toBeLessThan(5 * 1024)
    expect(gzipSync(site.read('offline.js')).length).toBeLessThan(2 * 1024)
  })

  it('links every font of the css to a file that is built', () => {
    const css = site.read('raff.css').toString()
    const linked = [...css.matchAll(/url\(([^)]*)\)/g)].map(([, path]) => path?.replaceAll('"', ''))
    expect(linked).toHaveLength(6)
    for (const path of linked) expect(Object.values(site.files)).toContain(path)
  })

  it('draws each icon that a view may name', () => {
    const named = readFileSync('views/ui.tsx', 'utf8').match(/export type IconName =([^}]*?)\n\n/)?.[1] ?? ''
    const names = [...named.matchAll(/'([a-z]+)'/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(5)
    for (const name of names) expect(site.read('icons.svg').toString()).toContain(`<symbol id="${name}"`)
  })
})

describe('the style sheets', () => {
  const folder = 'views/assets/css'
  const sheets = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))

  it('know no left and right', () => {
    expect(sheets.length).toBeGreaterThan(10)
    const declarations = sheets.join('\n').replace(/\/\*.*?\*\//gs, '')
    expect(declarations).not.toMatch(/[\s:-](left|right)\b/)
  })

  it('colour by tokens alone, so that both themes are whole', () => {
    for (const name of readdirSync(folder).filter((name) => name !== 'tokens.css')) {
      const colours = readFileSync(join(folder, name), 'utf8').match(/(?<!light-dark\([^)]*)#[0-9a-f]{3,8}\b/gi)
      expect(colours ?? [], name).toEqual([])
    }
  })

  it('are all joined', () => {
    const built = statSync(folder).isDirectory() && readFileSync('src/cli/assets.ts', 'utf8')
    for (const name of readdirSync(folder)) expect(built).toContain(`'${name.replace('.css', '')}'`)
  })
})
