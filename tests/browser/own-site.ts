import { type Site, startSite } from '../../src/cli/run/site.ts'
import { freshKeys } from '../../src/cli/run/vars.ts'
import { test as base } from './fixtures.ts'

export { expect } from './fixtures.ts'

/** A site of this file's own, that may be killed and come back as it was. */
export type OwnSite = { site: { kill: () => Promise<void>; comeBack: () => Promise<void> } }

/** Like `fixtures.ts`, but against a server that nobody else is using. */
export const test = base.extend<object, OwnSite>({
  site: [
    async ({ browserName: _ }, use) => {
      const shared = process.env.BROWSER_URL
      const start = { name: 'offline', script: process.env.BROWSER_SCRIPT ?? '', keys: freshKeys() }
      let site: Site = await startSite({ ...start, fresh: true })
      process.env.BROWSER_URL = site.url
      await site.seedSample()
      await site.tick()
      const port = Number(new URL(site.url).port)
      await use({
        kill: () => site.kill(),
        comeBack: async () => {
          site = await startSite({ ...start, port })
        },
      })
      await site.stop()
      process.env.BROWSER_URL = shared
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ site: _ }, use) => use(process.env.BROWSER_URL),
})
