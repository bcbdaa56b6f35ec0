import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { type Ledger, ledgerOf, mailVars, seedIssue, type Transport } from './run/mail-site.ts'
import { commit, isolateMemory, workerdMemory } from './run/measure.ts'
import { root } from './run/process.ts'
import { startSink } from './run/sinks.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:newsletter -- [SUBSCRIBERS]`: an issue to so many, frozen, claimed and marked with nobody called; then
 * to fewer over SMTP and through Resend, each a server on this machine. Prints how many a second, what that takes of
 * memory, and what it asks of the database.
 */
const SUBSCRIBERS = Number(process.argv[2] ?? 100_000)
const FEWER = { smtp: 2_000, resend: 10_000 }

await buildAssets({ sample: true })
const script = await bundle('tests/bench/mail-worker.ts', 'dist/run/bench-newsletter/bundle')
console.log(`commit ${commit()}`)
await measured('nobody called', SUBSCRIBERS, mailVars('resend', null))
for (const transport of ['smtp', 'resend'] as const) await overSink(transport)
process.exit(0)

async function overSink(transport: Transport): Promise<void> {
  const folder = resolve(root, 'dist/run/bench-newsletter/taken')
  rmSync(folder, { recursive: true, force: true })
  const sink = await startSink(`${transport}-sink`, { folder })
  await measured(transport, FEWER[transport], mailVars(transport, sink.port))
  sink.end()
}

async function measured(what: string, subscribers: number, vars: Record<string, string>): Promise<void> {
  const site = await startSite({ name: 'bench-newsletter', script, vars, fresh: true, inspected: true })
  const isolate = await isolateMemory(site.inspector)
  try {
    await seedIssue(site, subscribers)
    const peak = { isolate: await isolate.now(), process: workerdMemory(site.process.pid ?? 0) ?? 0 }
    const idle = { ...peak }
    const frozen = await reached(site, isolate, peak, ({ issue }) => issue.frozen_at !== null)
    const sent = await reached(site, isolate, peak, ({ issue }) => issue.state === 'sent')
    if (sent.ledger.issue.sent !== subscribers) throw new Error(`only ${sent.ledger.issue.sent} were sent`)
    const perHundred = (n: number) => ((n * 100) / subscribers).toFixed(1)
    console.log(
      `${what}: ${subscribers} frozen in ${frozen.seconds.toFixed(1)} s, sent in ${sent.seconds.toFixed(1)} s more ` +
        `(${Math.round(subscribers / sent.seconds)} a second); for each hundred ${perHundred(sent.ledger.statements)} ` +
        `statements in ${perHundred(sent.ledger.calls)} calls; isolate ${idle.isolate} MB, at most ${peak.isolate} MB; ` +
        `process ${idle.process} MB, at most ${peak.process} MB`,
    )
  } finally {
    isolate.end()
    await site.stop()
  }
}

type Peak = { isolate: number; process: number }

/** Runs what is due until the ledger stands so, looking at the memory from time to time. */
async function reached(
  site: Site,
  isolate: Awaited<ReturnType<typeof isolateMemory>>,
  peak: Peak,
  stands: (ledger: Ledger) => boolean,
): Promise<{ seconds: number; ledger: Ledger }> {
  const began = performance.now()
  for (;;) {
    const working = site.tick()
    peak.isolate = Math.max(peak.isolate, await isolate.now())
    peak.process = Math.max(peak.process, workerdMemory(site.process.pid ?? 0) ?? 0)
    await working
    const ledger = await ledgerOf(site)
    if (stands(ledger)) return { seconds: (performance.now() - began) / 1000, ledger }
    if (ledger.issue.state === 'paused') throw new Error(`it stopped: ${ledger.issue.error}`)
    await new Promise((done) => setTimeout(done, 100))
  }
}
