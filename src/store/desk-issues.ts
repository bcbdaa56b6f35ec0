import { and, desc, eq, lt } from 'drizzle-orm'
import type { Db } from './db.ts'
import { issues } from './schema/issues.ts'

const PAGE = 20

/** What a list shows of an issue: neither its text nor its articles. */
const listed = {
  ...{ id: issues.id, number: issues.number, title: issues.title },
  ...{ state: issues.state, reason: issues.reason, error: issues.error },
  ...{ sendsAt: issues.sendsAt, createdAt: issues.createdAt },
  ...{ sent: issues.sent, failed: issues.failed, uncertain: issues.uncertain },
}

export type IssueRow = Pick<typeof issues.$inferSelect, keyof typeof listed>

/** A newsletter's issues, newest first, of which those before an id; `older`: where the next page begins. */
export async function latest(
  db: Db,
  newsletterId: number,
  before: number | null,
): Promise<{ issues: IssueRow[]; older: number | null }> {
  const found = await db.orm
    .select(listed)
    .from(issues)
    .where(and(eq(issues.newsletterId, newsletterId), before === null ? undefined : lt(issues.id, before)))
    .orderBy(desc(issues.id))
    .limit(PAGE + 1)
  const page = found.slice(0, PAGE)
  return { issues: page, older: found.length > PAGE ? (page.at(-1)?.id ?? null) : null }
}
