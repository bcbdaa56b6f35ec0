import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Measured, Plan } from './load.ts'
import { root, runWrangler, startNode } from './process.ts'

/** Runs a plan in a process of its own. */
export async function measure(plan: Plan): Promise<Measured> {
  const child = startNode(resolve(import.meta.dirname, 'load.ts'), [JSON.stringify(plan)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit')])
  if (typeof message !== 'object') throw new Error('the load ended before it had measured')
  return message as Measured
}

/** Resident memory of all workerd processes of a group, in MB; null where there is no /proc to read. */
export function workerdMemory(group: number): number | null {
  if (!existsSync('/proc/self/status')) return null
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const sizes = processes.map((pid) => {
    const [stat = '', status = ''] = [`/proc/${pid}/stat`, `/proc/${pid}/status`].map(textOf)
    const ours = Number(stat.split(') ')[1]?.split(' ')[2]) === group && stat.includes('(workerd')
    return ours ? Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) : 0
  })
  return Math.round(sizes.reduce((sum, size) => sum + size, 0) / 1024)
}

type HeapUsage = { totalSize: number; embedderHeapUsedSize: number; backingStorageSize: number }

/**
 * Asks the Worker's own isolate, without the local services beside it, how many MB it holds: its heap and its buffers,
 * which is what the platform gives 128 MB for.
 */
export async function isolateMemory(inspector: string): Promise<{ now: () => Promise<number>; end: () => void }> {
  const targets = (await (await fetch(`http://${inspector}/json`)).json()) as {
    id: string
    webSocketDebuggerUrl: string
  }[]
  const worker = targets.find(({ id }) => id === 'core:user:raff')
  if (!worker) throw new Error(`no Worker to inspect among ${targets.map(({ id }) => id).join(', ')}`)
  const socket = new WebSocket(worker.webSocketDebuggerUrl)
  await once(socket, 'open')
  let asked = 0
  return {
    now: async () => {
      const id = ++asked
      socket.send(JSON.stringify({ id, method: 'Runtime.getHeapUsage' }))
      for (;;) {
        const [{ data }] = await once(socket, 'message')
        const answer = JSON.parse(data) as { id?: number; result: HeapUsage }
        if (answer.id !== id) continue
        const { totalSize, embedderHeapUsedSize, backingStorageSize } = answer.result
        return Math.round((totalSize + embedderHeapUsedSize + backingStorageSize) / 1024 / 1024)
      }
    },
    end: () => socket.close(),
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

type Profile = {
  nodes: { id: number; callFrame: { functionName: string } }[]
  samples: number[]
  timeDeltas: number[]
}

/** Milliseconds of work before the first request, in the profile that wrangler takes of the production bundle. */
export async function startUp(folder: string): Promise<number> {
  const out = resolve(root, folder, 'startup.cpuprofile')
  await runWrangler(['check', 'startup', '--args=--minify', '--outfile', out])
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(out, 'utf8')) as Profile
  const idle = new Set(nodes.filter((node) => node.callFrame.functionName === '(idle)').map((node) => node.id))
  const busy = samples.reduce((sum, id, i) => sum + (idle.has(id) ? 0 : (timeDeltas[i] ?? 0)), 0)
  return busy / 1000
}

export function commit(): string {
  return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: root, encoding: 'utf8' }).trim()
}
