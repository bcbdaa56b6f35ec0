import type { ActionContext } from '../actions/context.ts'
import type { Db } from '../store/db.ts'
import { movedOut, type OldText, old, outdated, renewed, type Texts } from '../store/old-texts.ts'
import { madeSafe } from '../store/texts.ts'
import type { Outcome } from './context.ts'

const DAY = 86_400
/** How long a text lies in the database, where reading it is one statement with its row. */
const KEPT = 90 * DAY
/** At most 256 KB each. */
const CHUNK = 20
/** Chunks of a run; while there are more, the next run is due at once. */
const ROUNDS = 10

/**
 * Once a day: makes texts safe that an older sanitiser left, and moves old ones to FILES, so that the database does not
 * fill up. A text is always whole where its row says: the object is written before the row points to it, and it stays
 * where it is when the text is stored anew.
 */
export async function texts(context: ActionContext): Promise<Outcome> {
  const { db, shelf, now } = context
  let left = false
  for (const [where, of] of [[db, 'articles'] as const, [shelf, 'saved'] as const]) {
    left = (await inChunks(() => renew(context, where, of))) || left
    left = (await inChunks(() => moveOut(context, where, of))) || left
  }
  return { again: left ? now() : now() + DAY }
}

/** Whether there may be more when a run has done its share. */
async function inChunks(step: () => Promise<number>): Promise<boolean> {
  for (let round = 0; round < ROUNDS; round += 1) if ((await step()) < CHUNK) return false
  return true
}

async function renew({ files }: ActionContext, db: Db, of: Texts): Promise<number> {
  const found = await outdated(db, of, CHUNK)
  if (found.length === 0) return 0
  const safe = found.map(async (was) => {
    const html = await htmlOf(files, was)
    return { was, html: html === undefined ? null : await madeSafe(html) }
  })
  await renewed(db, of, await Promise.all(safe))
  return found.length
}

async function htmlOf(files: R2Bucket, { place, html, file }: OldText): Promise<string | undefined> {
  return place === 'd1' ? html : (await files.get(file))?.text()
}

async function moveOut({ files, now }: ActionContext, db: Db, of: Texts): Promise<number> {
  const found = await old(db, of, now() - KEPT, CHUNK)
  if (found.length === 0) return 0
  await Promise.all(found.map(({ file, html }) => files.put(file, html)))
  const ownerless = await movedOut(db, of, found)
  if (ownerless.length > 0) await files.delete(ownerless)
  return found.length
}
