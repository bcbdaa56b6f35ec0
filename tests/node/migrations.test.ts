import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { generateSQLiteDrizzleJson, generateSQLiteMigration } from 'drizzle-kit/api'
import { describe, expect, it } from 'vitest'
import * as desk from '../../src/store/schema/desk.ts'
import * as follows from '../../src/store/schema/follows.ts'
import * as issues from '../../src/store/schema/issues.ts'
import * as jobs from '../../src/store/schema/jobs.ts'
import * as keywords from '../../src/store/schema/keywords.ts'
import * as mail from '../../src/store/schema/mail.ts'
import * as people from '../../src/store/schema/people.ts'
import * as shelf from '../../src/store/schema/shelf.ts'
import * as site from '../../src/store/schema/site.ts'
import * as stories from '../../src/store/schema/stories.ts'
import { root } from '../helpers/files.ts'
import { dangers, losses, type Migration, migrations, split, Version } from '../helpers/migrations.ts'

const schema = {
  ...site,
  ...stories,
  ...keywords,
  ...desk,
  ...people,
  ...shelf,
  ...follows,
  ...mail,
  ...issues,
  ...jobs,
}
const made = (sql: string): Migration => ({ name: 'made up', statements: split(sql) })
const first = made('CREATE TABLE a (id INTEGER PRIMARY KEY, name TEXT NOT NULL)')

describe.each(['migrations/main', 'migrations/search'])('%s:', (folder) => {
  const all = migrations(folder)

  it('makes tables that can be filled', () => {
    const version = new Version(all)
    version.fill(3)
    const counts = version.tables().map((table) => version.rows(table, version.columns(table)).length)
    expect(counts.length).toBeGreaterThan(1)
    expect(new Set(counts)).toEqual(new Set([3]))
  })

  it.each(all.map((migration, i) => ({ ...migration, i })))(
    '$name takes nothing from a site of the version before',
    ({ i, ...migration }) => {
      expect(losses(all.slice(0, i), migration)).toEqual([])
    },
  )

  it.each(all)('$name holds nothing that D1 turns into a loss', (migration) => {
    expect(dangers(migration)).toEqual([])
  })
})

it('the migrations make what the schema says', async () => {
  const meta = resolve(root, 'migrations/main/meta')
  const latest =
    readdirSync(meta)
      .filter((name) => name.endsWith('_snapshot.json'))
      .sort()
      .at(-1) ?? ''
  const before = JSON.parse(readFileSync(resolve(meta, latest), 'utf8'))
  const now = await generateSQLiteDrizzleJson(schema, before.id)
  expect(Object.keys(now.tables).length).toBeGreaterThan(15)
  expect(await generateSQLiteMigration(before, now)).toEqual([])
})

describe('the judge of migrations sees', () => {
  it.each([
    ['rows that are lost', 'DELETE FROM a WHERE id > 1001'],
    ['a value that changes', `UPDATE a SET name = 'x'`],
    ['a column that goes', 'ALTER TABLE a DROP COLUMN name'],
    ['a table that goes', 'DROP TABLE a'],
    [
      'a rebuilt table that refuses old rows',
      'DROP TABLE a; CREATE TABLE a (id INTEGER, name TEXT, more TEXT NOT NULL)',
    ],
  ])('%s', (_, sql) => {
    expect(losses([first], made(sql))).not.toEqual([])
  })

  it('no loss where a column with a default is added', () => {
    expect(losses([first], made(`ALTER TABLE a ADD more TEXT DEFAULT '' NOT NULL`))).toEqual([])
  })

  it.each([
    'DROP TABLE a',
    'CREATE TABLE b (a INTEGER REFERENCES a(id))',
    'CREATE TABLE b (a INTEGER, FOREIGN KEY (a) REFERENCES a(id) ON DELETE CASCADE)',
    `CREATE TABLE b (a TEXT CHECK (a IN ('x')))`,
    'ALTER TABLE a ADD more TEXT NOT NULL',
  ])('the danger of %s', (sql) => {
    expect(dangers(made(sql))).not.toEqual([])
  })
})
