import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { articleStems, holds, type Keyword, keywordOf, leadOf, stemsOfRef } from '../../src/core/keyword.ts'

// The same words at each run: what fails is found again.
fc.configureGlobal({ seed: 20261125 })

function read(typed: string): Keyword {
  const keyword = keywordOf(typed)
  if (typeof keyword === 'string') throw new Error(`«${typed}» is ${keyword}`)
  return keyword
}

const catches = (typed: string, title: string, excerpt = '') =>
  holds(articleStems({ title, excerpt }), read(typed).stems)

describe('a keyword', () => {
  it('is one for every way to write it', () => {
    const words = fc.shuffledSubarray(['الاقتصاد', 'المكتبات', 'أسعار', 'Energy', 'الجامعة'], { minLength: 1 })
    const gap = fc.constantFrom(' ', '   ', '\t', ' \n ', '\u00a0')
    const marks = fc.constantFrom('', '\u064e', '\u0651', '\u0640')
    fc.assert(
      fc.property(words, gap, marks, (some, between, mark) => {
        const plain = read(some.toSorted().join(' '))
        // Order, spaces, vowels and lengthening, capitals and seats of hamza make no other keyword.
        const written = some.map((word) => (mark ? word.replace(/(?<=\p{L})(?=\p{L})/u, mark) : word)).join(between)
        for (const form of [written, written.toUpperCase(), written.replaceAll('أ', 'ا'), `  ${written}، `]) {
          expect(read(form).ref).toBe(plain.ref)
        }
      }),
    )
  })

  it('gives out its stems again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
        const keyword = keywordOf(typed)
        if (typeof keyword === 'string') return
        expect(stemsOfRef(keyword.ref)).toEqual(keyword.stems)
        expect(keyword.stems).toContain(leadOf(keyword.stems))
        expect(catches(typed, typed)).toBe(true)
      }),
    )
  })

  it.each([
    ['ا', 'short'],
    ['؟!', 'short'],
    ['', 'short'],
    ['كلمة '.repeat(100), 'long'],
    ['ك'.repeat(500), 'long'],
    ['واحد اثنان ثلاثة أربعة خمسة ستة', 'long'],
    ['من', 'common'],
    ['في هذه التي', 'common'],
    ['The', 'common'],
  ] as const)('is refused where it says nothing: %.20s', (typed, fault) => {
    expect(keywordOf(typed)).toBe(fault)
  })

  it('is caught in every form that search finds, in any order, in title or excerpt', () => {
    expect(catches('مكتبة عامة', 'العامة والمكتبات')).toBe(true)
    expect(catches('مكتبة عامة', 'افتتاح مكتبة', 'وهي عامة للجميع')).toBe(true)
    expect(catches('الجامعة', 'طلاب وجامعات')).toBe(true)
    expect(catches('فلسطين', 'بفلسطين ولفلسطين')).toBe(true)
    expect(catches('مكتبة عامة', 'مكتبة خاصة')).toBe(false)
    expect(catches('جامعة', 'جمعية')).toBe(false)
  })
})
