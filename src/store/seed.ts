import { sql } from 'drizzle-orm'
import { fold } from '../core/arabic.ts'
import { batch, changes, type Db } from './db.ts'
import { laneOf, wish } from './jobs.ts'

export type StarterTopic = { slug: string; name: string; categories: readonly string[] }
export type StarterNewsletter = {
  slug: string
  name: string
  description: string
  kind: 'digest' | 'personal' | 'list' | 'alerts'
  rhythm: 'hourly' | 'daily' | 'weekdays' | 'weekly' | 'manual'
  weekdays: string
  sendsAtMinute: number | null
  topicSlugs: string
}

/** Topics, and what feeds call them, folded as the pipeline looks it up. Gives the number of topics that were missing. */
export async function topics(db: Db, starter: readonly StarterTopic[], now: number): Promise<number> {
  const names = starter.map(({ slug, name }, position) => ({ slug, name, position }))
  const categories = starter.flatMap(({ slug, categories }) => categories.map((name) => ({ name: fold(name), slug })))
  const results = await batch(db, [
    sql`INSERT INTO topics (slug, name, position)
      SELECT value ->> 'slug', value ->> 'name', value ->> 'position' FROM json_each(${JSON.stringify(names)}) WHERE true
      ON CONFLICT DO NOTHING`,
    sql`INSERT INTO categories (name, topic_id)
      SELECT value ->> 'name', topics.id FROM json_each(${JSON.stringify(categories)})
      JOIN topics ON topics.slug = value ->> 'slug' WHERE true
      ON CONFLICT DO NOTHING`,
    // The work that recurs for as long as the site stands.
    ...(['sweep', 'texts', 'recount'] as const).map((kind) => wish({ kind, key: 'all', dueAt: now })),
  ])
  return changes(results, 0)
}

export async function newsletters(
  db: Db,
  starter: readonly StarterNewsletter[],
  { zone, now }: { zone: string; now: number },
): Promise<number> {
  const rows = starter.map((newsletter, position) => ({ ...newsletter, position }))
  const results = await batch(db, [
    sql`INSERT INTO newsletters (slug, name, description, kind, rhythm, weekdays, sends_at_minute, zone, topic_slugs, position,
        created_at)
      SELECT value ->> 'slug', value ->> 'name', value ->> 'description', value ->> 'kind', value ->> 'rhythm',
        value ->> 'weekdays', value ->> 'sendsAtMinute', ${zone}, value ->> 'topicSlugs', value ->> 'position', ${now}
      FROM json_each(${JSON.stringify(rows)}) WHERE true
      ON CONFLICT DO NOTHING`,
    // Also for newsletters from before there was such a job.
    sql`INSERT INTO jobs (kind, key, lane, due_at) SELECT 'rhythm', id, ${laneOf('rhythm')}, ${now} FROM newsletters
      WHERE state = 'active' AND rhythm <> 'manual' ON CONFLICT DO NOTHING`,
  ])
  return changes(results, 0)
}
