import { Agent, request } from 'node:http'
import { performance } from 'node:perf_hooks'

/**
 * Load from a process of its own: so many connections kept alive, each sending its own requests in turn, one after
 * another. Takes a `Plan` as its argument, sends the parent what it measured.
 */
export type Plan = {
  url: string
  /** Per connection, the requests it repeats. */
  connections: Shot[][]
  /** Not counted. */
  warmUpSeconds: number
  seconds: number
}

export type Shot = { method: string; path: string; headers: Record<string, string>; body?: string; status: number }

/** `p50` and `p99` in milliseconds; `wrong` counts answers of another status than expected. */
export type Measured = { perSecond: number; p50: number; p99: number; wrong: number }

const plan = JSON.parse(process.argv[2] ?? '') as Plan
const agent = new Agent({ keepAlive: true, maxSockets: plan.connections.length })
const target = new URL(plan.url)

const begin = performance.now() + plan.warmUpSeconds * 1000
const end = begin + plan.seconds * 1000
const times: number[] = []
let wrong = 0

await Promise.all(plan.connections.map(repeat))
times.sort((a, b) => a - b)
const measured: Measured = {
  perSecond: times.length / plan.seconds,
  p50: times[Math.floor(times.length * 0.5)] ?? 0,
  p99: times[Math.floor(times.length * 0.99)] ?? 0,
  wrong,
}
process.send?.(measured)
agent.destroy()

async function repeat(shots: Shot[]): Promise<void> {
  for (let n = 0; performance.now() < end; n += 1) {
    const shot = shots[n % shots.length]
    if (!shot) return
    const start = performance.now()
    const status = await send(shot)
    const done = performance.now()
    if (status !== shot.status) wrong += 1
    if (done >= begin && done <= end) times.push(done - start)
  }
}

function send({ method, path, headers, body }: Shot): Promise<number> {
  return new Promise((answer, fail) => {
    const sent = request({ agent, host: target.hostname, port: target.port, method, path, headers }, (response) => {
      response.resume()
      response.once('end', () => answer(response.statusCode ?? 0))
      response.once('error', fail)
    })
    sent.once('error', fail)
    sent.end(body)
  })
}
