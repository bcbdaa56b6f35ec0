import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { root } from './process.ts'

export type Keys = { SIGNING_KEYS: string; SUPPRESSION_KEY: string; COMMAND_KEY: string }

const file = resolve(root, '.dev.vars')

/** Fresh random keys: 32 bytes each, as base64url. */
export function freshKeys(): Keys {
  const key = () => randomBytes(32).toString('base64url')
  return { SIGNING_KEYS: `k1:${key()}`, SUPPRESSION_KEY: key(), COMMAND_KEY: key() }
}

/** The keys of the local site, made the first time (`.dev.vars`, which git does not see). */
export function localKeys(): Keys {
  if (!existsSync(file)) {
    const lines = Object.entries(freshKeys()).map(([name, value]) => `${name}=${value}`)
    writeFileSync(file, `# Keys of the local site, made by \`npm run dev\`.\n${lines.join('\n')}\n`, { mode: 0o600 })
  }
  const { SIGNING_KEYS, SUPPRESSION_KEY, COMMAND_KEY } = parseEnv(readFileSync(file, 'utf8'))
  if (!SIGNING_KEYS || !SUPPRESSION_KEY || !COMMAND_KEY) {
    throw new Error('.dev.vars lacks SIGNING_KEYS, SUPPRESSION_KEY or COMMAND_KEY; removing the file makes new ones')
  }
  return { SIGNING_KEYS, SUPPRESSION_KEY, COMMAND_KEY }
}
