import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { askDeletion, deleteAccount, keepAccount } from '../src/actions/deletion.ts'
import { receive, workOff } from '../src/actions/imports.ts'
import { TIME_TO_REGRET } from '../src/core/limits.ts'
import { open } from '../src/store/db.ts'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { addReader, PASSWORD } from './helpers/builders.ts'
import { atEveryStatement, dumpTables, hooked, twentyTimes } from './helpers/d1.ts'
import { fillEverything } from './helpers/everything.ts'

const from = { ip: '203.0.113.7', agent: '', country: '' }

/** A context with the tests' own password port, on any database. */
function contextOf(app: TestApp, d1: D1Database = env.DB) {
  const db = open(d1)
  const verify = async (stored: string | null, given: string) => stored === `fast$${given}`
  const ports = { password: { hash: async (given: string) => `fast$${given}`, verify } }
  return { ...app.context(), db, shelf: db, ports }
}

async function setUp() {
  const app = createTestApp()
  return { app, reader: await addReader(), context: contextOf(app) }
}

const kinds = async () => (await dumpTables(env.DB)).security_events?.map(({ kind }) => kind).sort()
const jobs = async () => (await dumpTables(env.DB)).jobs?.map(({ kind }) => kind).sort()

describe('at the same moment', () => {
  it('twenty wishes for a deletion are one, whole or not at all', async () => {
    const { reader, context } = await setUp()
    const asked = { reader, password: PASSWORD, from }
    const broken = await atEveryStatement(env.DB, (d1) =>
      askDeletion(contextOf(createTestApp(), d1), asked).catch(async (error: unknown) => {
        // That a password was tried is counted apart, before.
        await env.DB.prepare('DELETE FROM attempts').run()
        throw error
      }),
    )
    expect(broken).toBeGreaterThan(5)
    await keepAccount(context, reader.id, from)
    await env.DB.batch(['security_events', 'jobs', 'tokens'].map((table) => env.DB.prepare(`DELETE FROM ${table}`)))
    // The password is tried so often at once that the later tries are to wait.
    const outcomes = await twentyTimes(() => askDeletion(context, asked).catch(({ code }) => code))
    expect(new Set(outcomes)).toEqual(new Set([true, 'too_many']))
    expect(outcomes.filter((outcome) => outcome === true).length).toBeGreaterThan(2)
    expect(await kinds()).toEqual(['deletion_asked'])
    expect(await jobs()).toEqual(['delete', 'mail'])
    expect((await dumpTables(env.DB)).tokens).toHaveLength(1)
  })

  it('twenty changes of mind are one, whole or not at all', async () => {
    const { reader, context } = await setUp()
    await askDeletion(context, { reader, password: PASSWORD, from })
    const keep = (d1: D1Database) => keepAccount(contextOf(createTestApp(), d1), reader.id, from)
    expect(await atEveryStatement(env.DB, keep)).toBeGreaterThan(3)
    await env.DB.prepare('DELETE FROM security_events').run()
    await askDeletion(context, { reader, password: PASSWORD, from })
    await twentyTimes(() => keepAccount(context, reader.id, from))
    expect(await kinds()).toEqual(['deletion_asked', 'deletion_cancelled'])
    expect(await jobs()).toEqual(['mail', 'mail'])
  })

  it('a change of mind and the end: the account is whole, or gone', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { app, reader, context } = await setUp()
      await askDeletion(context, { reader, password: PASSWORD, from })
      app.clock.advance(TIME_TO_REGRET - (round % 2))
      await Promise.all([
        keepAccount(context, reader.id, from),
        deleteAccount({ ...context, now: () => START + TIME_TO_REGRET }, reader.id),
      ])
      const { readers = [], credentials = [] } = await dumpTables(env.DB)
      const [row] = readers.filter(({ id }) => id === reader.id)
      const secrets = credentials.filter(({ reader_id }) => reader_id === reader.id)
      if (row) expect([row.deletes_at, secrets.length]).toEqual([null, 1])
      else expect(secrets).toEqual([])
    }
  })
})

it('a run that dies on the way is taken up again', async () => {
  const { app, reader, context } = await setUp()
  await fillEverything(reader)
  await askDeletion(context, { reader, password: PASSWORD, from })
  app.clock.advance(TIME_TO_REGRET)
  // Broken once in each of its steps; whatever stood before a step stands after it, whole.
  for (let step = 0; step < 40; step += 1) {
    const broken = failAtBatch(env.DB, step)
    await deleteAccount(contextOf(app, broken), reader.id).catch(() => null)
  }
  expect(await deleteAccount(context, reader.id)).toBeNull()
  expect((await dumpTables(env.DB)).readers).toEqual([])
})

/** A database whose n-th batch fails before it begins. */
function failAtBatch(d1: D1Database, n: number): D1Database {
  let seen = 0
  const batch = (statements: D1PreparedStatement[]) => {
    seen += 1
    if (seen === n + 1) throw new Error('Network connection lost')
    return d1.batch(statements)
  }
  return { prepare: (query: string) => d1.prepare(query), batch } as unknown as D1Database
}

it('an import that runs on puts nothing back of an account that is gone', async () => {
  const { reader, context } = await setUp()
  const file = new Blob(['url,title,tags\nhttps://a.example/1,الأول,ماء\nhttps://a.example/2,الثاني,هواء\n'])
  const id = await receive(context, { readerId: reader.id, name: 'list.csv', bytes: file.size, body: file })
  // As if the deletion came between reading the file and writing what is in it.
  const late = hooked(env.DB, {
    batch: (statements, raw) => [
      raw.prepare('DELETE FROM imports'),
      raw.prepare('DELETE FROM counters'),
      ...statements,
    ],
  })
  await workOff({ ...context, shelf: open(late) }, reader.id, id ?? 0)
  const { saved, tags, saved_tags: links, import_rows: refused } = await dumpTables(env.DB)
  expect([saved, tags, links, refused]).toEqual([[], [], [], []])
})
