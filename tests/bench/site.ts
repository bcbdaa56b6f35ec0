import type { Hono } from 'hono'
import type { Bindings } from '../../src/env.ts'
import { createWorker } from '../../src/index.ts'
import { password } from '../../src/ports/password.ts'
import { cost } from './cost.ts'

const nothing = () => {
  throw new Error('a bench asks nobody outside')
}
const worker = createWorker({
  now: () => Math.floor(Date.now() / 1000),
  fetcher: () => nothing,
  mailer: () => ({ send: nothing, bulk: null }),
  password,
})

/**
 * The Worker as it is built for a deployment, and beside it what a bench needs, below `/bench/`. To a request with
 * `Bench: cost` it answers with what the page asks of the databases.
 */
export function siteWith(tools: Hono<{ Bindings: Bindings }>): ExportedHandler<Bindings> {
  return {
    ...worker,
    async fetch(request, bindings, context) {
      if (request.headers.get('Bench') === 'cost') {
        return cost(bindings, (recorded) => worker.fetch(request, recorded, context))
      }
      if (new URL(request.url).pathname.startsWith('/bench/')) return tools.fetch(request, bindings, context)
      return worker.fetch(request, bindings, context)
    },
  }
}
