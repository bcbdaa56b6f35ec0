import type { MailEvent } from '../core/mail-event.ts'
import { suppressionHash } from '../core/suppression.ts'
import * as events from '../store/mail-events.ts'
import type { ActionContext } from './context.ts'
import { WORDING } from './newsletters.ts'

/** What was heard of messages. An event of somebody who is no subscriber (any more) still shuts their email. */
export async function heard({ db, config, now }: ActionContext, all: MailEvent[]): Promise<void> {
  for (const event of all) {
    const known = await events.subscriberOf(db, event.who)
    const email = known?.email ?? ('email' in event.who ? event.who.email : null)
    // A link of ours to somebody who is gone: nothing is left that it could be about.
    if (email === null) continue
    await events.record(db, event, known, { suppression: suppressionHash(config, email), wording: WORDING, now: now() })
  }
}
