import { describe, expect, it, test } from 'vitest'
import { asksForSomething, parseQuery, withoutLast } from '../../src/core/query.ts'
import { matchOf, readerToken, tagToken } from '../../src/store/match.ts'

/** Terms as they might be read aloud. */
function read(typed: string): string[] {
  const { terms, fields } = parseQuery(typed)
  return [
    ...terms.map(({ words, exact, not }) => `${not ? 'not ' : ''}${exact ? 'exactly ' : ''}${words.join(' ')}`),
    ...fields.map(({ field, value, not }) => `${not ? 'not ' : ''}${field} ${value}`),
  ]
}

describe('a query', () => {
  test.each([
    ['سد النهضة', ['سد', 'النهضه']],
    ['«سد النهضة» مصر', ['exactly سد النهضه', 'مصر']],
    ['"سد النهضة"', ['exactly سد النهضه']],
    ['“سد النهضة”', ['exactly سد النهضه']],
    ['مصر -السودان', ['مصر', 'not السودان']],
    ['مصر -«سد النهضة»', ['مصر', 'not exactly سد النهضه']],
    ['-covid-19 مصر', ['not covid 19', 'مصر']],
    ['كوفيد-19', ['كوفيد', '19']],
    ['tag:سفر خبر', ['خبر', 'tag سفر']],
    ['وسم:«مدن البحر» -مصدر:"BBC عربي"', ['tag مدن البحر', 'not source BBC عربي']],
    ['TAG:x', ['tag x']],
    ['title:خبر', ['title', 'خبر']],
    ['أزمة في اليمن', ['ازمه', 'اليمن']],
    ['هجوم على السفارة', ['هجوم', 'السفاره']],
    ['في', ['في']],
    ['في -اليمن', ['في', 'not اليمن']],
    ['«في البيت»', ['exactly في البيت']],
    ['علي صالح', ['علي', 'صالح']],
    ['"غير مغلق', ['غير', 'مغلق']],
    ['- «» "" tag: ؟!', ['tag']],
    ['', []],
  ])('%j', (typed, meant) => {
    expect(read(typed)).toEqual(meant)
  })

  it('has an end', () => {
    expect(read('كلمة '.repeat(90)).length).toBeLessThanOrEqual(20)
    expect(parseQuery(`"${'كلمة '.repeat(90)}"`).terms[0]?.words.length).toBeLessThanOrEqual(20)
    expect(read(`${'ا'.repeat(499)} ${'ب'.repeat(50)}`)).toHaveLength(1)
  })

  it('that only says what must not be there asks for nothing', () => {
    expect(['-خبر', '-tag:سفر', '', '«»'].map((typed) => asksForSomething(parseQuery(typed)))).toEqual(
      Array(4).fill(false),
    )
    expect(asksForSomething(parseQuery('tag:سفر'))).toBe(true)
    expect(matchOf(parseQuery('-خبر'), [])).toBeNull()
    expect(matchOf(parseQuery('؟'), [[readerToken(17)]])).toBeNull()
    expect(matchOf(parseQuery('-خبر'), [[readerToken(17)]])).not.toBeNull()
  })

  test.each([
    ['القاهرة الطقس', 'القاهرة'],
    ['القاهرة', null],
    ['-القاهرة الطقس', null],
  ])('%j without its last word', (typed, shorter) => {
    expect(withoutLast(typed)).toBe(shorter)
  })
})

describe('a MATCH expression', () => {
  it('holds what was typed inside quotes and two columns alone', () => {
    const typed = [
      '" OR {filter} : "r9',
      'a" NEAR/2 "b',
      '{exact}:x',
      'r9',
      'AND OR NOT',
      '(x',
      'x*',
      '^x',
      "a';--",
      'x:y:z',
      '-"x" "y',
      '«"x»',
    ]
    for (const text of typed) {
      const match = matchOf(parseQuery(text), [[readerToken(1)]])?.all ?? ''
      const bare = match.replace(/"[^"]*"/g, '""')
      expect(bare.replace(/\{(?:exact|stem|filter)\} :|AND|OR|NOT|""|[() ]/g, ''), text).toBe('')
      expect(match.match(/\{filter\} : "[^"]*"/g), text).toEqual(['{filter} : "r1"'])
    }
  })

  it('asks for tags and sources by tokens that are no words', () => {
    const match = matchOf(parseQuery('tag:r9 source:s1'), [])?.all ?? ''
    expect(match).toMatch(/^\{filter\} : "t[0-9a-z]+" AND \{filter\} : "s[0-9a-z]+"$/)
    expect(tagToken('Travel')).toBe(tagToken('travel'))
    expect(tagToken('سفر')).not.toBe(tagToken('سفرة'))
  })
})
