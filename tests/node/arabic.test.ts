import { describe, expect, test } from 'vitest'
import { asciiDigits, countWords, directionOf, languageOf, minutes, plainLine } from '../../src/core/arabic.ts'

describe('the direction of an article', () => {
  test.each([
    ['its own direction beats all', { dir: 'ltr' as const, language: 'ar', text: 'خبر' }, 'ltr'],
    ['then its language', { language: 'fa-IR', text: 'Apple' }, 'rtl'],
    ['a Latin language', { language: 'en', text: 'خبر' }, 'ltr'],
    ['then most of its letters', { text: 'iPhone 17 يصل إلى الأسواق العربية في الأسبوع المقبل' }, 'rtl'],
    ['an English page that quotes one word', { text: 'The word كتاب means book in Arabic' }, 'ltr'],
    ['where they are even, the first letter', { text: '«خبرخ» abcd' }, 'rtl'],
    ['an unknown language counts for nothing', { language: 'und', text: 'خبر' }, 'rtl'],
    ['no letters', { text: '2026 — 17' }, 'ltr'],
  ])('%s', (_, of, direction) => {
    expect(directionOf(of)).toBe(direction)
  })
})

describe('the language of an article', () => {
  test.each([
    ['what is declared', ['ar-EG'], 'خبر عاجل', 'ar-EG'],
    ['in its canonical spelling', ['AR_eg'], 'خبر عاجل', 'ar-EG'],
    ['not the default of an English software', ['en-US'], 'خبر عاجل', 'ar'],
    ['the next declared one that fits', ['xx yy', 'en-US', 'ar-SA'], 'خبر عاجل', 'ar-SA'],
    ['Persian by its letters', [null], 'این گزارش را بخوانید، پس از چند روز', 'fa'],
    ['Urdu by its letters', [null], 'یہ خبر پڑھیں، اس کے بعد', 'ur'],
    ['Hebrew by its letters', [null], 'חדשות היום', 'he'],
    ['English inside an Arabic feed is not Arabic', ['ar'], 'Breaking news of today', 'und'],
    ['nothing to go by', [undefined], '123', 'und'],
  ])('is %s', (_, declared, text, language) => {
    expect(languageOf({ declared, text })).toBe(language)
  })
})

test.each([
  ['خبر عاجل من القاهرة', 4],
  ['بِسْمِ ٱللَّهِ ٱلرَّحْمَٰنِ ٱلرَّحِيمِ', 4],
  ['نمو 3.5% في ٢٠٢٦', 4],
  ['الكتـــاب — «جديد»', 2],
  ['  ', 0],
])('«%s» has %d words', (text, words) => {
  expect(countWords(text)).toBe(words)
})

test('reading time goes by the speed of the language', () => {
  expect(minutes(900, 'ar')).toBe(5)
  expect(minutes(900, 'en')).toBe(4)
  expect(minutes(40, 'ar')).toBe(0)
})

test('Arabic and Persian digits are read as ASCII', () => {
  expect(asciiDigits('٢٠٢٦ و۱۴۰۵')).toBe('2026 و1405')
})

describe('a line of plain text', () => {
  test.each([
    ['has no bidi controls', 'خبر\u202E gnp.exe\u2066', 'خبر gnp.exe'],
    ['has no other controls', 'a\u0000b\u200B\uFEFFc', 'abc'],
    ['keeps the non-joiner', 'می\u200Cخواهم', 'می\u200Cخواهم'],
    ['folds white space', '  a\n\t b\u00A0c ', 'a b c'],
    ['is composed', '\u0627\u0653', '\u0622'],
    ['has whole characters', 'a\uD83D', 'a\uFFFD'],
  ])('%s', (_, text, line) => {
    expect(plainLine(text)).toBe(line)
  })

  test('is cut between characters, never inside one', () => {
    expect(plainLine('😀😀😀😀', 3)).toBe('😀😀…')
  })
})
