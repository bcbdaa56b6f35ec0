import { type Choice, chosenOf } from './chosen.ts'
import type { FollowState } from './follow.ts'
import type { IssueItem, Why } from './issue.ts'
import type { Ranked } from './ranking.ts'

/** Seconds that alerts look back: a source that is new brings its archive along, and that is no news. */
export const ALERTED = 2 * 86_400
/** Articles that one alert names. */
const MOST = 20

type Follow = Choice & Pick<FollowState, 'alerts'>
type Article = IssueItem & Ranked & { sourceId: number; storyId: number; sortedAt: number; topicIds: number[] }

/** What a reader was told so far: up to which article, and since when they are told at all. */
export type Told = { consideredTo: number; changedAt: number }

/**
 * What is new of these articles with a keyword that has an alert, each story once and none that was told before under
 * another article; nothing that is muted.
 */
export function newsOf<T extends Article>(articles: T[], follows: Follow[], told: Told): (T & { why: Why })[] {
  const matching = chosenOf(articles, follows.map(onlyAlerts))
  const isNew = ({ articleId }: Article) => articleId > told.consideredTo
  const stories = new Set(
    matching.filter((one) => !isNew(one) && one.sortedAt >= told.changedAt).map(({ storyId }) => storyId),
  )
  const fresh = matching.filter((one) => {
    if (!isNew(one) || stories.has(one.storyId)) return false
    stories.add(one.storyId)
    return true
  })
  return fresh.slice(0, MOST)
}

/** Whatever else is followed brings nothing in; what is muted or wanted less of stays so. */
function onlyAlerts(follow: Follow): Follow {
  return { ...follow, followed: follow.followed && follow.alerts && follow.kind === 'keyword' }
}
