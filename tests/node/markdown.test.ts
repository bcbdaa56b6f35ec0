import { describe, expect, it } from 'vitest'
import { MAX_MARKDOWN, markdownHtml } from '../../src/core/markdown.ts'

const html = (markdown: string) => markdownHtml(markdown, 'https://raff.example')

describe('what an editor writes', () => {
  it.each([
    [
      'has the direction of each block',
      '# عنوان\n\nAn English line.',
      '<h2 dir="rtl">عنوان</h2>\n<p dir="ltr">An English line.</p>',
    ],
    ['is judged by most of a block', 'iPhone الجديد يصل إلى الأسواق', '<p dir="rtl">iPhone الجديد يصل إلى الأسواق</p>'],
    ['has no direction where it has no letters', '١٢ - 15', '<p>١٢ - 15</p>'],
    ['keeps its lines', 'بيت\nوبيت', '<p dir="rtl">بيت<br />وبيت</p>'],
    [
      'stands in cells of their own direction',
      '<table><tr><td colspan="2">خلية</td></tr></table>',
      '<table dir="rtl"><tr><td colspan="2" dir="rtl">خلية</td></tr></table>',
    ],
    [
      'has absolute links',
      '[نهر](/articles/7)',
      '<p dir="rtl"><a href="https://raff.example/articles/7" rel="noopener noreferrer nofollow ugc">نهر</a></p>',
    ],
  ])('%s', (_, markdown, expected) => expect(html(markdown)).toBe(expected))

  it('gives the same bytes twice', () => {
    const markdown = '# أ\n\n- ب\n- c\n\n> [x](https://a.example)\n\n![صورة](https://a.example/p.jpg)'
    expect(html(markdown)).toBe(html(markdown))
  })
})

describe('what is hostile in it', () => {
  it.each([
    ['a script', 'أ <script>alert(1)</script>ب', '<p dir="rtl">أ ب</p>'],
    ['a command', '<p onclick="alert(1)" style="x">أ</p>', '<p dir="rtl">أ</p>'],
    ['a link that is script', '[أ](javascript:alert(1)) [ب](https://b.example) ج', 'أ <a href="https://b.example/"'],
    ['a picture that is script', '![أ](javascript:alert(1))', ''],
    ['a pixel', 'أ<img src="https://a.example/p.gif" width="1" height="1">', '<p dir="rtl">أ</p>'],
  ])('%s does nothing', (_, markdown, expected) => {
    expect(html(markdown)).toContain(expected)
    expect(html(markdown)).not.toMatch(/script|onclick|style|p\.gif/)
  })

  it.each([
    ['quotes in quotes', '> '],
    ['elements in elements', '<div><b>'],
    ['brackets', '['],
    ['signs of strength', '**a*'],
  ])('%s without end are only text', (_, part) => {
    const written = html(`${part.repeat(MAX_MARKDOWN)}x`)
    expect(written.match(/<(blockquote|b|p)\b/g)?.length ?? 0).toBeLessThan(300)
  })

  it('what is longer than an issue may be is cut', () => {
    expect(html('أ'.repeat(2 * MAX_MARKDOWN))).toBe(`<p dir="rtl">${'أ'.repeat(MAX_MARKDOWN)}</p>`)
  })
})
