import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

/** One issue of a newsletter, from its draft to the last delivery. */
export const issues = sqliteTable(
  'issues',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    newsletterId: integer('newsletter_id').notNull(),
    /** Given when it is scheduled or sent: a draft has none. */
    number: integer(),
    kind: text({ enum: ['digest', 'written', 'personal', 'list', 'alerts'] }).notNull(),
    state: text({ enum: ['draft', 'scheduled', 'sending', 'paused', 'sent', 'cancelled', 'skipped'] }).notNull(),
    /** Why it was skipped or stopped; the desk words it. */
    reason: text({ enum: ['few', 'empty', 'broken', 'refused'] }),
    /** What the transport or the template said, where that stopped it. */
    error: text(),
    /** The subject; also the title of its page in the archive. */
    title: text().notNull(),
    intro: text().notNull().default(''),
    /** written: what the editor wrote. */
    markdown: text().notNull().default(''),
    /** digest: its articles as they stood when it was composed (JSON of `IssueItem[]`, core/issue.ts). */
    items: text().notNull().default('[]'),
    /** alerts: the keywords that new articles hold (JSON of their refs): who follows none of them is not of its audience. */
    keywordRefs: text('keyword_refs').notNull().default('[]'),
    version: integer().notNull().default(1),
    /** Articles up to this id were considered for it. */
    consideredTo: integer('considered_to').notNull().default(0),
    /** The date of its newsletter's rhythm; null: made by hand. One date makes one issue. */
    slotAt: integer('slot_at'),
    sendsAt: integer('sends_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The subscriber (alerts: the reader) up to whom the audience is frozen, and when all of it was. */
    frozenTo: integer('frozen_to').notNull().default(0),
    frozenAt: integer('frozen_at'),
    /** When its last delivery came to an end. */
    finishedAt: integer('finished_at'),
    // The deliveries by state, changed in the batch that changes them; what is missing of the audience is still to come.
    audience: integer().notNull().default(0),
    sent: integer().notNull().default(0),
    failed: integer().notNull().default(0),
    uncertain: integer().notNull().default(0),
    /** Opted out, suppressed or paused after the freeze, or with nothing to send to. */
    dropped: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('issues_number').on(t.newsletterId, t.number),
    uniqueIndex('issues_slot').on(t.newsletterId, t.slotAt),
    index('issues_latest').on(t.newsletterId, t.id),
  ],
)

/**
 * The ledger: one row for each subscriber of an issue, from the freeze to the end. WITHOUT ROWID, which drizzle-kit
 * cannot say: the migration does.
 */
export const deliveries = sqliteTable(
  'deliveries',
  {
    issueId: integer('issue_id').notNull(),
    subscriberId: integer('subscriber_id').notNull(),
    /**
     * pending → leased (claimed, nothing said to a transport yet) → sending (written before the transport is called) →
     * sent, failed or uncertain; or dropped.
     */
    state: text({ enum: ['pending', 'leased', 'sending', 'sent', 'failed', 'uncertain', 'dropped'] }).notNull(),
    chunkId: integer('chunk_id'),
    attempts: integer().notNull().default(0),
    /** pending: not before this. */
    dueAt: integer('due_at').notNull().default(0),
    leaseUntil: integer('lease_until').notNull().default(0),
    /** The transport's own id of the message. */
    providerId: text('provider_id'),
    /** failed, uncertain: what the transport said. dropped: why (opted_out, suppressed, paused, nothing). */
    error: text(),
    /** What was heard of it afterwards. */
    outcome: text({ enum: ['delivered', 'soft', 'failed', 'hard', 'complained'] }),
    updatedAt: integer('updated_at').notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.issueId, t.subscriberId] }),
    // Without it each claim would walk over the rows that are sent already.
    index('deliveries_state').on(t.issueId, t.state, t.dueAt, t.subscriberId),
    index('deliveries_chunk').on(t.chunkId).where(sql`chunk_id IS NOT NULL`),
    index('deliveries_subscriber').on(t.subscriberId, t.issueId),
  ],
)

/**
 * Deliveries that were claimed together. Where they are handed over in one call, its members, their order and what they
 * hold never change, so a repeated call with the same key says the same.
 */
export const chunks = sqliteTable(
  'chunks',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    issueId: integer('issue_id').notNull(),
    /** The transport's name: another one would not know the key. */
    transport: text().notNull(),
    /** The idempotency key. */
    key: text().notNull().unique(),
    /** When the transport was called first: its memory of the key ends 24 hours later. */
    calledAt: integer('called_at'),
    /** personal, list, alerts: what each member's message holds (JSON of `ChunkContent`, core/issue.ts). */
    content: text(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [index('chunks_issue').on(t.issueId)],
)

/** What was heard of a message, by the id of the event: heard twice it changes nothing. */
export const mailEvents = sqliteTable(
  'mail_events',
  {
    /** `provider:id`. */
    id: text().primaryKey(),
    kind: text({ enum: ['delivered', 'soft', 'failed', 'hard', 'complained'] }).notNull(),
    issueId: integer('issue_id'),
    subscriberId: integer('subscriber_id'),
    /** The enhanced status code, such as 5.1.1, or the reason in the provider's words. */
    detail: text().notNull().default(''),
    receivedAt: integer('received_at').notNull(),
  },
  (t) => [index('mail_events_received').on(t.receivedAt), index('mail_events_subscriber').on(t.subscriberId)],
)

/**
 * Token buckets, as one time each (GCRA): when the bucket would be full of tokens again, in milliseconds. Names:
 * `transport`, `domain:example.com`.
 */
export const rates = sqliteTable('rates', {
  name: text().primaryKey(),
  fullAt: integer('full_at').notNull(),
})

/** Subscribers of a newsletter day by day, written by the daily recount: what the desk draws. */
export const subscriberDays = sqliteTable(
  'subscriber_days',
  {
    newsletterId: integer('newsletter_id').notNull(),
    /** Days since 1970 in the site's zone. */
    day: integer().notNull(),
    subscribers: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.newsletterId, t.day] })],
)
