import { describe, expect, it, test } from 'vitest'
import { parseQuery } from '../../src/core/query.ts'
import { mark, markerOf, type Piece, snippet } from '../../src/core/snippet.ts'

function shown(pieces: Piece[] | null): string | undefined {
  return pieces?.map(({ text, hit }) => (hit ? `[${text}]` : text)).join('')
}

const marked = (q: string, text: string) => shown(mark(text, markerOf(parseQuery(q), false)))
const cut = (q: string, text: string) => shown(snippet(text, markerOf(parseQuery(q), false)))

describe('hits are marked', () => {
  test.each([
    ['كتاب', 'عن الكتاب والقراءة', 'عن [الكتاب] والقراءة'],
    ['محمد', 'قال مُحَمَّدٌ: نعم', 'قال [مُحَمَّدٌ]: نعم'],
    ['لاجئ', 'ﻻجئ «وﻻجئون»', '[ﻻجئ] «[وﻻجئون]»'],
    ['الكتاب', 'الكتـــاب، كتابه', '[الكتـــاب]، [كتابه]'],
    ['16', 'دون الـ16 من العمر', 'دون [الـ16] من العمر'],
    ['القاهرة', 'القاهره وقاهر', '[القاهره] وقاهر'],
    ['سد النهضة', 'سد النهضة والسد', '[سد النهضة والسد]'],
    ['«سد النهضة»', 'النهضة بعد سد النهضة', 'النهضة بعد [سد النهضة]'],
    ['مصر -السودان', 'مصر والسودان', '[مصر] والسودان'],
    ['tag:مصر', 'مصر', 'مصر'],
    ['apple', 'Apple’s <b>', '[Apple]’s <b>'],
  ])('%s in %s', (q, text, expected) => {
    expect(marked(q, text)).toBe(expected)
  })

  it('and the pieces are the text, whatever it is', () => {
    for (const text of ['', ' ', 'قمر', 'قمر قمر\nقمر', 'ا\u200cب قمر\u064b😀', '"قمر"']) {
      const pieces = mark(text, markerOf(parseQuery('قمر'), false))
      expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    }
  })
})

describe('a snippet', () => {
  it('is some words around the first hit, on one line', () => {
    const text = `${'قبل '.repeat(300)}\nثم\u00a0القمر هنا\n${'بعد '.repeat(300)}`
    const found = cut('قمر', text) ?? ''
    expect(found).toMatch(/^… (قبل ){9}ثم \[القمر\] هنا (بعد )+بعد…$/)
    expect(found.split(' ').length).toBeLessThan(45)
  })

  it('is the whole of a short text', () => {
    expect(cut('قمر', 'ليلة قمر.')).toBe('ليلة [قمر].')
  })

  it('is nothing where there is no hit', () => {
    expect(cut('قمر', 'شمس')).toBeUndefined()
  })
})
