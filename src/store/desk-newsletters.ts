import { eq, sql } from 'drizzle-orm'
import type { EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import type { NewsletterSettings } from '../core/newsletter-form.ts'
import { batch, changes, type Db, rows } from './db.ts'
import { inserted, logEdit } from './edits.ts'
import { laneOf, onConflict } from './jobs.ts'
import { issues } from './schema/issues.ts'
import { newsletters } from './schema/mail.ts'

/** A newsletter as its editor sees it. */
export type DeskNewsletter = typeof newsletters.$inferSelect

type LatestIssue = Pick<typeof issues.$inferSelect, 'id' | 'title' | 'state' | 'reason' | 'error'>

/** All of them in their order, each with its latest issue, if it has one. */
export async function all(db: Db): Promise<{ newsletter: DeskNewsletter; issue: LatestIssue | null }[]> {
  const { id, title, state, reason, error } = issues
  const latest = sql`(SELECT max(id) FROM issues AS own WHERE own.newsletter_id = newsletters.id)`
  const found = await db.orm
    .select({ newsletter: newsletters, issue: { id, title, state, reason, error } })
    .from(newsletters)
    .leftJoin(issues, eq(issues.id, latest))
  // Sorted here: SQLite would sort the joined rows.
  return found.toSorted((a, b) => a.newsletter.position - b.newsletter.position)
}

/** @throws AppError('not_found') */
export async function find(db: Db, id: number): Promise<DeskNewsletter> {
  const [newsletter] = await db.orm.select().from(newsletters).where(eq(newsletters.id, id))
  if (!newsletter) throw new AppError('not_found')
  return newsletter
}

/**
 * A new newsletter, the last in the order, and its rhythm. Gives its id. `by`: the editor who makes it.
 * @throws AppError('conflict') for a taken slug.
 */
export async function create(
  db: Db,
  set: NewsletterSettings,
  nextAt: number | null,
  now: number,
  by: number,
): Promise<number> {
  const results = await batch(db, [
    sql`INSERT INTO newsletters (slug, name, description, kind, state, rhythm, weekdays, sends_at_minute, zone, topic_slugs,
        source_ids, items, min_items, intro, sender_name, sender_email, postal_address, when_uncertain, next_at, position,
        created_at)
      SELECT ${set.slug}, ${set.name}, ${set.description}, ${set.kind}, ${set.state}, ${set.rhythm}, ${set.weekdays},
        ${set.sendsAtMinute}, ${set.zone}, ${set.topicSlugs}, ${set.sourceIds}, ${set.items}, ${set.minItems}, ${set.intro},
        ${set.senderName}, ${set.senderEmail}, ${set.postalAddress}, ${set.whenUncertain}, ${nextAt},
        coalesce(max(position) + 1, 0), ${now} FROM newsletters
      RETURNING id`,
    logEdit({ editorId: by, noun: 'newsletter', ref: inserted, label: set.name, action: 'added' }, now),
    wishRhythm(set.slug, now),
  ])
  return Number(rows(results, 0)[0]?.id)
}

/**
 * What an editor changed; the kind stays as it was made. False: it is not at that version any more. A date that has come
 * stands, unless another rhythm was set: its issue may not have been made yet.
 * @throws AppError('conflict') for a taken slug
 */
export async function update(
  db: Db,
  { id, version }: { id: number; version: number },
  set: NewsletterSettings,
  nextAt: number | null,
  now: number,
  edit: { by: number; before: EditedFields; after: EditedFields },
): Promise<boolean> {
  const { by: editorId, ...fields } = edit
  const results = await batch(db, [
    sql`UPDATE newsletters SET slug = ${set.slug}, name = ${set.name}, description = ${set.description},
        state = ${set.state}, rhythm = ${set.rhythm}, weekdays = ${set.weekdays}, sends_at_minute = ${set.sendsAtMinute},
        zone = ${set.zone}, topic_slugs = ${set.topicSlugs}, source_ids = ${set.sourceIds}, items = ${set.items},
        min_items = ${set.minItems}, intro = ${set.intro}, sender_name = ${set.senderName},
        sender_email = ${set.senderEmail}, postal_address = ${set.postalAddress}, when_uncertain = ${set.whenUncertain},
        next_at = CASE WHEN next_at < ${nextAt} AND state = ${set.state} AND rhythm = ${set.rhythm}
          AND weekdays = ${set.weekdays} AND sends_at_minute IS ${set.sendsAtMinute} AND zone = ${set.zone}
          THEN next_at ELSE ${nextAt} END, version = version + 1
      WHERE id = ${id} AND version = ${version}`,
    logEdit({ editorId, noun: 'newsletter', ref: id, label: set.name, action: 'changed', ...fields }, now),
    wishRhythm(set.slug, now),
  ])
  return changes(results, 0) === 1
}

function wishRhythm(slug: string, now: number) {
  return sql`INSERT INTO jobs (kind, key, lane, due_at) SELECT 'rhythm', id, ${laneOf('rhythm')}, ${now} FROM newsletters
    WHERE changes() = 1 AND slug = ${slug} ${onConflict}`
}

const drawn = (slug: string) => sql`instr(',' || topic_slugs || ',', ${`,${slug},`})`

/** The newsletters that draw from a topic. */
export async function drawingFrom(db: Db, slug: string): Promise<Pick<DeskNewsletter, 'id' | 'name'>[]> {
  const results = await batch(db, [sql`SELECT id, name FROM newsletters WHERE ${drawn(slug)} ORDER BY position`])
  return rows(results, 0) as Pick<DeskNewsletter, 'id' | 'name'>[]
}

/**
 * A topic had the slug `from`: newsletters that draw from it by that have the one that is its own now, however often it
 * changed; unless a topic is called so again.
 */
export async function renameTopic(db: Db, id: number, from: string): Promise<void> {
  const results = await batch(db, [sql`SELECT id, slug FROM topics WHERE id = ${id} OR slug = ${from}`])
  const found = rows(results, 0)
  const to = found.find((topic) => topic.id === id)?.slug
  if (to === undefined || found.some(({ slug }) => slug === from)) return
  await batch(db, [
    sql`UPDATE newsletters
      SET topic_slugs = trim(replace(',' || topic_slugs || ',', ${`,${from},`}, ${`,${to},`}), ','), version = version + 1
      WHERE ${drawn(from)}`,
  ])
}
