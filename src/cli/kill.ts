import { buildAssets } from './assets.ts'
import { killWhileWorking } from './run/kills.ts'

/** `npm run test:kill -- [KILLS] [SEED]`: pulls the plug while readers save and files come in, and counts what is left. */
const kills = Number(process.argv[2] ?? 50)
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31))

await buildAssets({ sample: true })
const { acknowledged, files, rows, lost, doubled, halfWritten, miscounted, inFlight } = await killWhileWorking({
  kills,
  seed,
})
console.log(
  `${kills} kills: ${acknowledged} saves and ${files} imports of ${rows} rows acknowledged, ${lost} lost, ` +
    `${doubled} doubled, ${halfWritten} half-written, numbers off by ${miscounted}; ` +
    `at least ${Math.min(...inFlight)} saves in flight at each kill; seed ${seed}`,
)
process.exit(lost + doubled + halfWritten + miscounted > 0 || Math.min(...inFlight) === 0 ? 1 : 0)
