import { sql } from 'drizzle-orm'
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { SECURITY_EVENTS } from '../../core/security-events.ts'

export const readers = sqliteTable(
  'readers',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Trimmed and lower-cased: one mailbox, one account. */
    email: text().notNull().unique(),
    name: text().notNull().default(''),
    role: text({ enum: ['reader', 'editor'] })
      .notNull()
      .default('reader'),
    createdAt: integer('created_at').notNull(),
    /** How its reader likes to read, as in the cookie (core/prefs.ts); null: they never said so in the settings. */
    prefs: text(),
    /** When the account will be deleted, if its reader asked for that; 0: it is being deleted. */
    deletesAt: integer('deletes_at'),
  },
  (t) => [index('readers_editors').on(t.role).where(sql`role = 'editor'`)],
)

export const credentials = sqliteTable(
  'credentials',
  {
    readerId: integer('reader_id').notNull(),
    kind: text({ enum: ['password'] }).notNull(),
    /** For a password: `$scrypt$ln=…,r=…,p=…$salt$hash`. */
    secret: text().notNull(),
    changedAt: integer('changed_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.readerId, t.kind] })],
)

/** Keyed by SHA-256 of what the cookie holds: a stolen table signs nobody in. */
export const sessions = sqliteTable(
  'sessions',
  {
    idHash: text('id_hash').primaryKey(),
    publicId: text('public_id').notNull().unique(),
    readerId: integer('reader_id').notNull(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
    /** Written at most once an hour; 0 in a session older than this column. */
    lastSeenAt: integer('last_seen_at').notNull().default(0),
    /** Which browser on which system, as `agentOf` tells it; never the whole User-Agent. */
    agent: text().notNull().default(''),
    /** ISO 3166-1 alpha-2, or empty. No ip is stored. */
    country: text().notNull().default(''),
  },
  (t) => [index('sessions_reader').on(t.readerId), index('sessions_expiry').on(t.expiresAt)],
)

/**
 * Links in mails that work once. The row keeps SHA-256 of the link's secret; the mail job makes the secret again
 * from the nonce (HMAC with the signing key named by `key_id`), so that neither table nor job holds it.
 */
export const tokens = sqliteTable(
  'tokens',
  {
    hash: text().primaryKey(),
    purpose: text({ enum: ['signup', 'optin', 'reset', 'email', 'undo', 'keep', 'factor', 'editor'] }).notNull(),
    email: text().notNull(),
    /** Whose account it changes; null where there is none (yet). */
    readerId: integer('reader_id'),
    nonce: text().notNull(),
    keyId: text('key_id').notNull(),
    /** SHA-256 of the secret set in the browser that asked (`__Host-signup`). */
    browserHash: text('browser_hash'),
    /** The password's hash, until the reader exists. */
    password: text(),
    intent: text(),
    /** For an opt-in: in which words and at which form it was asked for, as JSON. */
    consent: text(),
    createdAt: integer('created_at').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [
    index('tokens_email').on(t.email, t.purpose),
    index('tokens_reader').on(t.readerId, t.purpose),
    index('tokens_expiry').on(t.expiresAt),
  ],
)

/** Counters of attempts, one row a key and window; the key is hashed, so no email or ip stands here. */
export const attempts = sqliteTable(
  'attempts',
  {
    key: text().notNull(),
    window: integer().notNull(),
    count: integer().notNull(),
    expiresAt: integer('expires_at').notNull(),
    /** Where each attempt makes the next one wait longer: from when it may come. */
    nextAt: integer('next_at').notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.key, t.window] }), index('attempts_expiry').on(t.expiresAt)],
)

/** Passkeys, several a reader. No secret stands here: a public key signs nobody in. */
export const passkeys = sqliteTable(
  'passkeys',
  {
    /** 16 random bytes: what its pages are named by. */
    id: text().primaryKey(),
    readerId: integer('reader_id').notNull(),
    /** Base64url, as the browser gives it. */
    credentialId: text('credential_id').notNull().unique(),
    /** COSE, as base64url. */
    publicKey: text('public_key').notNull(),
    /** What authenticators know the account by: 32 random bytes as base64url, the same in all of a reader's passkeys. */
    userHandle: text('user_handle').notNull(),
    /** Signatures made so far; 0 for ever in those that do not count. */
    counter: integer().notNull(),
    /** How browsers reach it, as a JSON array of words; a hint for them alone. */
    transports: text().notNull().default('[]'),
    name: text().notNull().default(''),
    createdAt: integer('created_at').notNull(),
    usedAt: integer('used_at'),
  },
  (t) => [index('passkeys_reader').on(t.readerId, t.createdAt)],
)

/** Codes of an authenticator app: one secret a reader, sealed (core/seal.ts), since it must be read to check a code. */
export const totp = sqliteTable('totp', {
  readerId: integer('reader_id').primaryKey(),
  sealed: text().notNull(),
  /** The step (30 seconds each) of the last code used: neither it nor an earlier one is good again. */
  step: integer().notNull(),
  createdAt: integer('created_at').notNull(),
})

/** Recovery codes not used yet, each as SHA-256: its 120 bits need no salt. */
export const recoveryCodes = sqliteTable(
  'recovery_codes',
  { readerId: integer('reader_id').notNull(), hash: text().notNull() },
  (t) => [primaryKey({ columns: [t.readerId, t.hash] })],
)

/**
 * What a browser was asked and must soon answer, once: a signature of a passkey, the first code of an app, the second
 * step of a sign-in. Keyed by SHA-256 of the token that was given out; for a passkey that is WebAuthn's challenge.
 */
export const challenges = sqliteTable(
  'challenges',
  {
    hash: text().primaryKey(),
    purpose: text({ enum: ['passkey_sign_in', 'passkey_add', 'totp_add', 'second_step'] }).notNull(),
    /** Whom it was given to; null where the answer says who it is. */
    readerId: integer('reader_id'),
    /** For an app: its secret, until the first code shows that the app has it. */
    sealed: text(),
    /** For a sign-in: what was wanted before it. */
    intent: text(),
    attempts: integer().notNull().default(0),
    expiresAt: integer('expires_at').notNull(),
  },
  (t) => [index('challenges_reader').on(t.readerId), index('challenges_expiry').on(t.expiresAt)],
)

/** What happened to an account that its reader should see. No email, token, title or ip stands here. */
export const securityEvents = sqliteTable(
  'security_events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    readerId: integer('reader_id').notNull(),
    kind: text({ enum: SECURITY_EVENTS }).notNull(),
    /** As in `sessions`. */
    agent: text().notNull().default(''),
    country: text().notNull().default(''),
    loggedAt: integer('logged_at').notNull(),
  },
  (t) => [
    index('security_events_reader').on(t.readerId, t.loggedAt, t.id),
    index('security_events_age').on(t.loggedAt),
  ],
)
