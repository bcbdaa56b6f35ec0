import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { resolve } from 'node:path'

export const root = resolve(import.meta.dirname, '../../..')

/** Tools ask no questions, send nothing home and look for no newer version. */
export const quiet = { WRANGLER_SEND_METRICS: 'false', CI: '1', NO_UPDATE_NOTIFIER: '1' }

const wrangler = resolve(root, 'node_modules/wrangler/bin/wrangler.js')

/** Starts a script under this very Node, in a process group of its own, so that its children end with it. */
export function startNode(script: string, args: string[], options: SpawnOptions = {}): ChildProcess {
  return spawn(process.execPath, [script, ...args], {
    cwd: root,
    detached: true,
    ...options,
    env: { ...process.env, ...quiet, ...options.env },
  })
}

export function startWrangler(args: string[], options: SpawnOptions = {}): ChildProcess {
  return startNode(wrangler, args, options)
}

/**
 * Runs wrangler to its end and gives what it printed.
 * @throws Error with all of it when it failed.
 */
export async function runWrangler(args: string[]): Promise<string> {
  const child = startWrangler(args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`wrangler ${args.join(' ')} failed:\n${output}`)
  return output
}

/** Ends a child and everything it started. Killing the leader alone would leave its workerd serving. */
export async function endGroup(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
  try {
    if (child.pid) process.kill(-child.pid, signal)
  } catch {
    // It has ended by itself.
  }
  await ended
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (!address || typeof address === 'string') throw new Error('no free port')
  return address.port
}

/** Whether somebody answers on the port. */
export function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      answer(true)
    })
    socket.once('error', () => answer(false))
  })
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds))
}

/** Asks again and again until the answer is true. */
export async function until(what: string, ask: () => Promise<boolean>, seconds = 30): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`)
    await pause(50)
  }
}
