import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chromium } from '@playwright/test'
import { root } from './process.ts'

/** Root has no user namespaces for the sandbox in most containers; the rest keeps Chromium off the network. */
export const chromiumFlags = [
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * The path of a Chromium: the one named, Playwright's own, or the system's; else gets one.
 * @throws Error that says how to get one by hand. Browser tests are never left out silently.
 */
export function findChromium(): string {
  return installed() ?? got(['npx', 'playwright', 'install', 'chromium']) ?? gotFromDebian() ?? giveUp()
}

function installed(): string | null {
  const places = [
    process.env.CHROMIUM_PATH,
    chromium.executablePath(),
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
  ]
  return places.find((path) => path && existsSync(path)) ?? null
}

function got([tool = '', ...args]: string[]): string | null {
  console.log(`No Chromium here; trying: ${[tool, ...args].join(' ')}`)
  spawnSync(tool, args, { cwd: root, stdio: 'inherit' })
  return installed()
}

function gotFromDebian(): string | null {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return null
  spawnSync('apt-get', ['update'], { stdio: 'inherit' })
  return got(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'])
}

function giveUp(): never {
  throw new Error(
    'The browser tests need a Chromium, and none could be had. `npx playwright install chromium` gets one; or install the package chromium; or set CHROMIUM_PATH to one.',
  )
}
