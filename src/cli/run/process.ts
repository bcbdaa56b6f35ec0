import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import { delimiter, dirname, resolve } from 'node:path'

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
  const { code, output } = await tool(['wrangler', ...args])
  if (code !== 0) throw new Error(`wrangler ${args.join(' ')} failed:\n${output}`)
  return output
}

/** Packages' commands run under this very Node, whatever the machine's own is. */
const path = [dirname(process.execPath), resolve(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)

/** Runs a package's command, showing what it prints as it comes; gives its exit code. */
export async function runTool([command = '', ...args]: string[], env: Record<string, string> = {}): Promise<number> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...quiet, ...env, PATH: path },
  })
  const [code] = await once(child, 'close')
  return code ?? 1
}

/** Runs a package's command to its end; gives its exit code and what it printed. */
export async function tool([command = '', ...args]: string[]): Promise<{ code: number; output: string }> {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...quiet, PATH: path },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (chunk) => (output += chunk))
  const [code] = await once(child, 'close')
  return { code: code ?? 1, output }
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

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds))
}

/** Asks again and again until the answer is true; `every` in milliseconds. */
export async function until(what: string, ask: () => Promise<boolean>, seconds = 30, every = 50): Promise<void> {
  const end = Date.now() + seconds * 1000
  while (!(await ask())) {
    if (Date.now() > end) throw new Error(`${what}: not within ${seconds} s`)
    await pause(every)
  }
}
