import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestProject } from 'vitest/node'
import { corpusFile, corpusJson, hasCorpus } from './corpus.ts'
import type { Answer, Asked } from './feeds.ts'

/**
 * A real HTTP server for the tests in workerd, which have no file system and start no servers: `feeds.ts` tells it
 * over HTTP what to answer, and asks it what arrived.
 */
const answers = new Map<string, Answer[]>()
const asked: Asked[] = []
let server: Server | undefined

export async function setup(project: TestProject): Promise<void> {
  server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  project.provide('feedServer', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  project.provide('hasCorpus', hasCorpus)
  project.provide('attacks', hasCorpus ? corpusJson<string[]>('attacks/xss-payloads.json') : [])
  project.provide('hosts', hasCorpus ? corpusJson<Record<string, string[]>>('attacks/private-addresses.json') : {})
}

export function teardown(): void {
  server?.closeAllConnections()
  server?.close()
}

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = request.url ?? '/'
  if (path.startsWith('/-/answers')) {
    answers.set(path.slice('/-/answers'.length), JSON.parse(await bodyOf(request)) as Answer[])
    response.end()
  } else if (path.startsWith('/-/asked')) {
    const prefix = path.slice('/-/asked'.length)
    response.end(JSON.stringify(asked.filter((one) => one.path.startsWith(prefix))))
  } else {
    asked.push({ path, headers: request.headers as Record<string, string> })
    const list = answers.get(path) ?? [{ status: 404 }]
    // The last answer stays, so that a feed can be asked for again and again.
    answer((list.length > 1 ? list.shift() : list[0]) ?? {}, request, response)
  }
}

function answer(what: Answer, request: IncomingMessage, response: ServerResponse): void {
  if (what.stall && !what.body) return
  const headers = { 'Content-Type': 'application/rss+xml', ...(what.etag ? { ETag: what.etag } : {}), ...what.headers }
  const known = what.etag !== undefined && request.headers['if-none-match'] === what.etag
  response.writeHead(known ? 304 : (what.status ?? 200), headers)
  if (what.stall) response.write(what.body)
  else if (what.endless) endless(response)
  else if (known) response.end()
  else if (what.corpus) response.end(corpusFile(what.corpus))
  else response.end(what.bytes ? new Uint8Array(what.bytes) : (what.body ?? ''))
}

/** Longer than anybody reads, then silence: what is between us and the Worker drains a body that nobody wants. */
function endless(response: ServerResponse): void {
  for (let n = 0; n < 1000; n++) response.write('<!-- endless -->'.repeat(1000))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const chunk of request) body += chunk
  return body
}
