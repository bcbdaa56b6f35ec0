import fc from 'fast-check'
import { type DefaultTreeAdapterMap, parseFragment } from 'parse5'
import { describe, expect, test } from 'vitest'
import { cut, type SafeHtml, textOf } from '../../src/core/safe-html.ts'
import { ALLOWED_ATTRIBUTES, ALLOWED_TAGS, paragraphs, plainText, sanitize } from '../../src/core/sanitize.ts'
import { corpusJson, hasCorpus } from '../helpers/corpus.ts'

const BASE = 'https://news.example/a/b.html'
const clean = (html: string) => sanitize(html, BASE)

describe('what an article keeps', () => {
  test.each([
    ['paragraphs, lists and quotes', '<p>خبر</p><ul><li>نقطة</li></ul><blockquote>قول</blockquote>', null],
    [
      'tables',
      '<table><thead><tr><th colspan="2">أ</th></tr></thead><tbody><tr><td>١</td><td>٢</td></tr></tbody></table>',
      null,
    ],
    [
      'direction and language',
      '<p lang="en" dir="ltr">news <bdi>خبر</bdi></p><p dir="AUTO">x</p>',
      '<p lang="en" dir="ltr">news <bdi>خبر</bdi></p><p dir="auto">x</p>',
    ],
    ['vocalised text as it is', '<p>بِسْمِ ٱللَّهِ</p>', null],
    ['the one first headline as a second', '<h1>عنوان</h1>', '<h2>عنوان</h2>'],
    ['a division as a paragraph', '<div>أ</div><div>ب</div>', '<p>أ</p><p>ب</p>'],
    ['paragraphs in divisions once', '<div><div><p>أ</p></div>ب</div>', '<p>أ</p>ب'],
    ['escaped signs', '<p>5 &lt; 6 &amp; "7"</p>', '<p>5 &lt; 6 &amp; "7"</p>'],
    ['nothing empty', '<p> </p><p><b></b><br></p><ul><li></li></ul><p>أ<i> </i>ب</p>', '<p>أ ب</p>'],
    [
      'moments',
      '<time datetime="2026-11-24T10:00:00Z" class="x">اليوم</time>',
      '<time datetime="2026-11-24T10:00:00Z">اليوم</time>',
    ],
    [
      'no names, classes, styles or commands',
      '<p id="a" class="b" style="c" name="d" hx-get="/e" data-hx-get="/f" onclick="g">أ</p>',
      '<p>أ</p>',
    ],
    [
      'no scripts, forms, frames or drawings',
      'أ<script>1</script><style>2</style><form>3</form><iframe src="https://x.example">4</iframe><svg><text>5</text></svg><math>6</math>',
      'أ',
    ],
    ['the text of what is unknown', '<marquee>أ</marquee>', 'أ'],
    [
      'the text of a link that leads nowhere, and what stands beside it',
      '<p><a name="x">أ</a> <b>ب</b> ج</p>',
      '<p>أ <b>ب</b> ج</p>',
    ],
  ])('%s', (_, html, expected) => {
    expect(clean(html)).toBe(expected ?? html)
  })
})

describe('links', () => {
  const link = (href: string) => /href="([^"]*)"/.exec(clean(`<a href="${href}">x</a>`))?.[1]
  test.each([
    ['are absolute', '../c?x=1', 'https://news.example/c?x=1'],
    ['without a scheme too', '//other.example/', 'https://other.example/'],
    ['lose tracking', 'https://a.example/?utm_source=rss&amp;id=1', 'https://a.example/?id=1'],
    ['may be mail', 'mailto:desk@news.example', 'mailto:desk@news.example'],
    ['are never script', 'javascript:alert(1)', undefined],
    [
      'are never script behind a space that is none',
      '\u00A0javascript:alert(1)',
      'https://news.example/a/%C2%A0javascript:alert(1)',
    ],
    ['are never data', 'data:text/html,x', undefined],
    ['carry no password', 'https://a:b@c.example/', undefined],
  ])('%s', (_, href, expected) => {
    expect(link(href)).toBe(expected)
  })

  test('say nothing of us and vouch for nothing', () => {
    expect(clean('<a title="t" target="_blank" href="/x" rel="opener">x</a>')).toBe(
      '<a href="https://news.example/x" rel="noopener noreferrer nofollow ugc" title="t">x</a>',
    )
  })
})

describe('pictures', () => {
  test.each([
    [
      'begin with their source',
      '<img alt="وصف" width="640px" height="x" src="p.jpg">',
      '<img src="https://news.example/a/p.jpg" alt="وصف" width="640" />',
    ],
    ['have an alternative text', '<img src="p.jpg">', '<img src="https://news.example/a/p.jpg" alt="" />'],
    [
      'that load late load now',
      '<img src="data:image/gif;base64,x" data-src="/p.jpg">',
      '<img src="https://news.example/p.jpg" alt="" />',
    ],
    [
      'stay in their figures',
      '<figure><a href="/x"><img src="/p.jpg"></a></figure>',
      '<figure><a href="https://news.example/x" rel="noopener noreferrer nofollow ugc"><img src="https://news.example/p.jpg" alt="" /></a></figure>',
    ],
    ['of one pixel go', '<p>أ<img src="/p.gif" width="1" height="1"></p>', '<p>أ</p>'],
    ['of no pixel go', '<img src="/p.gif" height="0">', ''],
    [
      'of trackers go',
      '<img src="https://ad.doubleclick.net/x"><img src="https://pixel.news.example/y"><img src="https://www.facebook.com/tr?id=1">',
      '',
    ],
    ['without a source go', '<img alt="x">', ''],
  ])('%s', (_, html, expected) => {
    expect(clean(html)).toBe(expected)
  })
})

