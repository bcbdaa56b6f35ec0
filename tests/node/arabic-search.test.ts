import { describe, expect, it, test } from 'vitest'
import { nearWords } from '../../src/core/arabic-near.ts'
import { indexedWords, searchWords, stemOf } from '../../src/core/arabic-search.ts'
import { MUST_MEET } from '../helpers/search-pairs.ts'

/** Numbers that are the same in every run. */
function randomly(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

const LETTERS = [
  ...'ابتةثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئٱپچژکگی٠١٢۳۴abcXYZéß0129 .،«»-ـ\u064b\u0651\u0670\u200c\u200f\ufefb\u{1f600}',
]

function texts(count: number): string[] {
  const random = randomly(7)
  const letter = () => LETTERS[Math.floor(random() * LETTERS.length)] ?? ''
  return Array.from({ length: count }, () => Array.from({ length: 1 + Math.floor(random() * 40) }, letter).join(''))
}

const titles = Object.values(MUST_MEET).flatMap((pairs) => pairs.map(([, title]) => title))

describe('the words of a text', () => {
  test.each([
    ['مُحَمَّدٌ والكتـــاب', ['محمد', 'والكتاب']],
    ['ﻻجئ في ﺍﻷﺭﺩﻥ', ['لاجئ', 'في', 'الاردن']],
    ['الـ16 وكوفيد-19 في ٢٠٢٦', ['ال', '16', 'وكوفيد', '19', 'في', '2026']],
    ['می‌خواهم', ['ميخواهم']],
    ['Beyoncé’s iPhone17 G20', ['beyonce', 's', 'iphone17', 'g20']],
    ['ما، هذا؟ «نعم»!', ['ما', 'هذا', 'نعم']],
    ['', []],
  ])('of %j', (text, words) => {
    expect(searchWords(text)).toEqual(words)
  })

  it('given out again are the same words, whatever the text', () => {
    for (const text of [...titles, ...texts(2_000)]) {
      const words = searchWords(text)
      expect(searchWords(words.join(' ')), text).toEqual(words)
    }
  })

  it('are the same in index and query, one by one or together', () => {
    for (const text of [...titles, ...texts(500)]) {
      expect(
        searchWords(text).flatMap((word) => searchWords(word)),
        text,
      ).toEqual(searchWords(text))
    }
  })

  it('never join two texts to one phrase', () => {
    const { exact, stem } = indexedWords(['سد', '', 'النهضة'])
    expect(exact).toBe('سد \ue000 النهضه')
    expect(stem.split(' ')).toHaveLength(3)
    expect(indexedWords(['واحد اثنان ثلاثة'], 2).exact).toBe('واحد اثنان')
  })
})

describe('a stem', () => {
  it('is something for every word', () => {
    for (const word of texts(2_000).flatMap(searchWords)) expect(stemOf(word).length, word).toBeGreaterThan(0)
  })

  test.each([
    ['الحكومة', 'للحكومة', 'وبالحكومة', 'حكومتها', 'حكومات'],
    ['مصري', 'المصريون', 'للمصريين', 'مصر', 'وبمصر'],
    ['كتاب', 'الكتب', 'بالكتاب', 'كتابه'],
    ['وزير', 'وزراء', 'وزيرة', 'الوزيرين', 'وزيران'],
    ['سوريا', 'سورية', 'السوريين', 'لسوريا'],
  ])('is one for the forms of %s', (...forms) => {
    expect(new Set(forms.flatMap(searchWords).map(stemOf)).size).toBe(1)
  })

  test.each([
    ['لبن', 'لبنان'],
    ['طالب', 'طالبان'],
    ['سورة', 'سوريا'],
    ['جمعة', 'جمعية'],
    ['عمل', 'عملية'],
    ['واحد', 'أحد'],
    ['رياضة', 'الرياض'],
  ])('keeps %s and %s apart', (one, other) => {
    expect(stemOf(searchWords(one)[0] ?? '')).not.toBe(stemOf(searchWords(other)[0] ?? ''))
  })
})

it('the neighbours of a word are one slip away, and none is itself', () => {
  const near = nearWords('قمر')
  for (const word of ['قر', 'مر', 'مقر', 'قمار', 'قصر', 'قمرا']) expect(near).toContain(word)
  expect(near).not.toContain('قمر')
  expect(nearWords('في')).toEqual([])
  expect(new Set(near).size).toBe(near.length)
})
