import type { ActionContext } from '../actions/context.ts'
import { heard } from '../actions/mail-events.ts'
import { unsubscribe } from '../actions/newsletters.ts'
import { readMailbox } from '../core/mailbox-links.ts'
import { open } from '../store/db.ts'

/** Larger than any report: what comes with more is not read. */
const MOST_BYTES = 1024 * 1024

/**
 * A message to the Worker's own mailbox. What stands behind the plus is the right, and says what the message is about;
 * nobody is answered. False: it is not for us.
 * @throws what a database throws that does not answer: then the sender's server tries again.
 */
export async function receive(
  d1: { db: D1Database; search: D1Database },
  around: Pick<ActionContext, 'config' | 'now' | 'files'>,
  { to, raw, size }: { to: string; raw: ReadableStream<Uint8Array>; size: number },
): Promise<boolean> {
  const link = readMailbox(around.config, to)
  if (!link) return false
  const db = open(d1.db.withSession('first-primary'))
  const context = { ...around, db, shelf: db, search: open(d1.search) }
  if (link.for === 'unsubscribe') {
    await unsubscribe(context, link, 'mailto')
    return true
  }
  if (size > MOST_BYTES) return true
  const { reportOf } = await import('../core/inbound.ts')
  const event = await reportOf(await new Response(raw).arrayBuffer(), link)
  if (event) await heard(context, [event])
  return true
}