test('elements nested without end cost no time and leave their text', () => {
  expect(clean(`${'<div>'.repeat(50_000)}خبر`)).toBe('خبر')
  expect(clean(`${'<b><p>'.repeat(50_000)}خبر`)).toBe('خبر')
})

describe('the limit of a text', () => {
  const long = clean(`<ul>${'<li>كلمة من كلمات</li>'.repeat(2000)}</ul><p>آخر</p>`)

  test('cuts where an element ends and closes what was open', () => {
    const { html, truncated } = cut(long, 1000)
    expect(truncated).toBe(true)
    expect(new TextEncoder().encode(html).length).toBeLessThanOrEqual(1000)
    expect(html).toMatch(/<li>كلمة من كلمات<\/li><\/ul>$/)
    expect(clean(html)).toBe(html)
  })

  test('leaves a shorter one alone', () => {
    expect(cut(long)).toEqual({ html: long, truncated: false })
  })
})

test('text has a line for each block and its signs decoded', () => {
  expect(textOf(clean('<h2>أ</h2><p>ب <b>ج</b>&nbsp;د<br>ه &lt;و&gt;</p><img src="/p.jpg" alt="ز">'))).toBe(
    'أ\nب ج د\nه <و>',
  )
})

test('plain text is decoded once and loses tags, not what they hold', () => {
  expect(plainText('5 &lt; 6 &amp;amp; <b>خبر</b> <script>x</script>')).toBe('5 < 6 &amp; خبر x')
})

test('a blank line in plain text begins a paragraph', () => {
  expect(clean(paragraphs('أ <b>\nب\n\nج & د'))).toBe('<p>أ &lt;b&gt;\nب</p><p>ج &amp; د</p>')
})

/** What a browser's own parser makes of our output: everything must be on the lists. */
function violations(html: SafeHtml): string[] {
  const found: string[] = []
  const visit = (node: DefaultTreeAdapterMap['node']) => {
    if ('tagName' in node) {
      if (!ALLOWED_TAGS.includes(node.tagName)) found.push(`<${node.tagName}>`)
      const allowed = [...(ALLOWED_ATTRIBUTES['*'] ?? []), ...(ALLOWED_ATTRIBUTES[node.tagName] ?? [])]
      for (const { name, value } of node.attrs) {
        if (!allowed.includes(name)) found.push(`${node.tagName} ${name}`)
        if (name === 'href' && !/^(https?:|mailto:)/.test(value)) found.push(`href ${value}`)
        if (name === 'src' && !/^https?:/.test(value)) found.push(`src ${value}`)
      }
    } else if (node.nodeName === '#comment') found.push('comment')
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parseFragment(html))
  return found
}

function holds(html: string): void {
  const once = clean(html)
  expect(violations(once)).toEqual([])
  expect(sanitize(once, 'https://elsewhere.example/')).toBe(once)
  expect(once).not.toMatch(/<img (?!src=")/)
}

test.skipIf(!hasCorpus)('no known attack passes, and sanitising twice is sanitising once', () => {
  const attacks = corpusJson<string[]>('attacks/xss-payloads.json')
  expect(attacks.length).toBeGreaterThan(100)
  attacks.forEach(holds)
})

test('no attack passes that the tests of this project know', () => {
  const attacks = [
    '<img src=x onerror=alert(1)>',
    '<svg onload=alert(1)>',
    '<a href="jav&#x09;ascript:alert(1)">x</a>',
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<p title="--><script>alert(1)</script>">x</p>',
    '<scr<script>ipt>alert(1)</script>',
    '<textarea></textarea/><img src=x onerror=alert(1)>',
    '<template><img src=x onerror=alert(1)></template>',
    '<a href="https://a.example/" ping="https://b.example/" download>x</a>',
    '<![CDATA[<img src=x onerror=alert(1)>]]>',
    '<!--><img src=x onerror=alert(1)>-->',
    '<p><p><a><a>x',
  ]
  attacks.forEach(holds)
})

test('no markup that can be thought up passes', () => {
  const names = [
    ...ALLOWED_TAGS,
    'div',
    'svg',
    'math',
    'script',
    'style',
    'iframe',
    'noscript',
    'template',
    'foo',
    'h1',
  ]
  const name = fc.constantFrom(...names)
  const attribute = fc
    .tuple(fc.constantFrom('href', 'src', 'alt', 'title', 'dir', 'onload', 'style', 'id', 'width', 'lang'), fc.string())
    .map(([key, value]) => `${key}="${value}"`)
  const opening = fc
    .tuple(name, fc.array(attribute, { maxLength: 3 }))
    .map(([tag, list]) => `<${[tag, ...list].join(' ')}>`)
  const part = fc.oneof(
    opening,
    name.map((tag) => `</${tag}>`),
    fc.constantFrom('خبر', ' ', '&lt;', '&amp;lt;', '<!--', '-->', '<![CDATA[', ']]>', '"', "'", '<', '>', '&nbsp;'),
    fc.string(),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 25 }), (parts) => holds(parts.join(''))),
    { numRuns: 1500, seed: 20261124 },
  )
})
