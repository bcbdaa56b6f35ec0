import type { Config } from '../core/config.ts'
import { AppError } from '../core/errors.ts'
import { networkOf } from '../core/network.ts'
import { mac } from '../core/secrets.ts'
import * as attempts from '../store/attempts.ts'
import type { ActionContext } from './context.ts'

const HOUR = 3600
const DAY = 24 * HOUR
const QUARTER = 15 * 60

/** How many wrong passwords one account, and one network block, may have in a quarter of an hour. */
const PASSWORDS = { account: 10, network: 100 }

/**
 * Whether a form that mails a typed email may send it: at most 3 an hour and 10 a day to one email, whichever form it
 * is, and 20 an hour from one network block. Counts the attempt. Past the limit the form shows the same page as ever.
 */
export async function mayMail(context: ActionContext, { email, ip }: { email: string; ip: string }): Promise<boolean> {
  const limits = [3, 10, 20]
  const counted = await attempts.count(
    context.db,
    [
      counter(context.config, 'mail to', email, HOUR),
      counter(context.config, 'mail to', email, DAY),
      counter(context.config, 'mail from', networkOf(ip), HOUR),
    ],
    context.now(),
  )
  return counted.every(({ count }, i) => count <= (limits[i] ?? 0))
}

/**
 * Counts a try at an account's password, before anything slow is computed; an email without an account counts too.
 * @throws AppError('too_many') with the seconds to wait.
 */
export async function countPassword(
  context: ActionContext,
  { email, ip }: { email: string; ip: string },
): Promise<void> {
  const now = context.now()
  const [account, network] = await attempts.count(
    context.db,
    [passwords(context.config, email), counter(context.config, 'passwords from', networkOf(ip), QUARTER)],
    now,
  )
  const over = [
    ...(account && account.count > PASSWORDS.account ? [account] : []),
    ...(network && network.count > PASSWORDS.network ? [network] : []),
  ]
  if (over.length) throw new AppError('too_many', { retryAfter: Math.max(...over.map(({ endsAt }) => endsAt - now)) })
}

/** The password was right: the account's earlier tries no longer count. */
export async function forgivePasswords({ db, config }: ActionContext, email: string): Promise<void> {
  await attempts.reset(db, passwords(config, email))
}

function passwords(config: Config, email: string): attempts.Counter {
  return counter(config, 'passwords of', email, QUARTER)
}

/** Keyed with our key: whoever steals the table cannot try emails against it. */
function counter(config: Config, what: string, who: string, window: number): attempts.Counter {
  return { key: mac(config.signingKeys[0], 'attempts', what, who), window }
}
