import { buildAssets } from './assets.ts'
import { killWhileSaving } from './run/kills.ts'

/** `npm run test:kill -- [KILLS] [SEED]`: pulls the plug while readers save, and counts what is left. */
const kills = Number(process.argv[2] ?? 20)
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31))

await buildAssets({ sample: true })
const { acknowledged, lost, doubled, miscounted, inFlight } = await killWhileSaving({ kills, seed })
console.log(
  `${kills} kills: ${acknowledged} saves acknowledged, ${lost} lost, ${doubled} doubled, counters off by ${miscounted}; ` +
    `at least ${Math.min(...inFlight)} writes in flight at each kill; seed ${seed}`,
)
process.exit(lost + doubled + miscounted > 0 || Math.min(...inFlight) === 0 ? 1 : 0)
