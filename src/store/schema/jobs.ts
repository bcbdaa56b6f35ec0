import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** The outbox of everything that must still happen. A change inserts its job in the same batch. */
export const jobs = sqliteTable(
  'jobs',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    kind: text().notNull(),
    /** Whatever is due in a lane goes before all that is due in the next: `LANES` in store/jobs.ts. */
    lane: integer().notNull().default(0),
    key: text().notNull(),
    dueAt: integer('due_at').notNull(),
    wanted: integer().notNull().default(1),
    leaseUntil: integer('lease_until').notNull().default(0),
    attempts: integer().notNull().default(0),
    deadAt: integer('dead_at'),
    error: text(),
    payload: text(),
  },
  (t) => [
    uniqueIndex('jobs_kind_key').on(t.kind, t.key),
    index('jobs_due').on(t.lane, t.dueAt).where(sql`dead_at IS NULL`),
    index('jobs_dead').on(t.deadAt).where(sql`dead_at IS NOT NULL`),
  ],
)

export const settings = sqliteTable('settings', {
  name: text().primaryKey(),
  value: text().notNull(),
})
