import { isRunning, type Job } from '../store/jobs.ts'
import { deleteThese, heldByReaders, hideNext, leftovers } from '../store/removal.ts'
import { fileOf } from '../store/texts.ts'
import type { JobContext, Outcome } from './context.ts'

const CHUNK = 100
/** Of a run's 300 statements this job takes a part, as an import does. */
const STEPS = 10
/** Until a run that began before, or a reader's save of what was just hidden, has ended. */
const PAUSE = 60

/**
 * What becomes of the articles of a removed source; the job's key is `SOURCE:FATE`. First all are hidden, and with that
 * `hidden` is done. `deleted` takes them out for good but for those that readers saved, whose copies keep their text.
 */
export async function remove(context: JobContext, job: Job): Promise<Outcome> {
  const { db, now } = context
  const [id, fate] = job.key.split(':')
  const sourceId = Number(id)
  if (await isRunning(db, 'refresh', String(sourceId), now())) return { again: now() + PAUSE }
  let hid = 0
  for (let step = 0; step < STEPS; step += 1) {
    const more = await hideNext(db, sourceId, now(), CHUNK)
    hid += more
    if (more < CHUNK) break
  }
  if (hid === STEPS * CHUNK) return { again: now() }
  if (fate !== 'deleted') return undefined
  if (hid > 0) return { again: now() + PAUSE }
  for (let step = 0; step < STEPS; step += 1) if (!(await deleteNext(context, sourceId))) return undefined
  return { again: now() }
}

/** Whether there was anything. Files go first: a row whose file is gone goes with the next try. */
async function deleteNext({ db, shelf, files, now }: JobContext, sourceId: number): Promise<boolean> {
  const left = await leftovers(db, sourceId, CHUNK)
  if (left.length === 0) return false
  const own = left.filter((entry) => entry.own)
  const held = await heldByReaders(
    shelf,
    own.map(({ articleId }) => articleId),
  )
  const gone = own.filter(({ articleId }) => !held.has(articleId))
  const inFiles = gone.filter((entry) => entry.inFiles)
  if (inFiles.length > 0) await files.delete(inFiles.map(({ articleId }) => fileOf(articleId)))
  const articleIds = gone.map(({ articleId }) => articleId)
  await deleteThese(db, sourceId, { articleIds, guids: left.map(({ guid }) => guid) }, now())
  return true
}
