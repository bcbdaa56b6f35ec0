import { chromium, type Page } from '@playwright/test'
import { buildAssets } from './assets.ts'
import { bundle } from './run/bundle.ts'
import { chromiumFlags, findChromium } from './run/chromium.ts'
import { deskShots } from './run/desk-shots.ts'
import { startSite } from './run/site.ts'

const READER = { locale: 'ar', timezoneId: 'Asia/Riyadh' }

/** `npm run screenshots`: the running site as a phone and a desktop show it, into docs/, and its desk. */
const SHOTS = [
  { file: 'docs/phone.png', path: lead, viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true },
  {
    file: 'docs/desktop.png',
    path: async () => '/',
    viewport: { width: 1280, height: 900 },
    deviceScaleFactor: 1,
    isMobile: false,
  },
]

await buildAssets({ sample: true })
const site = await startSite({
  name: 'screenshots',
  script: await bundle('src/dev.ts', 'dist/run/screenshots/bundle'),
  fresh: true,
})
const browser = await chromium.launch({ executablePath: findChromium(), args: chromiumFlags })
try {
  await site.seedSample()
  await site.tick()
  for (const { file, path, ...options } of SHOTS) {
    const context = await browser.newContext({ baseURL: site.url, ...READER, ...options })
    const page = await context.newPage()
    await page.goto(await path(page), { waitUntil: 'networkidle' })
    await page.evaluate('document.fonts.ready')
    await page.screenshot({ path: file })
    await context.close()
    console.log(file)
  }
  await deskShots(site, browser, READER)
} finally {
  await browser.close()
  await site.stop()
}

/** The first article of the front page. */
async function lead(page: Page): Promise<string> {
  await page.goto('/')
  return (await page.locator('main a[href^="/articles/"]').first().getAttribute('href')) ?? '/'
}
