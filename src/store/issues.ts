import { eq, type SQL, sql } from 'drizzle-orm'
import type { Edit, EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import type { IssueItem } from '../core/issue.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { inserted, logEdit } from './edits.ts'
import { laneOf, onConflict, wish } from './jobs.ts'
import { issues } from './schema/issues.ts'

type Row = typeof issues.$inferSelect

export type Issue = Omit<Row, 'items' | 'keywordRefs'> & { items: IssueItem[]; keywordRefs: string[] }
export type IssueState = Row['state']

/** What a new issue holds. `slotAt`: the date of the rhythm that made it. `keywordRefs`: alerts, whom it is for. */
export type Draft = Pick<Issue, 'newsletterId' | 'kind' | 'title' | 'intro' | 'markdown' | 'items' | 'consideredTo'> & {
  slotAt: number | null
  keywordRefs?: string[]
}

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<Issue> {
  const [row] = await db.orm.select().from(issues).where(eq(issues.id, id))
  if (!row) throw new AppError('not_found')
  return toIssue(row)
}

/**
 * A new issue: a draft, one on its way at once, or one that was left out. Of one date of the rhythm there is never a
 * second. Gives its id, or null where that date has one. `by`, here and below: the editor who does it.
 */
export async function create(
  db: Db,
  draft: Draft,
  state: 'draft' | 'scheduled' | 'skipped',
  now: number,
  by?: number,
): Promise<number | null> {
  const { newsletterId, kind, title, intro, markdown, items, consideredTo, slotAt, keywordRefs = [] } = draft
  const reason = state === 'skipped' ? 'few' : null
  const sendsAt = state === 'scheduled' ? now : null
  const results = await batch(db, [
    sql`INSERT INTO issues (newsletter_id, kind, state, reason, title, intro, markdown, items, keyword_refs, considered_to,
        slot_at, sends_at, created_at, updated_at)
      VALUES (${newsletterId}, ${kind}, ${state}, ${reason}, ${title}, ${intro}, ${markdown}, ${JSON.stringify(items)},
        ${JSON.stringify(keywordRefs)}, ${consideredTo}, ${slotAt}, ${sendsAt}, ${now}, ${now})
      ON CONFLICT(newsletter_id, slot_at) DO NOTHING RETURNING id`,
    // What an editor makes is a draft, and nothing follows from it yet.
    ...(by === undefined
      ? [
          sql`INSERT INTO jobs (kind, key, lane, due_at)
            SELECT 'send', id, ${laneOf('send')}, ${now} FROM issues
            WHERE changes() = 1 AND id = last_insert_rowid() AND state = 'scheduled' ${onConflict}`,
        ]
      : [logged({ id: inserted, label: title, by }, kind === 'written' ? 'written' : 'composed', now)]),
  ])
  const [row] = rows(results, 0)
  return row ? Number(row.id) : null
}

/** Issues that wait beside each other: more than anybody schedules. */
const WAITING = 50

/** Up to which article a newsletter's issues have taken all they wanted: those that went out, and those that will. */
function takenTo(newsletterId: SQL | number): SQL {
  return sql`(SELECT max(considered_to) FROM (
    SELECT considered_to FROM newsletters WHERE newsletters.id = ${newsletterId} UNION ALL
    SELECT considered_to FROM (SELECT considered_to, state FROM issues AS waiting
      WHERE waiting.newsletter_id = ${newsletterId} ORDER BY waiting.id DESC LIMIT ${WAITING})
    WHERE state IN ('scheduled', 'sending', 'paused')))`
}

/** An issue that is composed begins after this article: what waits to go out is not to come again in the next one. */
export async function taken(db: Db, newsletterId: number): Promise<number> {
  const [row] = rows(await batch(db, [sql`SELECT ${takenTo(newsletterId)} AS id`]), 0)
  return Number(row?.id ?? 0)
}

/**
 * What an editor changed of a draft. `seen` is the version they had before them: a change in between is told.
 * @throws AppError('conflict')
 */
export async function edit(
  db: Db,
  id: number,
  { title, intro, markdown, items }: Pick<Issue, 'title' | 'intro' | 'markdown' | 'items'>,
  seen: number,
  now: number,
  edit?: { by: number; before: EditedFields; after: EditedFields },
): Promise<void> {
  await only(db, [
    sql`UPDATE issues SET title = ${title}, intro = ${intro}, markdown = ${markdown}, items = ${JSON.stringify(items)},
        updated_at = ${now}, version = version + 1
      WHERE id = ${id} AND state = 'draft' AND version = ${seen}`,
    ...(edit ? [logged({ id, label: title, by: edit.by }, 'changed', now, edit)] : []),
  ])
}

/**
 * It will go out at `sendsAt`.
 * @throws AppError('conflict') for what is no draft, and for one with articles that another issue has taken meanwhile
 */
export async function schedule(db: Db, id: number, sendsAt: number, now: number, by?: number): Promise<void> {
  await only(db, [
    sql`UPDATE issues SET state = 'scheduled', sends_at = ${sendsAt}, updated_at = ${now}
      WHERE id = ${id} AND state = 'draft' AND NOT EXISTS (SELECT 1 FROM json_each(issues.items) AS item
        WHERE item.value ->> 'articleId' <= ${takenTo(sql`issues.newsletter_id`)})`,
    ...loggedBy(by, id, 'scheduled', now, { after: { sendsAt } }),
    wish({ kind: 'send', key: String(id), dueAt: sendsAt }, { ifChanged: true }),
  ])
}

/**
 * Its time has come: it gets its number, and its newsletter goes on after the articles it considered. One that each
 * reader gets made for them considers all up to `newest`, the last there is, so its own date is now, however late it
 * is: an article that came in between would be considered and told to nobody. `left`: what it holds of what it was
 * composed of. Nothing happens to an issue that is not due.
 */
export async function start(
  db: Db,
  id: number,
  newest: number,
  now: number,
  left?: Pick<Issue, 'title' | 'items'>,
): Promise<void> {
  const lessened = left ? sql`, title = ${left.title}, items = ${JSON.stringify(left.items)}` : sql``
  await batch(db, [
    sql`UPDATE issues SET state = 'sending', sends_at = ${now}, updated_at = ${now} ${lessened},
        number = (SELECT next_number FROM newsletters WHERE newsletters.id = newsletter_id),
        considered_to = CASE kind WHEN 'personal' THEN ${newest} ELSE considered_to END
      WHERE id = ${id} AND state = 'scheduled' AND sends_at <= ${now}`,
    sql`UPDATE newsletters SET next_number = next_number + 1,
        considered_to = max(considered_to, (SELECT considered_to FROM issues WHERE id = ${id}))
      WHERE changes() = 1 AND id = (SELECT newsletter_id FROM issues WHERE id = ${id})`,
  ])
}

/** Its time has come, and nothing is left of it. */
export async function skip(db: Db, id: number, now: number): Promise<void> {
  await batch(db, [
    sql`UPDATE issues SET state = 'skipped', reason = 'few', updated_at = ${now}
      WHERE id = ${id} AND state = 'scheduled' AND sends_at <= ${now}`,
  ])
}

/** @throws AppError('conflict') for what neither waits nor is on its way. */
export async function pause(db: Db, id: number, now: number, by?: number): Promise<void> {
  await only(db, [
    sql`UPDATE issues SET state = 'paused', updated_at = ${now} WHERE id = ${id} AND state IN ('scheduled', 'sending')`,
    ...loggedBy(by, id, 'paused', now),
  ])
}

/** It goes on where it was, with what made it stop forgotten. @throws AppError('conflict') for what is not paused. */
export async function resume(db: Db, id: number, now: number, by?: number): Promise<void> {
  await only(db, [
    sql`UPDATE issues SET state = CASE WHEN number IS NULL THEN 'scheduled' ELSE 'sending' END, reason = NULL,
        error = NULL, updated_at = ${now}
      WHERE id = ${id} AND state = 'paused'`,
    ...loggedBy(by, id, 'resumed', now),
    wish({ kind: 'send', key: String(id), dueAt: now }, { ifChanged: true }),
  ])
}

/** What was not handed over will not be. @throws AppError('conflict') for what has ended. */
export async function cancel(db: Db, id: number, now: number, by?: number): Promise<void> {
  await only(db, [
    sql`UPDATE issues SET state = 'cancelled', updated_at = ${now}
      WHERE id = ${id} AND state IN ('draft', 'scheduled', 'sending', 'paused')`,
    ...loggedBy(by, id, 'cancelled', now),
    wish({ kind: 'send', key: String(id), dueAt: now }, { ifChanged: true }),
  ])
}

/** It stops by itself, until somebody has mended what stopped it. */
export async function stop(
  db: Db,
  id: number,
  { reason, error }: { reason: 'broken' | 'refused'; error: string },
  now: number,
): Promise<void> {
  await batch(db, [
    sql`UPDATE issues SET state = 'paused', reason = ${reason}, error = ${error.slice(0, 500)}, updated_at = ${now}
      WHERE id = ${id} AND state = 'sending'`,
  ])
}

/** Sent or cancelled, it is over once nobody of its audience is left to come. */
export async function finish(db: Db, id: number, now: number): Promise<void> {
  const left = (state: string) =>
    sql`EXISTS (SELECT 1 FROM deliveries WHERE issue_id = ${id} AND deliveries.state = ${state})`
  await batch(db, [
    sql`UPDATE issues SET finished_at = ${now}, updated_at = ${now},
        state = CASE state WHEN 'sending' THEN 'sent' ELSE state END,
        reason = CASE WHEN state = 'sending' AND audience = 0 THEN 'empty' ELSE reason END
      WHERE id = ${id} AND finished_at IS NULL AND (state = 'cancelled' OR (state = 'sending' AND frozen_at IS NOT NULL))
        AND NOT ${left('pending')} AND NOT ${left('leased')} AND NOT ${left('sending')}`,
  ])
}

type Fields = Pick<Edit, 'before' | 'after'>

/** Statement: what an editor did to an issue, where the statement before did it. */
function logged(
  { id, label, by }: { id: number | SQL; label: string | SQL; by: number },
  action: Edit<'issue'>['action'],
  now: number,
  { before, after }: Fields = {},
): SQL {
  return logEdit({ editorId: by, noun: 'issue', ref: id, label, action, before, after }, now)
}

/** Statements: the same for an issue as it is called now; none where nobody did it. */
export function loggedBy(
  by: number | undefined,
  id: number,
  action: Edit<'issue'>['action'],
  now: number,
  fields?: Fields,
): SQL[] {
  const label = sql`(SELECT title FROM issues WHERE id = ${id})`
  return by === undefined ? [] : [logged({ id, label, by }, action, now, fields)]
}

/** One step that changes one issue. @throws AppError('conflict') */
async function only(db: Db, steps: SQL[]): Promise<void> {
  const results = await batch(db, steps)
  if (changes(results, 0) === 0) throw new AppError('conflict')
}

function toIssue(row: Row): Issue {
  const [items, keywordRefs] = [JSON.parse(row.items) as IssueItem[], JSON.parse(row.keywordRefs) as string[]]
  return { ...row, items, keywordRefs }
}
