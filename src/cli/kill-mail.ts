import { buildAssets } from './assets.ts'
import { bundleMailSite, clearMailSite, killWhileSending } from './run/kills-mail.ts'

/** `npm run test:kill:mail -- [KILLS] [SEED]`: pulls the plug while an issue goes out, and counts who has it. */
const kills = Number(process.argv[2] ?? 30)
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31))
const SUBSCRIBERS = 2000

await buildAssets({ sample: true })
const script = await bundleMailSite()
let bad = false
for (const transport of ['smtp', 'resend'] as const) {
  const outcome = await killWhileSending({ transport, kills, subscribers: SUBSCRIBERS, seed, script })
  const { lost, repeated, uncertain, wrong, inFlight } = outcome
  const flying = inFlight.reduce((sum, n) => sum + n, 0)
  console.log(
    `${transport}: ${kills} kills, ${SUBSCRIBERS} subscribers: ${lost} lost, ${repeated} repeated, ` +
      `${uncertain} uncertain of ${flying} in flight at the kills (at least ${Math.min(...inFlight)} at each), ` +
      `${wrong} wrong messages or numbers; seed ${seed}`,
  )
  const most = transport === 'smtp' ? flying : 0
  bad ||= lost + repeated + wrong > 0 || uncertain > most || Math.min(...inFlight) === 0
}
clearMailSite()
process.exit(bad ? 1 : 0)
