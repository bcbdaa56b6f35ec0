import { and, asc, desc, eq, gt, inArray, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { AppError } from '../core/errors.ts'
import type { IssueItem } from '../core/issue.ts'
import type { Cursor } from './articles.ts'
import type { Db } from './db.ts'
import { columns, type Newsletter } from './newsletters.ts'
import { issues } from './schema/issues.ts'
import { newsletters } from './schema/mail.ts'
import { articles } from './schema/site.ts'

/** A row of past issues. */
export type PastIssue = { id: number; number: number; title: string; at: number }

/** Those of one page, and where the next page begins: `id` is the number. */
export type Past = { issues: PastIssue[]; older: Cursor | null }

/** An issue as its own page and the feed show it. */
export type ArchivedIssue = PastIssue & {
  kind: 'digest' | 'written'
  intro: string
  markdown: string
  items: IssueItem[]
}

const PAGE = 20

const named = { name: newsletters.name, slug: newsletters.slug, state: newsletters.state }

const past = {
  id: issues.id,
  number: sql<number>`${issues.number}`.as('number'),
  title: issues.title,
  at: sql<number>`coalesce(${issues.sendsAt}, ${issues.createdAt})`.as('at'),
}

const whole = {
  ...past,
  kind: sql<ArchivedIssue['kind']>`${issues.kind}`.as('kind'),
  intro: issues.intro,
  markdown: issues.markdown,
  items: issues.items,
}

/** Begun, and the same for all: an issue gets its number when it begins. */
const begun = and(isNotNull(issues.number), inArray(issues.kind, ['digest', 'written']))

/** What past issues and the feed name: not what was called off. */
const shown = and(begun, inArray(issues.state, ['sending', 'sent', 'paused']))

/** What has a page: whoever was sent one before it was called off has the link. */
const readable = and(begun, or(inArray(issues.state, ['sending', 'sent', 'paused']), gt(issues.sent, 0)))

/** A newsletter with its past issues, newest first. @throws AppError('not_found') */
export async function newsletterOf(
  db: Db,
  slug: string,
  before: Cursor | null,
): Promise<{ newsletter: Newsletter; past: Past }> {
  const found = await db.orm
    .select({ newsletter: columns, issue: past })
    .from(newsletters)
    .leftJoin(
      issues,
      and(eq(issues.newsletterId, newsletters.id), shown, before === null ? undefined : lt(issues.number, before.id)),
    )
    .where(eq(newsletters.slug, slug))
    .orderBy(desc(issues.number))
    .limit(PAGE + 1)
  const [first] = found
  if (!first) throw new AppError('not_found')
  const rows = found.flatMap(({ issue }) => (issue?.id ? [issue] : []))
  const page = rows.slice(0, PAGE)
  const last = rows.length > PAGE && page.at(-1)
  const older = last ? { sortedAt: last.at, id: last.number } : null
  return { newsletter: first.newsletter, past: { issues: page, older } }
}

/**
 * An issue with the numbers before and after it. Articles that were taken down since are taken out of it, too.
 * @throws AppError('not_found') where there is none, it never began or reached nobody, or is made for each reader.
 */
export async function issueOf(db: Db, slug: string, number: number) {
  const [[row], earlier, later] = await db.orm.batch([
    db.orm
      .select({ ...whole, newsletterId: issues.newsletterId, ...named })
      .from(newsletters)
      .innerJoin(issues, and(eq(issues.newsletterId, newsletters.id), eq(issues.number, number)))
      .where(and(eq(newsletters.slug, slug), readable)),
    neighbour(db, slug, sql`${issues.number} < ${number}`, desc(issues.number)),
    neighbour(db, slug, sql`${issues.number} > ${number}`, asc(issues.number)),
  ])
  if (!row) throw new AppError('not_found')
  const { newsletterId, name, state, ...issue } = row
  const [parsed] = await withoutHidden(db, [{ ...issue, items: JSON.parse(issue.items) as IssueItem[] }])
  if (!parsed) throw new AppError('not_found')
  return {
    newsletter: { id: newsletterId, name, slug, state },
    issue: parsed,
    previous: earlier[0]?.number ?? null,
    next: later[0]?.number ?? null,
  }
}

/** The newest issues, whole. @throws AppError('not_found') for what has no archive. */
export async function newestOf(db: Db, slug: string) {
  const [[found], rows] = await db.orm.batch([
    db.orm
      .select(columns)
      .from(newsletters)
      .where(and(eq(newsletters.slug, slug), eq(newsletters.kind, 'digest'))),
    db.orm
      .select(whole)
      .from(issues)
      .where(and(ofSlug(db, slug), shown))
      .orderBy(desc(issues.number))
      .limit(PAGE),
  ])
  if (!found) throw new AppError('not_found')
  const parsed = rows.map((row) => ({ ...row, items: JSON.parse(row.items) as IssueItem[] }))
  return { newsletter: found, issues: await withoutHidden(db, parsed) }
}

function ofSlug(db: Db, slug: string): SQL {
  return eq(
    issues.newsletterId,
    db.orm.select({ id: newsletters.id }).from(newsletters).where(eq(newsletters.slug, slug)),
  )
}

function neighbour(db: Db, slug: string, where: SQL, order: SQL) {
  return db.orm
    .select({ number: past.number })
    .from(issues)
    .where(and(ofSlug(db, slug), where, shown))
    .orderBy(order)
    .limit(1)
}

/** An editor's take-down holds for what went out before it. */
export async function withoutHidden<T extends { items: IssueItem[] }>(db: Db, all: T[]): Promise<T[]> {
  const ids = all.flatMap(({ items }) => items.map(({ articleId }) => articleId))
  if (ids.length === 0) return all
  const there = await db.orm
    .select({ id: articles.id })
    .from(articles)
    .where(
      and(
        sql`${articles.id} IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`,
        sql`${articles.hiddenAt} IS NULL`,
      ),
    )
  const visible = new Set(there.map(({ id }) => id))
  return all.map((issue) => ({ ...issue, items: issue.items.filter(({ articleId }) => visible.has(articleId)) }))
}
