import { type Site, startSite } from '../../src/cli/run/site.ts'
import { freshKeys } from '../../src/cli/run/vars.ts'
import { test as base } from './fixtures.ts'

export { expect } from './fixtures.ts'

/** A site of this file's own, that may be killed and come back as it was. */
export type OwnSite = {
  site: { kill: () => Promise<void>; comeBack: () => Promise<void> }
  /** Settings of it, by `test.use`. */
  vars: Record<string, string>
}

/** Like `fixtures.ts`, but against a server that nobody else is using. */
export const test = base.extend<object, OwnSite>({
  vars: [{}, { option: true, scope: 'worker' }],
  site: [
    async ({ vars }, use) => {
      const { BROWSER_URL, BROWSER_COMMAND_KEY, BROWSER_SCRIPT: script = '' } = process.env
      const start = { name: 'browser-own', script, keys: freshKeys(), vars }
      let site: Site = await startSite({ ...start, fresh: true })
      Object.assign(process.env, { BROWSER_URL: site.url, BROWSER_COMMAND_KEY: start.keys.COMMAND_KEY })
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
      Object.assign(process.env, { BROWSER_URL, BROWSER_COMMAND_KEY })
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  baseURL: async ({ site: _ }, use) => use(process.env.BROWSER_URL),
})
