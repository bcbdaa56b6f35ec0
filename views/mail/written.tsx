import { type SafeHtml, textOf } from '../../src/core/safe-html.ts'
import { BareHtml, unescaped } from '../safe-html.tsx'
import { useWords } from '../words.tsx'
import { ACCENT, HAIRLINE, Row, TINT, useSides } from './frame.tsx'

/** What an editor wrote. */
export function Written({ html }: { html: SafeHtml }) {
  const { site, picture } = useWords()
  const { dir, align } = useSides()
  const shown = styled(html, { dir, align }, (url) => site.url + picture(url))
  return (
    <Row size={18} style="line-height:1.9;padding-bottom:24px">
      <BareHtml html={shown} />
    </Row>
  )
}

const BLOCK = 'margin:0 0 16px'
const CELL = `border-bottom:1px solid ${HAIRLINE};padding:6px 8px`

/** By element, as the sanitiser names them; what dark themes change has the frame's classes. */
const STYLES: Record<string, { style: string; class?: string }> = {
  p: { style: BLOCK },
  h2: { style: 'margin:28px 0 8px;font-size:22px;font-weight:800;line-height:1.5' },
  h3: { style: 'margin:24px 0 8px;font-size:19px;font-weight:700;line-height:1.6' },
  h4: { style: 'margin:20px 0 8px;font-size:18px;font-weight:700;line-height:1.6' },
  h5: { style: 'margin:20px 0 8px;font-size:17px;font-weight:700;line-height:1.6' },
  h6: { style: 'margin:20px 0 8px;font-size:17px;font-weight:700;line-height:1.6' },
  ul: { style: `${BLOCK};padding:0 28px` },
  ol: { style: `${BLOCK};padding:0 28px` },
  li: { style: 'margin:0 0 8px' },
  blockquote: { style: `${BLOCK};padding:0 16px`, class: 'bar' },
  pre: {
    style: `${BLOCK};padding:12px 16px;background:${TINT};border-radius:10px;white-space:pre-wrap;overflow-wrap:anywhere;direction:ltr;text-align:left;font-size:16px;line-height:1.6`,
    class: 'tint',
  },
  code: { style: 'font-family:Consolas,Menlo,monospace;font-size:16px' },
  a: { style: `color:${ACCENT};text-underline-offset:0.2em`, class: 'accent' },
  hr: { style: `border:0;border-top:1px solid ${HAIRLINE};margin:28px 0`, class: 'line' },
  table: { style: `${BLOCK};width:100%;border-collapse:collapse` },
  th: { style: `${CELL};font-weight:700`, class: 'line' },
  td: { style: `${CELL};vertical-align:top`, class: 'line' },
  img: { style: 'display:block;max-width:100%;height:auto;border:0;border-radius:10px' },
}

const ALIGNED = /^(p|h\d|li|td|th|blockquote)$/

type Sides = ReturnType<typeof useSides>

/** The styles of a mail, and direction and side on every cell. The patterns hold for the sanitiser's output alone. */
function styled(html: SafeHtml, { dir, align }: Sides, picture: (url: string) => string): SafeHtml {
  const other = align === 'right' ? 'left' : 'right'
  return html.replace(/<([a-z0-9]+)((?: [a-z]+="[^"]*")*)( \/)?>/g, (whole, tag: string, given: string, end = '') => {
    const look = STYLES[tag]
    if (!look) return whole
    const attributes = given.replace(/^ src="([^"]*)"/, (_, url: string) => ` src="${picture(unescaped(url))}"`)
    const own = / dir="([a-z]+)"/.exec(given)?.[1]
    const side = own && own !== dir && own !== 'auto' ? other : align
    const cell = tag === 'td' || tag === 'th' ? `${own ? '' : ` dir="${dir}"`} align="${side}"` : ''
    const style = [
      look.style,
      ALIGNED.test(tag) && `text-align:${side}`,
      tag === 'blockquote' && `border-${side}:3px solid ${ACCENT}`,
    ]
    const names = look.class ? ` class="${look.class}"` : ''
    return `<${tag}${attributes}${cell}${names} style="${style.filter(Boolean).join(';')}"${end}>`
  }) as SafeHtml
}

const PREVIEW = 140

/** Its first words on one line. */
export function beginningOf(html: SafeHtml): string {
  return textOf(html).replaceAll('\n', ' ').slice(0, PREVIEW)
}

/** As lines of words, items of lists with their marks, and after each block the urls of its links. */
export function writtenLines(html: SafeHtml): { text: string; urls: string[] }[] {
  const mark = listMarks()
  return html.split(/(?<=<\/(?:p|h[2-6]|li|pre|tr)>)|(?=<[uo]l\b)/).flatMap((block) => {
    const urls = [...block.matchAll(/<a href="([^"]*)"/g)].map(([, url = '']) => unescaped(url))
    // A link that is called by its url would stand there twice.
    const words = block.replace(/<a href="([^"]*)"[^>]*>\1<\/a>/g, '')
    const text = mark(block) + textOf(words as SafeHtml)
    return text || urls.length > 0 ? [{ text, urls }] : []
  })
}

/** Told block after block, gives what stands before its words: a bullet, a number, or nothing. */
function listMarks(): (block: string) => string {
  const open: { ordered: boolean; items: number }[] = []
  return (block) => {
    let mark = ''
    for (const [, closes, tag] of block.matchAll(/<(\/?)(ul|ol|li)\b/g)) {
      const list = open.at(-1)
      if (tag !== 'li' && closes) open.pop()
      else if (tag !== 'li') open.push({ ordered: tag === 'ol', items: 0 })
      else if (list && !closes) mark = list.ordered ? `${++list.items}. ` : '• '
    }
    return mark
  }
}
