import { buildAssets } from '../../src/cli/assets.ts'
import { bundle } from '../../src/cli/run/bundle.ts'
import { startSite } from '../../src/cli/run/site.ts'
import { freshKeys } from '../../src/cli/run/vars.ts'
import { listRoutes } from './routes.ts'

/** Starts the site once for all browser tests and fills it as `npm run dev` does: through the pipeline. */
export default async function start(): Promise<() => Promise<void>> {
  await buildAssets({ sample: true })
  const script = await bundle('src/dev.ts', 'dist/run/browser/bundle')
  const keys = freshKeys()
  const inbox = 'mail@news.example'
  const site = await startSite({ name: 'browser', script, keys, vars: { MAIL_INBOX: inbox }, fresh: true })
  await listRoutes()
  await site.seedSample()
  await site.tick()
  // The url of a server that starts here reaches the tests by the environment.
  process.env.BROWSER_URL = site.url
  process.env.BROWSER_SCRIPT = script
  process.env.BROWSER_SIGNING_KEY = keys.SIGNING_KEYS
  process.env.BROWSER_COMMAND_KEY = keys.COMMAND_KEY
  process.env.BROWSER_INBOX = inbox
  return () => site.stop()
}
