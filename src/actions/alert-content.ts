import { ALERTED, newsOf } from '../core/alert-news.ts'
import { type Follow, isFollowed } from '../core/follow.ts'
import { toItem, withKeywords } from '../store/digest.ts'
import { followsByReader } from '../store/follows.ts'
import type { Issue } from '../store/issues.ts'
import type { Recipient } from '../store/personal.ts'
import { type Made, packed, readerIds } from './chunk-content.ts'
import type { ActionContext } from './context.ts'

/** What each of them is told of the articles that an issue of alerts considered. */
export async function alertsFor(
  { db, shelf }: Pick<ActionContext, 'db' | 'shelf'>,
  issue: Issue,
  people: Recipient[],
): Promise<Made> {
  const follows = await followsByReader(shelf, readerIds(people))
  const of = ({ readerId }: Recipient) => follows.get(readerId ?? 0) ?? []
  const refs = people.flatMap((one) =>
    of(one)
      .filter(isAlert)
      .map(({ ref }) => ref),
  )
  // The moment it was made, however late it goes out: so all its chunks look at the same.
  const window = { since: issue.createdAt - ALERTED, now: issue.createdAt, after: 0 }
  const found = await withKeywords(db, [...new Set(refs)], window)
  const articles = found.filter(({ articleId }) => articleId <= issue.consideredTo)
  const groups = people.map((one) => ({ members: [one], follows: of(one), told: one }))
  return packed(groups, ({ follows, told }) => {
    const items = newsOf(articles, follows, told).map(toItem)
    return items.length > 0 ? { kind: 'alerts', items } : null
  })
}

function isAlert(follow: Follow): boolean {
  return follow.kind === 'keyword' && follow.alerts && isFollowed(follow)
}
