import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

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
  },
  (t) => [index('subscribers_reader').on(t.readerId)],
)

export const subscriptions = sqliteTable(
  'subscriptions',
  {
    newsletterId: integer('newsletter_id').notNull(),
    subscriberId: integer('subscriber_id').notNull(),
    state: text({ enum: ['active', 'ended'] }).notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [
    // An audience is read along this key, newsletter by newsletter in the order of subscribers.
    primaryKey({ columns: [t.newsletterId, t.subscriberId] }),
    index('subscriptions_subscriber').on(t.subscriberId),
  ],
)

/** What somebody agreed to or ended, when, and in which words. Rows are only ever added. */
export const consents = sqliteTable(
  'consents',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    subscriberId: integer('subscriber_id').notNull(),
    newsletterId: integer('newsletter_id').notNull(),
    act: text({ enum: ['asked', 'confirmed', 'ended'] }).notNull(),
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
  reason: text({ enum: ['opted_out'] }).notNull(),
  at: integer().notNull(),
})
