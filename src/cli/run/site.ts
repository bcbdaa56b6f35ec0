import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { command, seedSample, tick } from './commands.ts'
import type { Start, Started } from './miniflare.ts'
import { endGroup, freePort, listens, root, startNode, until } from './process.ts'
import { freshKeys, type Keys } from './vars.ts'

export type Site = {
  /** As a browser reaches it: `http://localhost:PORT`, which is also its SITE_URL. */
  url: string
  /** Straight to the Worker's socket, for measuring: no assets, no local routes. */
  direct: string
  /** Host and port of its inspector, if it is `inspected`. */
  inspector: string
  /** The group leader; its children are in its group. */
  process: ChildProcess
  command: (body: Parameters<typeof command>[2]) => Promise<unknown>
  tick: () => Promise<void>
  seedSample: () => Promise<void>
  stop: () => Promise<void>
  /** SIGKILL to the whole group; resolves when nobody listens any more. */
  kill: () => Promise<void>
}

type Options = {
  /** Names the folder of its databases and assets, `dist/run/<name>`. */
  name: string
  /** A script made by `bundle()`. */
  script: string
  port?: number
  keys?: Keys
  vars?: Record<string, string>
  /** Begins with empty databases, and with the assets as they are built now: a build beside it changes nothing. */
  fresh?: boolean
  /** With an inspector, to measure its memory. */
  inspected?: boolean
}

/** Starts a built Worker in a process group of its own, on a free port, with databases of its own. */
export async function startSite({
  name,
  script,
  fresh = false,
  inspected = false,
  ...options
}: Options): Promise<Site> {
  const [state = '', assets = ''] = ['state', 'assets'].map((part) => resolve(root, 'dist/run', name, part))
  if (fresh) {
    rmSync(state, { recursive: true, force: true })
    rmSync(assets, { recursive: true, force: true })
    cpSync(resolve(root, 'dist/assets'), assets, { recursive: true })
  }
  const port = options.port ?? (await freePort())
  const keys = options.keys ?? freshKeys()
  const vars = { SITE_URL: `http://localhost:${port}`, ...keys, ...options.vars }
  const start: Start = { script, port, state, assets, vars, inspected }
  const child = startNode(resolve(import.meta.dirname, 'miniflare.ts'), [JSON.stringify(start)], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const { url, direct, inspector } = await started(child)
  return {
    url,
    direct,
    inspector,
    process: child,
    command: (body) => command(url, keys.COMMAND_KEY, body),
    tick: () => tick(url),
    seedSample: () => seedSample(url, keys.COMMAND_KEY),
    stop: () => endGroup(child),
    kill: async () => {
      await endGroup(child, 'SIGKILL')
      await until(`port ${port} is refused`, async () => !(await listens(port)), 5)
    },
  }
}

/** The child says where it listens, or ends. */
async function started(child: ChildProcess): Promise<Started> {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof message !== 'object') throw new Error(`the Worker ended before it listened (${message})`)
  return message as Started
}
