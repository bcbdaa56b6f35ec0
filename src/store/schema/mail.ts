import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'

export const newsletters = sqliteTable('newsletters', {
  id: integer().primaryKey({ autoIncrement: true }),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull(),
  rhythm: text({ enum: ['daily', 'weekdays', 'weekly', 'manual'] }).notNull(),
  /** For weekdays and weekly: days of the week, 0 = Sunday, as digits ("0,3"). */
  weekdays: text().notNull().default(''),
  /** Minutes after local midnight in the newsletter's zone; null: by hand. */
  sendsAtMinute: integer('sends_at_minute'),
  zone: text().notNull(),
  /** Slugs of the topics it draws from, comma-separated; empty: all. Named by slug since topics are another family. */
  topicSlugs: text('topic_slugs').notNull().default(''),
  /** Ids of the sources it draws from, comma-separated; empty: all. */
  sourceIds: text('source_ids').notNull().default(''),
  /**
   * digest: the same for everybody; personal: made of what each reader follows; list: what waits on a reader's list.
   */
  kind: text({ enum: ['digest', 'personal', 'list'] })
    .notNull()
    .default('digest'),
  /** paused: its rhythm rests. ended: it is offered to nobody any more. */
  state: text({ enum: ['active', 'paused', 'ended'] })
    .notNull()
    .default('active'),
  /** An issue holds so many articles at most; with fewer than `minItems` it is skipped. */
  items: integer().notNull().default(10),
  minItems: integer('min_items').notNull().default(3),
  /** Stands above the articles of every issue. */
  intro: text().notNull().default(''),
  /** Empty: the site's own name, MAIL_FROM, POSTAL_ADDRESS. */
  senderName: text('sender_name').notNull().default(''),
  senderEmail: text('sender_email').notNull().default(''),
  postalAddress: text('postal_address').notNull().default(''),
  /** What becomes of a delivery of which nobody knows whether it was taken over. */
  whenUncertain: text('when_uncertain', { enum: ['skip', 'resend'] })
    .notNull()
    .default('skip'),
  /** The highest id of an article that an issue of it has considered: ids only grow, so none comes twice. */
  consideredTo: integer('considered_to').notNull().default(0),
  nextNumber: integer('next_number').notNull().default(1),
  /** When its rhythm has the next issue; null: by hand. */
  nextAt: integer('next_at'),
  position: integer().notNull(),
  /** The number of confirmed subscriptions, changed in the batch that changes one. */
  subscribers: integer().notNull().default(0),
  createdAt: integer('created_at').notNull(),
})

/** An email on newsletters, with or without an account. */
export const subscribers = sqliteTable(
  'subscribers',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** 16 random bytes (base64url): names a subscriber in signed links. */
    ref: text().notNull().unique(),
    /** What a subscriber is found by: a reader's email is confirmed, so what stands on it is theirs. */
    email: text().notNull().unique(),
    /** The account, from the first time its reader sets a switch. */
    readerId: integer('reader_id'),
    createdAt: integer('created_at').notNull(),
    /** Too many soft bounces: nothing is sent before this. */
    pausedUntil: integer('paused_until').notNull().default(0),
    /** `suppressionHash` of the email, by which a claim looks into the suppressions; empty until a job filled it in. */
    suppression: text().notNull().default(''),
  },
  (t) => [
    index('subscribers_reader').on(t.readerId),
    index('subscribers_unhashed').on(t.id).where(sql`suppression = ''`),
  ],
)

export const subscriptions = sqliteTable(
  'subscriptions',
  {
    newsletterId: integer('newsletter_id').notNull(),
    subscriberId: integer('subscriber_id').notNull(),
    state: text({ enum: ['active', 'ended'] }).notNull(),
    changedAt: integer('changed_at').notNull(),
    /** personal: the highest id of an article that was considered for this subscriber. */
    consideredTo: integer('considered_to').notNull().default(0),
  },
  (t) => [
    // An audience is read along this key, newsletter by newsletter in the order of subscribers.
    primaryKey({ columns: [t.newsletterId, t.subscriberId] }),
    index('subscriptions_subscriber').on(t.subscriberId),
  ],
)

/** One issue of a newsletter, from its draft to the last delivery. */
export const issues = sqliteTable(
  'issues',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    newsletterId: integer('newsletter_id').notNull(),
    /** Given when it is scheduled or sent: a draft has none. */
    number: integer(),
    kind: text({ enum: ['digest', 'written', 'personal', 'list'] }).notNull(),
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
    /** Articles up to this id were considered for it. */
    consideredTo: integer('considered_to').notNull().default(0),
    /** The date of its newsletter's rhythm; null: made by hand. One date makes one issue. */
    slotAt: integer('slot_at'),
    sendsAt: integer('sends_at'),
    createdAt: integer('created_at').notNull(),
    updatedAt: integer('updated_at').notNull(),
    /** The subscriber up to whom the audience is frozen, and when all of it was. */
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
    outcome: text({ enum: ['delivered', 'soft', 'hard', 'complained'] }),
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
    /** personal, list: what each member's message holds (JSON of `ChunkContent`, core/issue.ts). */
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
    kind: text({ enum: ['delivered', 'soft', 'hard', 'complained'] }).notNull(),
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

/** What somebody agreed to or ended, when, and in which words. Rows are only ever added. */
export const consents = sqliteTable(
  'consents',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    subscriberId: integer('subscriber_id').notNull(),
    newsletterId: integer('newsletter_id').notNull(),
    act: text({ enum: ['asked', 'confirmed', 'imported', 'ended'] }).notNull(),
    /** The version of the sentence that stood at the form. */
    wording: text().notNull(),
    /** The path of the form; of one with a token in it, the route. */
    form: text().notNull(),
    actedAt: integer('acted_at').notNull(),
  },
  (t) => [index('consents_subscriber').on(t.subscriberId, t.newsletterId)],
)

/**
 * Emails that are not to be mailed, whoever holds them, and after the account behind them is gone: HMAC with
 * SUPPRESSION_KEY, so that the list names nobody.
 */
export const suppressions = sqliteTable('suppressions', {
  hash: text().primaryKey(),
  reason: text({ enum: ['opted_out', 'hard', 'complained'] }).notNull(),
  at: integer().notNull(),
})
