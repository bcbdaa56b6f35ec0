import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { OptInAsked, OptInAskedPage } from '../../views/opt-in.tsx'
import type { AppEnv } from '../env.ts'
import { say } from './respond.tsx'

/** The next step is in a mail. `show`: what htmx gets, where that is more than the notice. */
export function mailed(c: Context<AppEnv>, email: string, show: Child = <OptInAsked email={email} />): Response {
  c.var.poke('MAIL')
  return say(c, { show, page: <OptInAskedPage email={email} /> })
}
