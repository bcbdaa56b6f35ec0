import type { Config } from '../core/config.ts'
import { AppError } from '../core/errors.ts'
import { networkOf } from '../core/network.ts'
import { mac } from '../core/secrets.ts'
import * as attempts from '../store/attempts.ts'
import { batch } from '../store/db.ts'
import type { ActionContext } from './context.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const QUARTER = 15 * 60

/**
 * Seconds to wait after the n-th wrong password (or code) of one account: five may come at once, then the wait doubles
 * up to a quarter of an hour, where it stays: an account is never locked for good. A day without a try forgets them, a
 * right one at once.
 */
export const WAITS = [0, 0, 0, 0, 15, 30, 60, 120, 240, 480, QUARTER] as const

/** How many tries one network block may have in a quarter of an hour, at whatever accounts. */
export const TRIES_OF_NETWORK = 100

/** How many mails typed emails may cause: to one email an hour and a day, and from one network block an hour. */
export const MAILS = { toHourly: 3, toDaily: 10, fromHourly: 20 } as const

/** How long a network block is known as one that an account signs in from, in seconds: as long as a session lasts. */
const HOME = 90 * DAY

/**
 * What is tried: each has a count of its own, so that whoever hammers at the sign-in of an email does not keep its
 * reader, who is signed in, from changing the password.
 */
export type Tried = 'sign-in' | 'confirm' | 'code'

/**
 * Whether a form that mails a typed email may send it, whichever form it is. Counts the attempt. Past the limit the
 * form shows the same page as ever. Asked for from home it counts apart, as a sign-in does: else whoever spends an
 * email's mails of a day keeps its reader from a new password.
 */
export async function mayMail(context: ActionContext, { email, ip }: { email: string; ip: string }): Promise<boolean> {
  const limits = [MAILS.toHourly, MAILS.toDaily, MAILS.fromHourly]
  const who = await countedAs(context, { email, ip })
  const counted = await attempts.count(
    context.db,
    [
      counter(context.config, 'mail to', who, HOUR),
      counter(context.config, 'mail to', who, DAY),
      counter(context.config, 'mail from', networkOf(ip), HOUR),
    ],
    context.now(),
  )
  return counted.every(({ count }, i) => count <= (limits[i] ?? 0))
}

/**
 * Counts a try at an account's secret, before anything slow is computed. `who` is the account: its email where it may
 * not exist (which counts the same), else its id. A network over its limit no longer reaches any account's count.
 * @throws AppError('too_many') with the seconds to wait.
 */
export async function countTry(
  context: ActionContext,
  { tried, who, ip }: { tried: Tried; who: string | number; ip: string },
): Promise<void> {
  const { db, config } = context
  const now = context.now()
  const [network] = await attempts.count(db, [counter(config, 'tries from', networkOf(ip), QUARTER)], now)
  if (network && network.count > TRIES_OF_NETWORK) throw new AppError('too_many', { retryAfter: network.endsAt - now })
  const early = await attempts.countGrowing(db, triesOf(config, tried, who), WAITS, now)
  if (early > 0) throw new AppError('too_many', { retryAfter: early })
}

/** The try was right: the account's earlier ones no longer count. */
export async function forgiveTries(
  { db, config }: ActionContext,
  { tried, who }: { tried: Tried; who: string | number },
): Promise<void> {
  await attempts.reset(db, triesOf(config, tried, who))
}

/**
 * What is tried at an email counts as: everybody's, or, from a network block where it was signed in to before, that
 * block's own. So strangers who try the password all day long do not keep its reader out at home.
 */
export async function countedAs(
  { db, config, now }: ActionContext,
  { email, ip }: { email: string; ip: string },
): Promise<string> {
  const known = await attempts.stands(db, homeOf(config, email, ip), now())
  return known ? `${email} ${networkOf(ip)}` : email
}

/** It was signed in to from here: the tries before it are forgotten, and the network block is known. */
export async function signedInFrom(
  { db, config, now }: ActionContext,
  { who, email, ip }: { who: string; email: string; ip: string },
): Promise<void> {
  await batch(db, [attempts.forget(triesOf(config, 'sign-in', who)), attempts.keep(homeOf(config, email, ip), now())])
}

function homeOf(config: Config, email: string, ip: string): attempts.Counter {
  return counter(config, 'signed in from', JSON.stringify([email, networkOf(ip)]), HOME)
}

/** The counter of an account's tries, for steps that forgive them in their own batch. */
export function triesOf(config: Config, tried: Tried, who: string | number): attempts.Counter {
  return counter(config, `tries at ${tried}`, String(who), DAY)
}

/** Keyed with our key: whoever steals the table cannot try emails against it. */
function counter(config: Config, what: string, who: string, window: number): attempts.Counter {
  return { key: mac(config.signingKeys[0], 'attempts', what, who), window }
}
