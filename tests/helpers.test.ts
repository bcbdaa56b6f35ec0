import { env } from 'cloudflare:workers'
import { describe, expect, it } from 'vitest'
import { atEveryStatement, dumpTables, failAfter, twentyTimes } from './helpers/d1.ts'
import { faults } from './helpers/plans.ts'

const insert = (d1: D1Database, name: string) =>
  d1.prepare('INSERT INTO settings (name, value) VALUES (?, ?)').bind(name, 'x')

describe('a forced error', () => {
  it('takes the whole batch back', async () => {
    const broken = failAfter(env.DB, 1)
    await expect(broken.batch([insert(broken, 'a'), insert(broken, 'b')])).rejects.toThrow()
    expect((await dumpTables(env.DB)).settings).toEqual([])
  })

  it('comes after each statement in turn', async () => {
    const runs = await atEveryStatement(env.DB, (d1) => d1.batch([insert(d1, 'a'), insert(d1, 'b')]))
    expect(runs).toBe(3)
    expect((await dumpTables(env.DB)).settings).toHaveLength(2)
  })

  it('shows a step that is two batches', async () => {
    const halves = async (d1: D1Database) => {
      await env.DB.batch([insert(env.DB, 'a')])
      await d1.batch([insert(d1, 'b')])
    }
    await expect(atEveryStatement(env.DB, halves)).rejects.toThrow('left something behind')
  })
})

it('the tables are empty and ids begin at 1 in each test', async () => {
  expect(Object.values(await dumpTables(env.DB)).flat()).toEqual([])
  const row = await env.DB.prepare(
    `INSERT INTO topics (slug, name, position) VALUES ('a', 'a', 1) RETURNING id`,
  ).first()
  expect(row).toEqual({ id: 1 })
})

it('twenty steps run at once', async () => {
  let running = 0
  const peak = await twentyTimes(async () => {
    running += 1
    await Promise.resolve()
    return running
  })
  expect(peak).toEqual(Array(20).fill(20))
})

describe('a statement that reads more as a table grows is found:', () => {
  it.each([
    ['a walk', 'SELECT title FROM articles'],
    ['a walk under another name', 'SELECT a.title FROM articles a WHERE a.byline = ?'],
    ['a walk along an index', 'SELECT sorted_at FROM articles WHERE hidden_at IS NULL ORDER BY sorted_at'],
    ['a sort', 'SELECT title FROM articles WHERE source_id = ? AND hidden_at IS NULL ORDER BY title'],
    ['a count', 'SELECT count(*) FROM saved WHERE reader_id = ?'],
    ['an update of all', 'UPDATE articles SET words = ?'],
    [
      'a list that is read for each row',
      `UPDATE saved SET note = item.value FROM json_each(?) AS item WHERE reader_id = ? AND url_key = item.value ->> 'key'
        AND removed_at IS NULL`,
    ],
  ])('%s', async (_, query) => {
    expect(await faults(env.DB, query)).not.toEqual([])
  })

  it.each([
    [
      'a page of the latest',
      'SELECT title FROM articles WHERE hidden_at IS NULL AND sorted_at <= ? ORDER BY sorted_at DESC, id DESC LIMIT 20',
    ],
    ['one row', 'SELECT title FROM articles WHERE id = ?'],
    ['a list of ids', 'SELECT title FROM articles WHERE id IN (SELECT value FROM json_each(?))'],
    ['a small table', 'SELECT name FROM topics ORDER BY position'],
    [
      'a list each of which looks for its row',
      'UPDATE texts SET html = item.value FROM json_each(?) AS item WHERE article_id = item.key',
    ],
  ])('but not %s', async (_, query) => {
    expect(await faults(env.DB, query)).toEqual([])
  })
})
