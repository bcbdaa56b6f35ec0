import type { Direction } from '../arabic.ts'
import { escaped, languageAttributes, safeHref } from './xml.ts'

// EPUB 3.2 (W3C, 2019): https://www.w3.org/publishing/epub32/. What Arabic needs stands in three places: `dc:language`,
// by which readers choose a font, `dir` on every page, and the direction in which pages are turned.

export type Book = {
  /** A urn or url that no other book has. */
  id: string
  title: string
  /** BCP 47; of the book as a whole. */
  language: string
  direction: Direction
  creator: string
  publisher: string
  /** ISO 8601 in whole seconds. */
  modified: string
  /** Lines of the title page under the title. */
  lines: string[]
  contents: string
  chapters: Chapter[]
  pictures: { file: string; type: string; bytes: Uint8Array }[]
}

export type Chapter = {
  title: string
  language: string
  direction: Direction
  lines: string[]
  url: string
  /** XHTML. */
  body: string
}

/** A file of the archive; `stored`: not compressed. */
export type BookFile = { path: string; content: string | Uint8Array; stored?: true }

/** Everything in a book, in the order of the archive: `mimetype` is first and is not compressed (OCF 4.3). */
export function bookFiles(book: Book): BookFile[] {
  return [
    { path: 'mimetype', content: 'application/epub+zip', stored: true },
    { path: 'META-INF/container.xml', content: CONTAINER },
    { path: 'EPUB/package.opf', content: packageOf(book) },
    { path: 'EPUB/nav.xhtml', content: navOf(book) },
    { path: 'EPUB/style.css', content: STYLE },
    { path: 'EPUB/title.xhtml', content: titlePage(book) },
    ...book.chapters.map((chapter, i) => ({ path: `EPUB/${chapterFile(i)}`, content: chapterPage(chapter) })),
    ...book.pictures.map(({ file, bytes }) => ({ path: `EPUB/${file}`, content: bytes, stored: true as const })),
  ]
}

const XML = '<?xml version="1.0" encoding="UTF-8"?>'

const CONTAINER = `${XML}
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
<rootfiles><rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/></rootfiles>
</container>
`

const STYLE = `body { line-height: 1.7; margin: 0 5%; }
h1 { font-size: 1.5em; line-height: 1.4; }
img { max-width: 100%; }
figure { margin: 1em 0; }
figcaption, .about { font-size: 0.85em; }
blockquote { margin: 1em 1.5em; }
table { border-collapse: collapse; }
td, th { border: 1px solid; padding: 0.2em 0.5em; }
pre { white-space: pre-wrap; }
mark { background-color: #fbe7a8; color: #1a1d1b; }
`

function packageOf({ id, title, language, direction, creator, publisher, modified, chapters, pictures }: Book): string {
  const items = [
    '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
    '<item id="style" href="style.css" media-type="text/css"/>',
    '<item id="title" href="title.xhtml" media-type="application/xhtml+xml"/>',
    ...chapters.map((_, i) => `<item id="a${i + 1}" href="${chapterFile(i)}" media-type="application/xhtml+xml"/>`),
    ...pictures.map(({ file, type }, i) => `<item id="p${i + 1}" href="${file}" media-type="${type}"/>`),
  ]
  return `${XML}
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id" dir="${direction}">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:identifier id="id">${escaped(id)}</dc:identifier>
<dc:title>${escaped(title)}</dc:title>
${languagesOf([language, ...chapters.map((chapter) => chapter.language)])}
${creator && `<dc:creator>${escaped(creator)}</dc:creator>\n`}${publisher && `<dc:publisher>${escaped(publisher)}</dc:publisher>\n`}<meta property="dcterms:modified">${modified}</meta>
</metadata>
<manifest>
${items.join('\n')}
</manifest>
<spine page-progression-direction="${direction}">
<itemref idref="title"/>
<itemref idref="nav"/>
${chapters.map((_, i) => `<itemref idref="a${i + 1}"/>`).join('\n')}
</spine>
</package>
`
}

/** The book's own first; `und` where none is known, since a book must name one. */
function languagesOf(all: string[]): string {
  const known = new Set(all.flatMap((tag) => languageAttributes(tag)['xml:lang'] ?? []))
  return [...(known.size > 0 ? known : ['und'])].map((tag) => `<dc:language>${tag}</dc:language>`).join('\n')
}

function chapterFile(index: number): string {
  return `a${index + 1}.xhtml`
}

type Page = { title: string; language: string; direction: Direction; body: string }

function pageOf({ title, language, direction, body }: Page): string {
  return `${XML}
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"${langOf(language)} dir="${direction}">
<head>
<title>${escaped(title)}</title>
<link rel="stylesheet" type="text/css" href="style.css"/>
</head>
<body>
${body}
</body>
</html>
`
}

function langOf(language: string): string {
  return Object.entries(languageAttributes(language))
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')
}

function titlePage(book: Book): string {
  return pageOf({ ...book, body: `<h1 dir="auto">${escaped(book.title)}</h1>\n${linesOf(book.lines)}` })
}

function navOf(book: Book): string {
  const entry = ({ title, language, direction }: Chapter, i: number) =>
    `<li><a href="${chapterFile(i)}"><bdi${langOf(language)} dir="${direction}">${escaped(title)}</bdi></a></li>`
  const body = `<nav epub:type="toc" id="toc">
<h1>${escaped(book.contents)}</h1>
<ol>
${book.chapters.map(entry).join('\n')}
</ol>
</nav>`
  return pageOf({ ...book, body })
}

function chapterPage(chapter: Chapter): string {
  const { title, lines, url, body } = chapter
  const head = `<h1>${escaped(title)}</h1>\n${linesOf(lines)}`
  const original = `<p class="about"><a href="${escaped(safeHref(url))}"><bdi dir="ltr">${escaped(url)}</bdi></a></p>`
  return pageOf({ ...chapter, body: `${head}\n${original}\n${body}` })
}

function linesOf(lines: string[]): string {
  return lines.map((line) => `<p class="about"><bdi>${escaped(line)}</bdi></p>`).join('\n')
}
