import { ALERTED } from '../core/alert-news.ts'
import * as alerts from '../store/alerts.ts'
import type { Db } from '../store/db.ts'
import { newestId } from '../store/digest.ts'
import * as issues from '../store/issues.ts'
import * as newsletters from '../store/newsletters.ts'
import type { ActionContext } from './context.ts'
import type { TitleOf } from './issues.ts'

type Context = Pick<ActionContext, 'db' | 'shelf' | 'now'>

/**
 * The issue of an hour or a day: on its way at once where something came that a subscriber has an alert for, and none at
 * all where nothing did. Repeated it is the same issue.
 */
export async function alertsOfSlot(
  { db, shelf, now }: Context,
  { id, name, intro }: newsletters.Newsletter,
  slotAt: number,
  titleOf: TitleOf,
): Promise<void> {
  const at = now()
  const consideredTo = await newestId(db)
  const came = await alerts.newRefs(db, await issues.taken(db, id), at - ALERTED)
  const keywordRefs = await alerts.alertedRefs(shelf, came)
  if (!(await isAwaited({ db, shelf }, id, keywordRefs))) return newsletters.passOver(db, id, consideredTo)
  const title = titleOf(name, null)
  const draft = { newsletterId: id, kind: 'alerts', title, intro, markdown: '', slotAt } as const
  await issues.create(db, { ...draft, items: [], keywordRefs, consideredTo }, 'scheduled', at)
}

/** Whether a subscriber has an alert for one of these keywords: they may all have chosen the other newsletter. */
async function isAwaited({ db, shelf }: { db: Db; shelf: Db }, newsletterId: number, refs: string[]): Promise<boolean> {
  for await (const readerIds of readersOf(shelf, refs)) {
    if (await alerts.anySubscribed(db, newsletterId, readerIds)) return true
  }
  return false
}

async function* readersOf(shelf: Db, refs: string[]): AsyncGenerator<number[]> {
  if (refs.length === 0) return
  for (let after: number | undefined = 0; after !== undefined; ) {
    const readerIds = await alerts.alertedReaders(shelf, refs, after)
    yield readerIds
    after = readerIds.length === alerts.ALERTED_AT_ONCE ? readerIds.at(-1) : undefined
  }
}

/**
 * One more step of freezing who has an alert for a keyword of the issue: of the site's readers those, and not all who
 * have the newsletter. True: it is whole.
 */
export async function freezeAlerts({ db, shelf, now }: Context, issue: issues.Issue): Promise<boolean> {
  const readerIds = await alerts.alertedReaders(shelf, issue.keywordRefs, issue.frozenTo)
  const whole = readerIds.length < alerts.ALERTED_AT_ONCE
  await alerts.freezeReaders(db, issue, { readerIds, whole }, now())
  return whole
}
