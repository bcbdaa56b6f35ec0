import type { From } from '../core/agent.ts'
import { isoDates } from '../core/iso.ts'
import { batch } from '../store/db.ts'
import { EVENTS, HOLDINGS, type Holder, nameOf, pagesOf, SAVED } from '../store/holdings.ts'
import * as newsletters from '../store/newsletters.ts'
import type { Saved } from '../store/saved.ts'
import { logged, type SecurityEvent } from '../store/security-events.ts'
import type { ActionContext } from './context.ts'
import { confirmPassword, type PasswordContext } from './passwords.ts'

/**
 * Whether whoever asks for an archive may have it; its reader finds the event in the account's log.
 * @throws AppError('too_many')
 */
export async function mayExport(
  context: PasswordContext,
  { reader, password, from }: { reader: { id: number }; password: string; from: From },
): Promise<boolean> {
  if (!(await confirmPassword(context, { reader, password, ip: from.ip }))) return false
  const { agent, country } = from
  await batch(context.db, [logged({ readerId: reader.id, kind: 'exported', at: context.now(), agent, country })])
  return true
}

/** The list, page by page, in the order in which it was saved: what was removed too, while it is kept. */
export function savedPages({ shelf }: ActionContext, who: Holder): AsyncGenerator<Saved[]> {
  return pagesOf(shelf, SAVED, who) as AsyncGenerator<Saved[]>
}

/** The log of the account, the oldest event first. */
export function eventPages({ db }: ActionContext, who: Holder): AsyncGenerator<SecurityEvent[]> {
  return pagesOf(db, EVENTS, who) as AsyncGenerator<SecurityEvent[]>
}

/**
 * Everything an account holds as JSON, piece by piece: each table of `store/holdings.ts` under its name, a row a line,
 * times in ISO 8601. The names of newsletters stand beside the subscriptions, which know their numbers alone.
 */
export async function* archiveJson(context: ActionContext, who: Holder): AsyncGenerator<string> {
  const { db, shelf, config, now } = context
  const all = (await newsletters.all(db)).map(({ id, slug, name }) => ({ id, slug, name }))
  yield `{"site":${JSON.stringify(config.site.url)},"madeAt":${line('madeAt', now())},"newsletters":${JSON.stringify(all)}`
  for (const holding of Object.values(HOLDINGS).flat()) {
    yield `,\n${JSON.stringify(nameOf(holding))}:[`
    let first = true
    for await (const rows of pagesOf(HOLDINGS.shelf.includes(holding) ? shelf : db, holding, who)) {
      if (rows.length === 0) continue
      yield `${first ? '' : ','}\n${rows.map((row) => JSON.stringify(row, isoDates)).join(',\n')}`
      first = false
    }
    yield ']'
  }
  yield '}\n'
}

function line(name: string, value: unknown): string {
  return JSON.stringify(isoDates(name, value))
}
