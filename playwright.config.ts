import { defineConfig } from '@playwright/test'
import { chromiumFlags, findChromium } from './src/cli/run/chromium.ts'

/** Pages in a real Chromium, against the built development Worker (`tests/browser/server.ts` starts it). */
export default defineConfig({
  testDir: 'tests/browser',
  outputDir: 'dist/run/browser/results',
  globalSetup: './tests/browser/server.ts',
  // One server and one Chromium on two cores: more at once is slower.
  workers: 1,
  fullyParallel: true,
  forbidOnly: true,
  retries: 0,
  // Generous: on a busy machine a page takes ten times as long, and slow is not wrong.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  reporter: [
    ['list'],
    ['json', { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_FILE ?? 'dist/run/browser/report.json' }],
  ],
  use: {
    // Set by the global set-up, before the workers read this file again.
    baseURL: process.env.BROWSER_URL,
    locale: 'ar',
    timezoneId: 'Asia/Riyadh',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: findChromium(), args: chromiumFlags },
  },
})
