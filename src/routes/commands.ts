import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import * as v from 'valibot'
import { wishRebuild } from '../actions/rebuild.ts'
import { seed } from '../actions/seed.ts'
import { importSources } from '../actions/sources.ts'
import { emailField } from '../core/form.ts'
import { sameSecret } from '../core/secrets.ts'
import type { AppEnv } from '../env.ts'
import { messages } from '../i18n/messages.ts'
import { setRole } from '../store/editors.ts'
import { sourceStates } from '../store/sources.ts'

const Command = v.variant('command', [
  v.object({ command: v.literal('seed') }),
  v.object({ command: v.literal('sources'), opml: v.string() }),
  v.object({ command: v.literal('source-states') }),
  v.object({ command: v.literal('search-rebuild') }),
  v.object({ command: v.literal('editor'), email: emailField, wanted: v.boolean() }),
])

/** Commands from outside a browser, the same for a local and a deployed site; `COMMAND_KEY` is the right. */
const withCommandKey = createMiddleware<AppEnv>(async (c, next) => {
  const [scheme, key = ''] = (c.req.header('Authorization') ?? '').split(' ')
  if (scheme !== 'Bearer' || !sameSecret(key, c.var.config.commandKey)) return c.json({ error: 'wrong key' }, 401)
  return next()
})

export const commandRoutes = new Hono<AppEnv>()

commandRoutes.post('/commands', withCommandKey, async (c) => {
  const { success, output } = v.safeParse(Command, await c.req.json().catch(() => null))
  if (!success) return c.json({ error: 'unknown command' }, 422)
  if (output.command === 'source-states') return c.json(await sourceStates(c.var.db))
  if (output.command === 'sources') {
    const report = await importSources(c.var, output.opml)
    c.var.poke('INGEST')
    return c.json(report)
  }
  if (output.command === 'editor') {
    const role = output.wanted ? 'editor' : 'reader'
    return c.json({ role, ...(await setRole(c.var.db, output.email, role, c.var.now())) })
  }
  if (output.command === 'search-rebuild') {
    await wishRebuild(c.var)
    c.var.poke('INGEST')
    return c.json({ rebuilding: true })
  }
  return c.json(await seed(c.var, messages(c.var.site.language, c.var.site.digits).starter))
})
