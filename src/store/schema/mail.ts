import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'

export const newsletters = sqliteTable('newsletters', {
  id: integer().primaryKey({ autoIncrement: true }),
  slug: text().notNull().unique(),
  name: text().notNull(),
  description: text().notNull(),
  rhythm: text({ enum: ['hourly', 'daily', 'weekdays', 'weekly', 'manual'] }).notNull(),
  /** For weekdays and weekly: days of the week, 0 = Sunday, as digits ("0,3"). */
  weekdays: text().notNull().default(''),
  /** Minutes after local midnight in the newsletter's zone; null: by hand, or every hour. */
  sendsAtMinute: integer('sends_at_minute'),
  zone: text().notNull(),
  /** Slugs of the topics it draws from, comma-separated; empty: all. Named by slug since topics are another family. */
  topicSlugs: text('topic_slugs').notNull().default(''),
  /** Ids of the sources it draws from, comma-separated; empty: all. */
  sourceIds: text('source_ids').notNull().default(''),
  /**
   * digest: the same for everybody; personal: made of what each reader follows; list: what waits on a reader's list;
   * alerts: what is new with the keywords that each reader has an alert for. Nobody has two of these.
   */
  kind: text({ enum: ['digest', 'personal', 'list', 'alerts'] })
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
  version: integer().notNull().default(1),
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
    /** personal, alerts: the highest id of an article that was considered for this subscriber. */
    consideredTo: integer('considered_to').notNull().default(0),
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
