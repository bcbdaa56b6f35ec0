import { request } from 'node:http'
import { Readable } from 'node:stream'
import { buildAssets } from './assets.ts'
import { newAccount } from './run/account.ts'
import { bundle } from './run/bundle.ts'
import { commit, isolateMemory, workerdMemory } from './run/measure.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:import -- [MEGABYTES] [HEAP]`: moves a list of that size in and prints how much memory that takes at
 * most. The Worker's isolate has to stay within 100 MB above idle: it has 128 in all, which nothing local enforces. So
 * each isolate is given HEAP megabytes, by default as many, and dies of more; with less it shows how little is needed.
 * The whole process, printed beside it, holds the local database, storage and search, too.
 */
const MEGABYTES = Number(process.argv[2] ?? 90)
const HEAP = Number(process.argv[3] ?? 128)
const MOST = 100
/** Letters of one article's text. */
const TEXT = 20_000

process.env.MINIFLARE_WORKERD_V8_FLAGS = `--max-heap-size=${HEAP}`
await buildAssets({ sample: true })
const site = await startSite({
  name: 'bench-import',
  script: await bundle('src/dev.ts', 'dist/run/bench-import/bundle'),
  fresh: true,
  inspected: true,
})
const isolate = await isolateMemory(site.inspector)
try {
  const account = await newAccount(site, 'moving@example.com')
  const items = Math.floor((MEGABYTES * 1024 * 1024) / item(0).length)
  const idle = await highest(site, () => new Promise((resolve) => setTimeout(resolve, 2000)))
  const upload = await highest(site, () => send(site, account.cookie(), items))
  const began = performance.now()
  const work = await highest(site, async () => {
    for (;;) {
      await site.tick()
      const page = await (await account.get('/list/imports/1')).text()
      if (!page.includes('hx-trigger="every')) return
    }
  })
  const seconds = Math.round((performance.now() - began) / 1000)
  const page = await (await account.get('/list/imports/1')).text()
  const numbers = [...page.matchAll(/<dd>(.*?)<\/dd>/g)].map(([, number]) => number)
  console.log(`${commit()}: ${MEGABYTES} MB, ${items} articles with their texts, worked off in ${seconds} s`)
  for (const what of ['isolate', 'process'] as const) {
    console.log(
      `${what}: idle ${idle[what]} MB, at most ${upload[what]} MB while it came in, ${work[what]} MB while worked off`,
    )
  }
  console.log(`added, known, refused: ${numbers.join(', ')}`)
  if (numbers[0] !== new Intl.NumberFormat('ar-EG').format(items)) throw new Error('not all of it came in')
  if (Math.max(upload.isolate, work.isolate) - idle.isolate > MOST) process.exitCode = 1
} finally {
  isolate.end()
  await site.stop()
}

/** The most memory that was there while something went on, in MB. */
async function highest(site: Site, during: () => Promise<unknown>): Promise<{ isolate: number; process: number }> {
  const most = { isolate: 0, process: 0 }
  let over = false
  const watching = (async () => {
    while (!over) {
      most.isolate = Math.max(most.isolate, await isolate.now())
      most.process = Math.max(most.process, workerdMemory(site.process.pid ?? 0) ?? 0)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  })()
  await during()
  over = true
  await watching
  return most
}

/** Sends the file as a browser does, made while it is sent. */
async function send(site: Site, cookie: string, items: number): Promise<void> {
  const length = 2 + items * item(0).length + (items - 1)
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Length': length,
    'X-File-Name': 'wallabag.json',
    Origin: site.url,
    Cookie: cookie,
  }
  await new Promise<void>((resolve, reject) => {
    const sent = request(`${site.url}/list/imports`, { method: 'POST', headers }, (response) => {
      response.resume()
      response.on('end', () => (response.statusCode === 303 ? resolve() : reject(new Error(`${response.statusCode}`))))
    })
    sent.on('error', reject)
    Readable.from(file(items)).pipe(sent)
  })
}

function* file(items: number): Generator<Uint8Array> {
  yield Buffer.from('[')
  for (let n = 0; n < items; n++) yield Buffer.concat([Buffer.from(n ? ',' : ''), item(n)])
  yield Buffer.from(']')
}

/** An article of wallabag's; all are equally long. */
function item(n: number): Uint8Array {
  const number = String(n).padStart(6, '0')
  const facts = `"title":"Article ${number}","url":"https://news.example/${number}","is_archived":0,"is_starred":0`
  const words = `word ${number} `.repeat(TEXT / 12)
  return Buffer.from(`{${facts},"tags":["moved"],"created_at":"2016-09-08T11:55:58+0200","content":"<p>${words}</p>"}`)
}
