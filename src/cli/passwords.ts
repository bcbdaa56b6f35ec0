/**
 * Makes `src/core/common-passwords.ts` anew: `node src/cli/node.mjs src/cli/passwords.ts`.
 * The list is zxcvbn's (MIT, a devDependency), which is sorted by how often a password turned up in breaches.
 */
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

/** ASVS 6.2.4 asks for the 3,000 most common ones that the rules let through. */
const HOW_MANY = 5000

const lists: { passwords: string[] } = createRequire(import.meta.url)('zxcvbn/lib/frequency_lists.js')
const common = lists.passwords.filter((password) => password.length >= 8).slice(0, HOW_MANY)
const name = resolve(import.meta.dirname, '../core/common-passwords.ts')

writeFileSync(
  name,
  `/**
 * The ${HOW_MANY} most common passwords of 8 characters or more, one a line. Made by src/cli/passwords.ts from the list of
 * zxcvbn 4.4.2 (https://github.com/dropbox/zxcvbn), copyright (c) 2012-2016 Dan Wheeler and Dropbox, Inc., MIT licence.
 */
export const commonPasswords = \`
${common.sort().join('\n')}
\`
`,
)
console.log(`${common.length} passwords written to ${name}`)
