import { createApp, kindOf } from '../../src/app.ts'
import type { Ports } from '../../src/env.ts'

/** A route of the app: `name` is how it is written in its noun's file without patterns, `path` one that it answers. */
export type Route = { method: string; name: string; path: string; kind: ReturnType<typeof kindOf> }

/** Something of the right shape for each parameter; whether it exists is another matter. */
const SAMPLES: Record<string, string> = {
  device: 'x',
  id: '1',
  n: '1',
  slug: 'morning',
  token: 'x'.repeat(43),
  picture: 'x.y',
}

/** Every route of the app, from its own table: a new one comes in by itself. */
export function allRoutes(): Route[] {
  const { routes } = createApp({} as Ports)
  const found = routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }): [string, Route] => {
      const name = path.replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, '')
      const real = path.replace(/:(\w+)(\{(?:[^{}]|\{[^{}]*\})*\})?/g, (_, parameter: string, pattern = '') =>
        pattern.includes('{22}') ? 'x'.repeat(22) : (SAMPLES[parameter] ?? missing(parameter)),
      )
      return [`${method} ${name}`, { method, name, path: real, kind: kindOf(method, real) }]
    })
  return [...new Map(found).values()]
}

function missing(parameter: string): never {
  throw new Error(`tests/helpers/routes.ts knows no sample of :${parameter}`)
}
