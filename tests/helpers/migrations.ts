import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { root } from './files.ts'

export type Migration = { name: string; statements: string[] }

/** The migrations of a database, oldest first. */
export function migrations(folder: string): Migration[] {
  const names = readdirSync(resolve(root, folder)).filter((name) => name.endsWith('.sql'))
  return names.sort().map((name) => ({ name, statements: split(readFileSync(resolve(root, folder, name), 'utf8')) }))
}

export function split(sql: string): string[] {
  const bare = sql.replace(/--.*$/gm, '')
  return bare
    .split(';')
    .map((statement) => statement.trim())
    .filter(Boolean)
}

type Row = Record<string, unknown>
type Column = { name: string; type: string; pk: number }

/** A SQLite database as D1 has it: foreign keys are on, and nothing turns them off. */
export class Version {
  readonly #db = new DatabaseSync(':memory:')

  constructor(applied: Migration[] = []) {
    for (const migration of applied) this.apply(migration)
  }

  apply(migration: Migration): void {
    this.#db.exec(['PRAGMA foreign_keys = ON', ...migration.statements].join(';\n'))
  }

  tables(): string[] {
    const rows = this.#all(
      // A full-text index and the tables it is made of hold nothing that is theirs: they are left out.
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name`,
    )
    return rows.map(({ name }) => String(name))
  }

  columns(table: string): Column[] {
    return this.#all(`PRAGMA table_info("${table}")`) as Column[]
  }

  /** Rows with a value of its own in each column, so that a lost or mixed-up one shows. */
  fill(count: number): void {
    for (const table of this.tables()) for (let n = 1; n <= count; n += 1) this.add(table, this.columns(table), n)
  }

  add(table: string, columns: Column[], n: number): void {
    const values = columns.map(({ name, type }) =>
      /int/i.test(type) ? n * 1000 + name.length : `${table}.${name} ${n}`,
    )
    const names = columns.map(({ name }) => `"${name}"`).join()
    this.#db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${columns.map(() => '?').join()})`).run(...values)
  }

  rows(table: string, columns: Column[]): Row[] {
    const names = columns.map(({ name }) => `"${name}"`).join()
    return this.#all(`SELECT ${names} FROM "${table}" ORDER BY ${names}`)
  }

  #all(sql: string): Row[] {
    return this.#db.prepare(sql).all()
  }
}

/**
 * What a migration takes away from a database of the version before: rows, values of columns that stay, and what
 * the version before (which still runs while the new one is deployed) reads and writes.
 */
export function losses(before: Migration[], migration: Migration): string[] {
  const version = new Version(before)
  version.fill(3)
  const old = version.tables().map((table) => {
    const columns = version.columns(table)
    return { table, columns, rows: version.rows(table, columns) }
  })
  version.apply(migration)
  const there = version.tables()
  return old.flatMap(({ table, columns, rows }) => {
    if (!there.includes(table)) return [`table ${table} is gone`]
    const now = version.columns(table).map(({ name }) => name)
    const gone = columns.filter(({ name }) => !now.includes(name))
    if (gone.length) return gone.map(({ name }) => `column ${table}.${name} is gone`)
    const kept = JSON.stringify(version.rows(table, columns)) === JSON.stringify(rows)
    const takes = attempt(() => version.add(table, columns, 4))
    return [
      ...(kept ? [] : [`rows of ${table} changed`]),
      ...(takes ? [`${table} refuses the old version's rows: ${takes}`] : []),
    ]
  })
}

function attempt(step: () => void): string | null {
  try {
    step()
    return null
  } catch (error) {
    return String(error)
  }
}

/** What drizzle-kit may write and D1 must not get: in D1 dropping a parent fires the children's ON DELETE actions. */
export function dangers({ statements }: Migration): string[] {
  const all = statements.join(';\n')
  return statements.flatMap((statement) => {
    const dropped = /^DROP TABLE\s+[`"]?(\w+)/i.exec(statement)?.[1]
    if (dropped && !all.includes(`__new_${dropped}`)) return [`drops ${dropped} without a copy`]
    if (/\b(REFERENCES|CASCADE)\b/i.test(statement)) return ['names another table: its rows go with the parent']
    if (/\bCHECK\s*\(/i.test(statement)) return ['CHECK: changing it later rebuilds the table']
    if (/\bADD\b.*\bNOT NULL\b/i.test(statement) && !/\bDEFAULT\b/i.test(statement))
      return ['adds NOT NULL without a default']
    return []
  })
}
