import { mkdirSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import { buildAssets } from './assets.ts'
import { findChromium } from './run/chromium.ts'
import { root, runTool, tool } from './run/process.ts'
import { add, none, playwrightTally, type Tally, vitestTally } from './run/tally.ts'

/** `npm test`: everything that must hold, the same here as anywhere else. Ends with `N passed, N failed`. */
const folder = 'dist/run/test'
rmSync(resolve(root, folder), { recursive: true, force: true })
mkdirSync(resolve(root, folder), { recursive: true })
const began = Date.now()

const browser = findChromium()
await buildAssets({ sample: true })

const checks = await inParallel([
  check(
    'types',
    ['wrangler', 'types', '--include-runtime=false', 'src/bindings.d.ts'],
    ['tsc', '--noEmit'],
    ['tsc', '--noEmit', '-p', 'views/client'],
    ['tsc', '--noEmit', '-p', 'tests/browser'],
  ),
  check('lint and format', ['biome', 'check', '--error-on-warnings', '.']),
  check('styles', ['stylelint', 'views/**/*.css']),
  check('production bundle', ['wrangler', 'deploy', '--dry-run', '--outdir', `${folder}/bundle`]),
])

heading('unit and Worker tests')
const vitest = `${folder}/vitest.json`
const units = await runTool(['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${vitest}`])

heading('browser tests')
const playwright = `${folder}/playwright.json`
const pages = await runTool(['playwright', 'test'], { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_FILE: playwright })

const total = [checks, vitestTally(vitest, units), playwrightTally(playwright, pages)].reduce(add, none)
console.log(`\n${Math.round((Date.now() - began) / 1000)} s`)
for (const reason of new Set(total.skipped)) {
  console.log(`${total.skipped.filter((other) => other === reason).length} skipped: they ${reason}`)
}
console.log(`${total.passed} passed, ${total.failed} failed`)
process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0)

/** Runs commands one after another and shows what they print only when one of them fails. */
async function check(name: string, ...commands: string[][]): Promise<Tally> {
  const start = Date.now()
  for (const command of commands) {
    const { code, output } = await tool(command)
    if (code === 0) continue
    console.log(`✗ ${name}: ${command.join(' ')}\n${output}`)
    return { ...none, failed: 1 }
  }
  console.log(`✓ ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`)
  return { ...none, passed: 1 }
}

async function inParallel(checks: Promise<Tally>[]): Promise<Tally> {
  heading('checks')
  return (await Promise.all(checks)).reduce(add, none)
}

function heading(text: string): void {
  console.log(`\n── ${text}`)
}
