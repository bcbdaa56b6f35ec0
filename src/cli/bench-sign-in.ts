import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { commit } from './run/measure.ts'
import { type Site, startSite } from './run/site.ts'

/**
 * `npm run bench:sign-in`: whether the time of an answer tells if an email has an account. Each form is sent once for
 * an email that has one and once for one that has not, in turn, 30 times; the medians must differ by less than 10 %.
 */
const RUNS = 30
const WARM_UP = 3
const MOST = 0.1

type Form = { path: string; fields: (email: string) => Record<string, string>; status: number }

const FORMS: Form[] = [
  { path: '/login', fields: (email) => ({ email, password: 'not the password' }), status: 422 },
  { path: '/reset', fields: (email) => ({ email }), status: 200 },
]

await buildAssets({ sample: true })
const site = await startSite({
  name: 'bench-sign-in',
  script: await bundle('tests/bench/worker.ts', 'dist/run/bench-sign-in/bundle', ['--minify']),
  fresh: true,
})
try {
  const readers = RUNS + WARM_UP
  await fetch(`${site.direct}/bench/seed`, {
    method: 'POST',
    body: JSON.stringify({ articles: 100, readers, saved: 0 }),
  })
  console.log(`${commit()}, median of ${RUNS}`)
  for (const form of FORMS) {
    const difference = await compare(site, form)
    if (Math.abs(difference) >= MOST) process.exitCode = 1
  }
} finally {
  await site.stop()
}

/** Gives how much longer a known email takes than an unknown one, as a share. */
async function compare(site: Site, form: Form): Promise<number> {
  const known: number[] = []
  const unknown: number[] = []
  for (let run = 1; run <= RUNS + WARM_UP; run += 1) {
    const pair = [
      async () => known.push(await time(site, form, { email: `reader-${run}@example.com`, run })),
      async () => unknown.push(await time(site, form, { email: `nobody-${run}@example.com`, run })),
    ]
    // Whichever comes second finds warmer caches: they take turns.
    for (const send of run % 2 ? pair : pair.reverse()) await send()
  }
  const [one, other] = [known, unknown].map((times) => median(times.slice(WARM_UP))) as [number, number]
  const difference = one / other - 1
  console.log(
    `${form.path}: known ${one.toFixed(1)} ms, unknown ${other.toFixed(1)} ms, ${(100 * difference).toFixed(1)} %`,
  )
  return difference
}

/** Milliseconds until the whole answer is there. Each run comes from a network of its own, which no limit stops. */
async function time(
  { url, direct }: Site,
  form: Form,
  { email, run }: { email: string; run: number },
): Promise<number> {
  const began = performance.now()
  const response = await fetch(`${direct}${form.path}`, {
    method: 'POST',
    body: new URLSearchParams(form.fields(email)),
    headers: { Origin: url, 'CF-Connecting-IP': `10.0.${run}.1` },
  })
  await response.text()
  const took = performance.now() - began
  if (response.status !== form.status) throw new Error(`${form.path} answered ${response.status} for ${email}`)
  return took
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2
}
