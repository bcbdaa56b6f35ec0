import type { PasswordPort } from '../ports/password.ts'
import * as readers from '../store/readers.ts'
import { countTry, forgiveTries } from './attempts.ts'
import type { ActionContext } from './context.ts'

export type PasswordContext = ActionContext & { ports: { password: PasswordPort } }

/**
 * Whether a signed-in reader knows the account's password: asked again before email, factors or the account itself
 * change (ASVS 7.5.1). Counted apart from sign-in.
 * @throws AppError('too_many') before anything slow is computed.
 */
export async function confirmPassword(
  context: PasswordContext,
  { reader, password, ip }: { reader: { id: number }; password: string; ip: string },
): Promise<boolean> {
  const tried = { tried: 'confirm', who: reader.id } as const
  await countTry(context, { ...tried, ip })
  const stored = await readers.passwordOf(context.db, reader.id)
  const right = await context.ports.password.verify(stored, password)
  if (right) await forgiveTries(context, tried)
  return right
}
