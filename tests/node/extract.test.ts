import { describe, expect, it } from 'vitest'
import { decodePage } from '../../src/core/charset.ts'
import { readPage } from '../../src/core/extract.ts'
import type { PageText } from '../../src/core/page.ts'
import { readPasted } from '../../src/core/pasted.ts'
import type { SafeHtml } from '../../src/core/safe-html.ts'
import { textOf } from '../../src/core/safe-html.ts'
import { trimmed } from '../../src/core/trim.ts'
import { pageOf, STORY } from '../helpers/pages.ts'

const URL = 'https://news.example/world/valley?utm_source=x'

function read(html: string, url = URL): PageText {
  const page = readPage(html, url)
  if ('fault' in page) throw new Error(page.fault)
  return page
}

describe('the article of a page', () => {
  it('is its text without what stands around it', () => {
    const { html, title, url, sourceName } = read(pageOf())
    expect({ title, url, sourceName }).toEqual({
      ...{ title: 'قافلة الوادي', sourceName: 'news.example', url: 'https://news.example/world/valley' },
    })
    expect(html).toContain('<p>وصلت القافلة')
    expect(html).not.toMatch(/الرئيسية|جميع الحقوق|<h2>قافلة/)
  })

  it.each([
    ['stands in a form, as whole pages of some servers do', pageOf({ text: `<form action="/x">${STORY}</form>` })],
    ['is closed nowhere', pageOf({ text: STORY.replaceAll('</p>', '') }).replace(/<\/article>.*/s, '')],
    ['has scripts in it', pageOf({ text: STORY.replaceAll('</p>', '<script>var a="</p><p>x"</script></p>') })],
    ['has no head', pageOf().replace(/<head>.*<\/head>/s, '')],
  ])('is found where it %s', (_, html) => {
    expect(textOf(read(html).html)).toContain('ويقول أمين المتحف إن الزوار')
  })

  it('keeps pictures that load late or have another name, and drops those that are none', () => {
    const pictures = `<amp-img src="/a.jpg" width="600" height="400"></amp-img>
      <img data-src="/b.jpg" alt="ب"><img src="/pixel.gif" width="1" height="1"><img src="/line.gif" height="5">`
    const { html } = read(pageOf({ text: `${STORY}<figure>${pictures}</figure>${STORY}` }))
    expect(html.match(/src="[^"]*"/g)).toEqual(['src="https://news.example/a.jpg"', 'src="https://news.example/b.jpg"'])
  })

  it('has its title with who speaks in it, though no heading of the page says so', () => {
    const title = 'أمين المتحف: وصلت القافلة إلى الوادي بعد ثلاثين يومًا'
    const page = pageOf({ title }).replace(/<h1>.*<\/h1>/, '<h1>القافلة في الوادي</h1>')
    expect(read(page).title).toBe(title)
  })

  it('has its title without the name of its site', () => {
    const head = '<meta property="og:site_name" content="دفتر الوادي">'
    for (const title of ['قافلة الوادي | دفتر الوادي', 'قافلة الوادي - دفتر الوادى']) {
      const page = pageOf({ title, head: `${head}<meta property="og:title" content="${title}">` })
      expect(read(page).title).toBe('قافلة الوادي')
    }
  })

  it('stays with https where its page names the url it had before', () => {
    const head = '<link rel="canonical" href="http://news.example/world/valley">'
    expect(read(pageOf({ head })).url).toBe('https://news.example/world/valley')
  })

  it('stands on the base that its page names', () => {
    const page = read(pageOf({ head: '<base href="/2026/">', text: `${STORY}<p><a href="more">المزيد هنا</a> نص</p>` }))
    expect(page.html).toContain('href="https://news.example/2026/more"')
  })

  it('brings author and title from what is written for machines', () => {
    const data = {
      '@context': 'https://schema.org',
      '@type': 'NewsArticle',
      headline: 'قافلة',
      author: { name: 'هالة' },
    }
    const { byline } = read(pageOf({ head: `<script type="application/ld+json">${JSON.stringify(data)}</script>` }))
    expect(byline).toBe('هالة')
  })

  it('has the direction that its page declares, wherever it does', () => {
    const english = '<p>The caravan reached the edge of the valley before sunset, and the guide counted.</p>'.repeat(9)
    for (const where of ['html', 'body', 'main', 'article']) {
      const page = `<html lang="en"><body><main><article>${english}</article></main></body></html>`
      expect(read(page.replace(`<${where}`, `<${where} dir="rtl"`)).direction, where).toBe('rtl')
    }
    expect(read(pageOf({ attributes: 'lang="en-US"' }))).toMatchObject({ language: 'ar', direction: 'rtl' })
  })

  it('is safe', () => {
    const evil = `${STORY}<p onclick="x()">نص <a href="javascript:x()">رابط</a><svg onload="x()"></svg></p>`
    expect(read(pageOf({ text: evil })).html).not.toMatch(/onclick|javascript:|onload|<svg/)
  })

  it('is cut where it is longer than is kept', () => {
    const long = Array.from({ length: 900 }, (_, i) => `<p>${i} ${'نص طويل من كلمات كثيرة في الوادي '.repeat(9)}</p>`)
    expect(read(pageOf({ text: long.join('') })).truncated).toBe(true)
  })

  it('is refused where elements lie deeper than anybody would write', () => {
    expect(readPage(pageOf({ text: '<div>'.repeat(300) + STORY }), URL)).toMatchObject({ fault: 'too_large' })
  })

  it.each(['<p>a</p>', '<b>', '<', '&', 'a<br>', '<a href=x>'])('is refused in a page of very many %s', (piece) => {
    expect(readPage(pageOf({ text: piece.repeat(200_000) }), URL)).toMatchObject({ fault: 'too_large' })
  })

  it('is not looked for in attributes by the thousand', () => {
    const many = Array.from({ length: 3_000 }, (_, i) => `a${i}=1`).join(' ')
    expect(read(`<p ${many}>x</p>`.repeat(60)).words).toBe(60)
  })

  it('takes no hours where the way on from its page is all space', () => {
    const page = readPage(`<meta http-equiv="refresh" content="${' '.repeat(500_000)}">`, URL)
    expect(page).toEqual({ fault: 'empty', next: null })
  })

  it('is nowhere in what is no page, and nothing is thrown', () => {
    for (const odd of ['', '<', '<!--', '<html', '\u0000'.repeat(99), '<title>', '<script>', '&#xfffffff;']) {
      expect(readPage(odd, URL), odd).toMatchObject({ fault: 'empty' })
    }
  })
})

describe('what sites put under an article', () => {
  const text = '<p>نص المقال.</p>'
  it.each([
    '<p>اقرأ أيضًا: نهر عاد</p>',
    '<p>تابعونا على كل المنصات</p>',
    '<p>الآراء لا تعبر بالضرورة عن رأي الموقع.</p>',
    '<p>جميع الحقوق محفوظة</p><p>Follow us</p>',
  ])('is left out: %s', (more) => {
    expect(trimmed(`${text}${more}` as SafeHtml, '')).toBe(text)
  })

  it('is left out however much of it there is', () => {
    expect(trimmed(`${text}${'<p>©</p>'.repeat(20_000)}` as SafeHtml, '')).toBe(text)
  })

  it('is not mistaken for its last paragraph', () => {
    const long = `<p>شاهد أهل القرية ${'النهر يعود إلى مجراه القديم '.repeat(20)}</p>`
    for (const last of ['<p>وعاد النهر.</p>', long, '<ul><li>اقرأ</li></ul>']) {
      expect(trimmed(`${text}${last}` as SafeHtml, '')).toBe(`${text}${last}`)
    }
  })
})

describe('the letters of a page', () => {
  const arabic = 'قال الخبير إن منسوب المياه ارتفع مترين في أسبوع واحد وهو ما لم تسجله المحطة'
  /** As windows-1256 has these letters. */
  const OLD: Record<string, number> = Object.fromEntries(
    [...new TextDecoder('windows-1256').decode(Uint8Array.from({ length: 128 }, (_, i) => 128 + i))].map(
      (letter, i) => [letter, 128 + i],
    ),
  )
  const old = (text: string) => Uint8Array.from(text, (letter) => OLD[letter] ?? letter.charCodeAt(0))
  const utf8 = (text: string) => new TextEncoder().encode(text)
  const meta = (charset: string) => `<meta charset="${charset}">`

  it.each([
    ['nothing declared', old(arabic), null, arabic],
    ['declared as UTF-8', old(arabic), 'text/html; charset=utf-8', arabic],
    ['declared as Latin', old(`${meta('iso-8859-1')}${arabic}`), null, `${meta('iso-8859-1')}${arabic}`],
    ['UTF-8 declared as windows-1256', utf8(arabic), 'text/html; charset=windows-1256', arabic],
    ['UTF-8 with one broken byte', new Uint8Array([...utf8(arabic), 0xff]), 'text/html', `${arabic}\ufffd`],
  ])('are right: %s', (_, bytes, type, text) => {
    expect(decodePage(bytes, type)).toBe(text)
  })

  it('are left to their page where they are of another language', () => {
    const latin = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
    const spanish = 'La canción del río volvió allí después de años'
    expect(decodePage(latin(spanish), 'text/html; charset=iso-8859-1')).toBe(spanish)
    expect(decodePage(latin(spanish), null)).toBe(spanish)
    const russian = [0xef, 0xf0, 0xe8, 0xe2, 0xe5, 0xf2]
    expect(decodePage(new Uint8Array(russian), 'text/html; charset=windows-1251')).toBe('привет')
  })
})

describe('a pasted text', () => {
  it('is a paragraph a line where no line is blank, else one for each blank line', async () => {
    expect((await readPasted('أول\nثان', URL))?.html).toBe('<p>أول</p><p>ثان</p>')
    expect((await readPasted('أول\nسطره\r\n\r\nثان', URL))?.html).toBe('<p>أول\nسطره</p><p>ثان</p>')
  })

  it('may hold signs that look like markup', async () => {
    expect((await readPasted('إذا كان 1 < 2 و 3 > 2', URL))?.html).toBe('<p>إذا كان 1 &lt; 2 و 3 &gt; 2</p>')
  })
})
