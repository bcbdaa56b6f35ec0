import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../..')

/** A file of the project, by its path from the root. */
export type File = { path: string; text: string }

const LEFT_OUT = ['src/bindings.d.ts', 'tests/helpers/rules.ts', 'src/core/common-passwords.ts']

/** All code of the project below the given folders, but for what a tool writes and the rules' own bad examples. */
export function code(...folders: string[]): File[] {
  return folders.flatMap((folder) => {
    const names = readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' })
    const paths = names.filter((name) => /\.(tsx?|mjs|css|sql)$/.test(name)).map((name) => `${folder}/${name}`)
    return paths
      .filter((path) => !LEFT_OUT.includes(path))
      .sort()
      .map((path) => ({ path, text: readFileSync(resolve(root, path), 'utf8') }))
  })
}
