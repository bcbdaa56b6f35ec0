import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import { searchWords, stemOf } from '../../src/core/arabic-search.ts'
import { parseQuery } from '../../src/core/query.ts'
import { matchOf } from '../../src/store/match.ts'
import { MUST_MEET, MUST_NOT_MEET } from '../helpers/search-pairs.ts'

const [, table = ''] =
  /(CREATE VIRTUAL TABLE `article_docs_a`[^;]+);/.exec(readFileSync('migrations/search/0001_documents.sql', 'utf8')) ??
  []

/** All headlines of all pairs in one index of the real shape, so that each query could find each of them. */
const pairs = [...Object.values(MUST_MEET).flat(), ...MUST_NOT_MEET]
const titles = [...new Set(pairs.map(([, title]) => title))]
const index = new DatabaseSync(':memory:')
index.exec(table)
const insert = index.prepare('INSERT INTO article_docs_a (rowid, exact, stem, filter) VALUES (?, ?, ?, ?)')
titles.forEach((title, at) => {
  const words = searchWords(title)
  insert.run(at + 1, words.join(' '), words.map(stemOf).join(' '), 's1')
})
const search = index.prepare('SELECT rowid FROM article_docs_a WHERE article_docs_a MATCH ?')

/** As the site searches: once more without joined letters where nothing is found. */
function finds([query, title]: [string, string]): boolean {
  const hits = hitsOf(query, false)
  return (hits.length > 0 ? hits : hitsOf(query, true)).includes(titles.indexOf(title) + 1)
}

function hitsOf(query: string, loose: boolean): number[] {
  const match = matchOf(parseQuery(query), [], { loose })
  return match === null ? [] : search.all(match.all).map((row) => Number(row.rowid))
}

it('headlines are found that must be, and not those that only look alike', () => {
  const groups = Object.entries(MUST_MEET).map(([group, pairs]) => ({
    group,
    of: pairs.length,
    found: pairs.filter(finds).length,
  }))
  const missed = Object.values(MUST_MEET)
    .flat()
    .filter((pair) => !finds(pair))
  const wrong = MUST_NOT_MEET.filter(finds)
  const wanted = groups.reduce((sum, { of }) => sum + of, 0)
  const found = wanted - missed.length
  const recall = found / wanted
  const precision = found / (found + wrong.length)
  console.table(groups)
  console.log(
    `precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)} of ${wanted} and ${MUST_NOT_MEET.length} pairs`,
  )
  console.log(
    ['missed:', ...missed.map((pair) => pair.join(' | ')), 'wrong:', ...wrong.map((pair) => pair.join(' | '))].join(
      '\n',
    ),
  )

  expect(wanted).toBeGreaterThanOrEqual(150)
  expect(MUST_NOT_MEET.length).toBeGreaterThanOrEqual(40)
  expect(recall).toBeGreaterThan(0.95)
  expect(precision).toBeGreaterThan(0.97)
})
