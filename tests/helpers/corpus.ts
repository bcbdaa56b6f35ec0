import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../../../shared/corpus')

/** Third-party feeds, pages and attacks lie beside the project and are not part of it; a stranger's clone has none. */
export const hasCorpus = existsSync(root)

if (!hasCorpus) console.log('left out: the tests on ../shared/corpus, which is not here')

export function corpusFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(resolve(root, path)))
}

export function corpusJson<T>(path: string): T {
  return JSON.parse(readFileSync(resolve(root, path), 'utf8')) as T
}

/** Paths below a folder of the corpus, sorted. */
export function corpusList(folder: string, ending: string): string[] {
  if (!hasCorpus) return []
  const names = readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
  return names.filter((name) => name.endsWith(ending)).sort()
}
