import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CONTEXT, findQuote, quoteOf, type TextRange } from '../../src/core/text-quote.ts'

const TEXT = `لم تأتِ الجرّافات من العاصمة. جاءت الفكرة من معلّمة جغرافيا، ودفتر قديم ورثته عن جدّها.
  وصدّق أربعون متطوّعًا أن الماء يعرف طريقه إذا أزيلت الحجارة من أمامه. في الدفتر خرائط بالحبر لمجرى ينحدر من سفح الجبل.
  تقول المعلّمة إن أول ما فعلوه أنهم لم يحفروا شيئًا. ساروا على الأقدام ثلاثة أيام يضعون أعلامًا حمراء.`
const QUOTE = 'أن الماء يعرف طريقه إذا أزيلت الحجارة من أمامه'

const marked = (text: string, part: string): TextRange => {
  const start = text.indexOf(part)
  return { start, end: start + part.length }
}
const taken = (text: string, part: string) => {
  const quote = quoteOf(text, marked(text, part))
  if (!quote) throw new Error('nothing was marked')
  return quote
}
const found = (text: string, quote: ReturnType<typeof taken>) => {
  const place = findQuote(text, quote)
  return place && text.slice(place.start, place.end)
}
/** What a text is without what no reader sees. */
const bare = (text: string | null) => text?.replace(/[\s\u200f]+/g, '')

/** Words of a text, so that some come twice. */
const words = fc.array(fc.constantFrom('نهر', 'عاد', 'الماء', 'في', 'جبل', 'قرية', 'و', 'ثم', 'river', '٢٠٢٦'), {
  minLength: 20,
  maxLength: 120,
})
const part = fc.tuple(fc.nat(), fc.integer({ min: 1, max: 15 }))

describe('a quote', () => {
  it('holds its words on one line, and what stands around them', () => {
    const quote = taken(TEXT, 'جدّها.\n  وصدّق')
    expect(quote.quote).toBe('جدّها. وصدّق')
    expect(TEXT.replace(/\s+/g, ' ')).toContain(`${quote.prefix} ${quote.quote} ${quote.suffix}`)
    expect(quote.prefix.length).toBeLessThanOrEqual(CONTEXT)
  })

  it('is none where only space was marked', () => {
    expect(quoteOf('أ   ب', { start: 1, end: 4 })).toBeNull()
    expect(quoteOf('', { start: 0, end: 0 })).toBeNull()
  })

  it('is found where it was taken, whatever repeats itself', () => {
    fc.assert(
      fc.property(words, part, (text, [at, length]) => {
        const joined = text.join(' ')
        const first = at % text.length
        const start = text.slice(0, first).join(' ').length + (first ? 1 : 0)
        const end = start + text.slice(first, first + length).join(' ').length
        const quote = quoteOf(joined, { start, end })
        expect(quote && findQuote(joined, quote)).toEqual({ start, end })
      }),
    )
  })

  it('is found where another extraction breaks lines and paragraphs elsewhere', () => {
    fc.assert(
      fc.property(
        words,
        part,
        fc.array(fc.constantFrom(' ', '\n', '\n\n   ', '\u200f ', '\u00a0')),
        (text, [at], breaks) => {
          const first = at % (text.length - 5)
          const around = (n: number) => breaks[n % Math.max(1, breaks.length)] ?? ' '
          const before = text.join(' ')
          const start = text.slice(0, first).join(' ').length + (first ? 1 : 0)
          const end = start + text.slice(first, first + 5).join(' ').length
          const quote = quoteOf(before, { start, end })
          const after = text.map((word, n) => word + around(n)).join('')
          const place = quote && findQuote(after, quote)
          expect(place && bare(after.slice(place.start, place.end))).toBe(bare(before.slice(start, end)))
          expect(place && bare(after.slice(0, place.start))).toBe(bare(before.slice(0, start)))
        },
      ),
    )
  })
})

describe('of a text that changed,', () => {
  const quote = taken(TEXT, QUOTE)

  it('around the quote: it is where its words are', () => {
    expect(found(`مقدّمة جديدة للصفحة. ${TEXT.slice(60)} اقرأ أيضًا`, quote)).toBe(QUOTE)
  })

  it('before it, by a thousand letters: still there', () => {
    expect(found('قائمة الروابط. '.repeat(100) + TEXT, quote)).toBe(QUOTE)
  })

  it.each([
    ['a letter was put right', 'طريقه', 'طريقة'],
    ['a word came in', 'إذا أزيلت', 'إذا ما أزيلت'],
    ['a word went', 'الحجارة ', ''],
    ['the first word changed', 'أن الماء', 'بأن المياه'],
    ['the last word changed', 'من أمامه', 'من دربه'],
    ['its vowels went', QUOTE, QUOTE.normalize('NFD').replace(/\p{M}/gu, '')],
  ])('inside the quote: %s', (_, before, after) => {
    const there = QUOTE.replace(before, after)
    expect(found(TEXT.replace(QUOTE, there), quote)).toBe(there)
  })

  it('it is not found in what has nothing of it', () => {
    expect(findQuote(TEXT.replace(QUOTE, 'شيئًا آخر تمامًا لا صلة له بما كان هنا'), quote)).toBeNull()
    expect(findQuote('', quote)).toBeNull()
    expect(findQuote('نص آخر', { quote: ' \n ', prefix: '', suffix: '', position: 0 })).toBeNull()
  })

  it('of two equal places: the one with the same words around it, wherever they moved', () => {
    const twice = `قال الوزير نعم. وبعد ساعة قال الرئيس نعم. ثم انتهى اللقاء`
    const second = { start: twice.lastIndexOf('نعم'), end: twice.lastIndexOf('نعم') + 3 }
    const quote = quoteOf(twice, second)
    const moved = `ثم وبعد ساعة قال الرئيس نعم. ثم انتهى اللقاء، وكان قد ${twice.slice(0, 16)}`
    expect(quote && findQuote(moved, quote)?.start).toBe(moved.indexOf('نعم'))
  })

  it('it costs no more where one word is the whole text', () => {
    const text = 'ماء '.repeat(40_000)
    const started = performance.now()
    const quote = { quote: `${'ماء '.repeat(1200)}نار`, prefix: 'ماء ماء', suffix: 'ماء', position: 70_000 }
    findQuote(text, quote)
    expect(performance.now() - started).toBeLessThan(5000)
  })
})
