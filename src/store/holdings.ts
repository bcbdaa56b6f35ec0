import { getTableColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import { getTableConfig, type SQLiteTable } from 'drizzle-orm/sqlite-core'
import type { Db } from './db.ts'
import { follows } from './schema/follows.ts'
import { deliveries, mailEvents } from './schema/issues.ts'
import { consents, subscribers, subscriptions } from './schema/mail.ts'
import {
  challenges,
  credentials,
  passkeys,
  readers,
  recoveryCodes,
  securityEvents,
  sessions,
  tokens,
  totp,
} from './schema/people.ts'
import {
  counters,
  exports,
  highlights,
  importRows,
  imports,
  saved,
  savedTags,
  savedTexts,
  savedUrls,
  tags,
} from './schema/shelf.ts'

/** Whose rows are meant: the account, and the email its newsletters go to. */
export type Holder = { id: number; email: string }

/**
 * A table that holds something of a reader's. An archive shows all of its columns but the secret ones and those
 * `elsewhere`; a deletion empties it. A test reads the schema: a table with `reader_id` that is not listed here is red.
 */
export type Holding = {
  table: SQLiteTable
  of: (who: Holder) => SQL
  /** Columns that help whoever steals an archive and nobody who made it. */
  secret?: string[]
  /** Columns that are in a file of the list instead, which a job makes part by part: an archive is one answer. */
  elsewhere?: string[]
  /** Where a reader may have many rows: the columns next to `reader_id` in an index, along which they are read. */
  along?: string[]
}

const byReader = ({ id }: Holder) => sql`reader_id = ${id}`
/**
 * What stands on the account's email is the account's, even where another still has it from before it left that email:
 * a consent is given by a mailbox (decision 7), and nobody is to be mailed after their account is gone.
 */
const bySubscriber = (who: Holder) =>
  sql`subscriber_id IN (SELECT id FROM subscribers WHERE email = ${who.email} OR reader_id = ${who.id})`

export const SAVED: Holding = { table: saved, of: byReader, along: ['id'] }
export const EVENTS: Holding = { table: securityEvents, of: byReader, along: ['loggedAt', 'id'] }

/** By family, since no statement touches two; within one, what others are found by comes last. */
export const HOLDINGS: Record<'shelf' | 'mail' | 'people', Holding[]> = {
  shelf: [
    // First, so that an import that runs on adds nothing behind a deletion.
    { table: imports, of: byReader },
    { table: importRows, of: byReader, along: ['importId', 'row'] },
    { table: savedTexts, of: byReader, elsewhere: ['html'], along: ['id'] },
    { table: savedTags, of: byReader, along: ['savedId', 'tagId'] },
    { table: savedUrls, of: byReader, along: ['savedId', 'urlKey'] },
    { table: highlights, of: byReader, along: ['id'] },
    { table: tags, of: byReader, along: ['id'] },
    { table: follows, of: byReader },
    { table: exports, of: byReader },
    SAVED,
    { table: counters, of: byReader },
  ],
  mail: [
    { table: consents, of: bySubscriber },
    { table: subscriptions, of: bySubscriber },
    { table: deliveries, of: bySubscriber },
    { table: mailEvents, of: bySubscriber },
    { table: subscribers, of: ({ id, email }) => sql`(email = ${email} OR reader_id = ${id})` },
  ],
  people: [
    { table: credentials, of: byReader, secret: ['secret'] },
    { table: passkeys, of: byReader, secret: ['userHandle'] },
    { table: totp, of: byReader, secret: ['sealed'] },
    { table: recoveryCodes, of: byReader, secret: ['hash'] },
    { table: challenges, of: byReader, secret: ['hash', 'sealed'] },
    { table: sessions, of: byReader, secret: ['idHash'] },
    {
      table: tokens,
      // Somebody else may have asked to change their email to this one: that link is theirs.
      of: ({ id, email }) => sql`(reader_id = ${id} OR (email = ${email} AND reader_id IS NULL))`,
      secret: ['hash', 'nonce', 'browserHash', 'password'],
    },
    EVENTS,
    { table: readers, of: ({ id }) => sql`id = ${id}` },
  ],
}

/** A row under the names of the schema. */
export type HeldRow = Record<string, unknown>

/** Rows of a page: an account of 50,000 saved articles takes a third of the statements that one answer may send. */
const PAGE = 1000

/** A holding's rows, page by page: no more of an account than one page is ever in memory. */
export async function* pagesOf(db: Db, holding: Holding, who: Holder): AsyncGenerator<HeldRow[]> {
  const { table, of, secret = [], elsewhere = [], along } = holding
  const columns = getTableColumns(table)
  const left = [...secret, ...elsewhere]
  const shown = Object.fromEntries(Object.entries(columns).filter(([name]) => !left.includes(name)))
  const rows = (further: SQL) =>
    db.orm
      .select(shown)
      .from(table)
      .where(sql`${of(who)}${further}`)
  if (!along) return yield await rows(sql``)
  const order = along.flatMap((name) => columns[name] ?? [])
  let page: HeldRow[]
  let after: unknown[] = order.map(() => 0)
  do {
    page = await rows(sql` AND (${list(order)}) > (${list(after)})`)
      .orderBy(...order)
      .limit(PAGE)
    yield page
    after = along.map((name) => page.at(-1)?.[name])
  } while (page.length === PAGE)
}

function list(values: unknown[]): SQL {
  return sql.join(
    values.map((value) => sql`${value}`),
    sql`, `,
  )
}

export function nameOf({ table }: Holding): string {
  return getTableName(table)
}

/** Statement: up to `limit` of a holding's rows are gone. Found by their key: not every table has a rowid. */
export function drop({ table, of }: Holding, who: Holder, limit: number): SQL {
  const key = keyOf(table)
  return sql`DELETE FROM ${table} WHERE (${key}) IN (SELECT ${key} FROM ${table} WHERE ${of(who)} LIMIT ${limit})`
}

function keyOf(table: SQLiteTable): SQL {
  const { columns, primaryKeys } = getTableConfig(table)
  const key = primaryKeys[0]?.columns ?? columns.filter(({ primary }) => primary)
  return sql.join(
    key.map(({ name }) => sql.identifier(name)),
    sql`, `,
  )
}
