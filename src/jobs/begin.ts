import { issueTitle } from '../i18n/issue-title.ts'
import { withoutHidden } from '../store/archive.ts'
import { newestId } from '../store/digest.ts'
import * as issues from '../store/issues.ts'
import * as newsletters from '../store/newsletters.ts'
import type { JobContext } from './context.ts'

/**
 * An issue whose time has come goes out without what was taken down since it was composed, also in its title where that
 * names the first article; one of which nothing is left is left out. From then on it is the same for everybody.
 */
export async function begin({ db, config, now }: JobContext, issue: issues.Issue): Promise<void> {
  const [{ items } = issue] = await withoutHidden(db, [issue])
  if (items.length === 0 && issue.items.length > 0) return issues.skip(db, issue.id, now())
  const newest = await newestId(db)
  if (items.length === issue.items.length) return issues.start(db, issue.id, newest, now())
  const { name } = await newsletters.find(db, { id: issue.newsletterId })
  const titleOf = issueTitle(config.site, now())
  const [was, lead] = [issue.items[0], items[0]].map((item) => titleOf(name, item?.title ?? null))
  const title = issue.title === was && lead !== undefined ? lead : issue.title
  await issues.start(db, issue.id, newest, now(), { title, items })
}
