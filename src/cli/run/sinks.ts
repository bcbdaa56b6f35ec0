import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './process.ts'

/** Who takes mail over in tests, in a process of its own: what it took is in files of `folder`. */
export type Sink<T> = {
  port: number
  taken: () => T[]
  /** Messages (SMTP) or calls (Resend) that were taken so far, answered or not. */
  asked: () => number
  end: () => void
}

/** Starts `tests/helpers/NAME.ts` with its settings; it ends with this process. */
export async function startSink<T>(name: 'smtp-sink' | 'resend-sink', settings: { folder: string }): Promise<Sink<T>> {
  const child = fork(resolve(root, `tests/helpers/${name}.ts`), [JSON.stringify(settings)], { execArgv: [] })
  const port = await new Promise<number>((ready, failed) => {
    child.once('message', (at) => ready(Number(at)))
    child.once('exit', (code) => failed(new Error(`${name} ended with ${code}`)))
  })
  let asked = 0
  child.on('message', (said) => {
    if (said === 'asked') asked += 1
  })
  const { folder } = settings
  const taken = () =>
    readdirSync(folder)
      .sort()
      .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as T)
  return { port, taken, asked: () => asked, end: () => void child.kill() }
}
