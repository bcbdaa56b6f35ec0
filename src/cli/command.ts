import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { post } from './run/commands.ts'

const USAGE = `npm run seed [-- --site URL]
npm run sources -- import FILE [--site URL]
npm run sources -- list [--site URL]
npm run search:rebuild [-- --site URL]
npm run editor -- EMAIL [--remove] [--site URL]

COMMAND_KEY is taken from the environment, else from .dev.vars.`

type Command =
  | { command: 'seed' | 'source-states' | 'search-rebuild' }
  | { command: 'sources'; opml: string }
  | { command: 'editor'; email: string; wanted: boolean }
type Seeded = { topics: number; newsletters: number }
type State = {
  title: string
  feedUrl: string
  state: string
  succeededAt: number | null
  error: string | null
  errorDetail: string | null
  errorStreak: number
}
type Imported = { added: number; known: number; refused: { feedUrl: string; reason: string }[] }
type Rebuilding = { rebuilding: true }
type Role = { role: 'editor' | 'reader'; found: boolean; changed: boolean }
type Answer = Seeded | Imported | Rebuilding | Role | State[]

/** Something the person at the terminal can put right: the message says what. */
class Trouble extends Error {}

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      site: { type: 'string', default: 'http://localhost:8787' },
      remove: { type: 'boolean', default: false },
    },
  })
  const command = commandOf(positionals, values.remove)
  console.log(report(await send(values.site, commandKey(), command)))
} catch (error) {
  const known = error instanceof Trouble || (error instanceof TypeError && 'code' in error)
  console.error(known ? error.message : error)
  process.exitCode = 1
}

function commandOf([noun, verb, file]: string[], remove: boolean): Command {
  if (noun === 'editor' && verb) return { command: 'editor', email: verb, wanted: !remove }
  if (noun === 'seed') return { command: 'seed' }
  if (noun === 'search-rebuild') return { command: 'search-rebuild' }
  if (noun === 'sources' && verb === 'list') return { command: 'source-states' }
  if (noun !== 'sources' || verb !== 'import' || !file) throw new Trouble(USAGE)
  if (!existsSync(file)) throw new Trouble(`There is no file ${file}.`)
  return { command: 'sources', opml: readFileSync(file, 'utf8') }
}

function commandKey(): string {
  const vars = existsSync('.dev.vars') ? readFileSync('.dev.vars', 'utf8') : ''
  const key = process.env.COMMAND_KEY ?? /^COMMAND_KEY\s*=\s*"?([\w-]+)/m.exec(vars)?.[1]
  if (!key) throw new Trouble('No COMMAND_KEY: set it, or let `npm run dev` write .dev.vars first.')
  return key
}

async function send(site: string, key: string, command: Command): Promise<Answer> {
  const response = await post(site, key, command).catch(() => {
    throw new Trouble(
      `Nothing answers at ${site}. Is the site running (npm run dev)? Another one is named by --site URL.`,
    )
  })
  if (response.status === 401) throw new Trouble(`${site} has another COMMAND_KEY.`)
  if (response.status === 413) throw new Trouble('The file is too large.')
  if (response.status === 422)
    throw new Trouble('The site does not understand it: is the file OPML, the email an email?')
  if (!response.ok) throw new Trouble(`${site} could not do it: status ${response.status}`)
  return response.json() as Promise<Answer>
}

function report(answer: Answer): string {
  if (Array.isArray(answer)) return answer.map(line).join('\n') || 'no sources'
  if ('rebuilding' in answer) return 'the search index is built anew beside the one that is searched'
  if ('role' in answer) return roleReport(answer)
  if ('topics' in answer) return `${answer.topics} topics and ${answer.newsletters} newsletters added`
  const { added, known, refused } = answer
  const lines = refused.map(({ feedUrl, reason }) => `  ${feedUrl}: ${reason}`)
  return [`${added} added, ${known} known already, ${refused.length} refused`, ...lines].join('\n')
}

function roleReport({ role, found, changed }: Role): string {
  if (!found) return 'no account has this email: sign up first'
  if (role === 'editor') return changed ? 'the account is an editor’s now' : 'the account was an editor’s already'
  return changed ? 'the account is a reader’s now' : 'the account was not an editor’s: nothing changed'
}

function line({ title, feedUrl, state, succeededAt, error, errorDetail, errorStreak }: State): string {
  const read = succeededAt === null ? 'never read' : `read ${new Date(succeededAt * 1000).toISOString()}`
  const fault = error && [`${error}, ${errorStreak} in a row`, errorDetail].filter(Boolean).join(': ')
  return [state.padEnd(6), title || '(no title yet)', feedUrl, read, fault].filter(Boolean).join('  ')
}
