import type { Child, PropsWithChildren } from 'hono/jsx'
import { directionOf, startSideOf } from '../../src/i18n/messages.ts'
import { useWords } from '../words.tsx'
import { RLM } from './text.ts'

/** Of the systems' own: a mail that loads a font tells its sender who reads. */
export const FACE = "'Segoe UI', Tahoma, 'Geeza Pro', 'Noto Naskh Arabic', Arial, sans-serif"
export const INK = '#1a1d1b'
export const SOFT = '#5a605b'
export const ACCENT = '#0d5c4a'
export const HAIRLINE = '#e2ddd0'
export const TINT = '#e9f1ec'
/** Beside the text; nothing in a mail is smaller. */
export const SMALL = 16
const PAPER = '#fbf9f4'

/**
 * Programs that know dark themes take these; others darken what is inline by themselves, which it survives, since
 * whatever has a ground has its ink beside it.
 */
const DARK = `:root { color-scheme: light dark; supported-color-schemes: light dark }
@media (prefers-color-scheme: dark) {
  .paper { background: #141615 !important } .ink { color: #e8e5dc !important } .soft { color: #a7aaa1 !important }
  .shelf { background: #7ccfb2 !important } .accent { color: #7ccfb2 !important } .bar { border-color: #7ccfb2 !important }
  .line { border-color: #2d312e !important } .edge { border-color: #e8e5dc !important }
  .tint { background: #1b2a25 !important } .button { background: #7ccfb2 !important; color: #0c1a15 !important }
}
@media (max-width: 480px) { .outer { padding: 24px 16px !important } }`

/** The language's direction, and the side where it begins: physical, since logical sides are not dependable in mails. */
export function useSides() {
  const { site } = useWords()
  return { dir: directionOf(site.language), align: startSideOf(site.language) }
}

type CellProps = PropsWithChildren<{
  /** What dark themes change of it. */
  kind?: 'ink' | 'soft'
  size?: number
  style?: string
  class?: string
  width?: number
}>

/**
 * Direction and alignment stand on every cell: some programs drop html and body with their attributes. A word that is
 * longer than a phone is wide is broken, or it would widen the whole message.
 */
export function Cell({ kind = 'ink', size = 17, style = '', class: name = '', width, children }: CellProps) {
  const { dir, align } = useSides()
  const color = kind === 'ink' ? INK : SOFT
  const own = `direction:${dir};text-align:${align};font-family:${FACE};font-size:${size}px;line-height:1.8;color:${color};word-break:break-word`
  return (
    <td class={`${kind} ${name}`.trim()} dir={dir} align={align} width={width} style={`${own};${style}`}>
      {children}
    </td>
  )
}

/** A row of one cell. */
export function Row(props: CellProps) {
  return (
    <tr>
      <Cell {...props} />
    </tr>
  )
}

/** A table that is a box and not data. */
export function Box({ style = '', children }: PropsWithChildren<{ style?: string }>) {
  const { dir } = useSides()
  return (
    <table
      dir={dir}
      role="presentation"
      width="100%"
      cellpadding="0"
      cellspacing="0"
      border={0}
      style={`width:100%;direction:${dir};${style}`}
    >
      {children}
    </table>
  )
}

/** The one way on. The cell has the ground: Word, which Outlook draws with, gives a link none of its own. */
export function MailButton({ url, children }: PropsWithChildren<{ url: string }>) {
  const { dir, align } = useSides()
  const look = `color:#ffffff;font-family:${FACE};font-size:17px;font-weight:700;line-height:1.4;text-decoration:none`
  return (
    <table dir={dir} align={align} role="presentation" cellpadding="0" cellspacing="0">
      <tr>
        <td
          class="button"
          dir={dir}
          align="center"
          style={`background:${ACCENT};border-radius:10px;mso-padding-alt:12px 24px`}
        >
          <a class="button" href={url} style={`${look};display:inline-block;padding:12px 24px;border-radius:10px`}>
            {children}
          </a>
        </td>
      </tr>
    </table>
  )
}

/**
 * One column of tables with all styles inline. `preview` is what lists of mails show beside the subject; `head` is the
 * name above the shelf; `foot` are the rows below the line.
 */
export function MailFrame(props: PropsWithChildren<{ subject: string; preview: string; head: Child; foot: Child }>) {
  const { subject, preview, head, foot, children } = props
  const { site } = useWords()
  const { dir, align } = useSides()
  return (
    <html lang={site.language} dir={dir}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{subject}</title>
        <style>{DARK}</style>
      </head>
      <body class="paper" dir={dir} style={`margin:0;padding:0;background:${PAPER};direction:${dir}`}>
        <div style="display:none;max-height:0;overflow:hidden">{RLM + preview}</div>
        <table
          class="paper"
          dir={dir}
          role="presentation"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style={`background:${PAPER}`}
        >
          <tr>
            <td class="outer" dir={dir} align="center" style="padding:32px 24px">
              <table
                dir={dir}
                role="presentation"
                cellpadding="0"
                cellspacing="0"
                style={`width:100%;max-width:560px;direction:${dir}`}
              >
                <Row size={26} style="font-weight:800;line-height:1.5;padding-bottom:4px">
                  {head}
                </Row>
                <tr>
                  <td dir={dir} align={align} style="padding-bottom:24px">
                    <div
                      class="shelf"
                      style={`width:44px;height:3px;background:${ACCENT};font-size:0;line-height:0;border-radius:2px`}
                    >
                      &nbsp;
                    </div>
                  </td>
                </tr>
                {children}
                <tr>
                  <td dir={dir} align={align}>
                    <table
                      class="line"
                      dir={dir}
                      role="presentation"
                      width="100%"
                      cellpadding="0"
                      cellspacing="0"
                      style={`border-top:1px solid ${HAIRLINE};direction:${dir}`}
                    >
                      {foot}
                    </table>
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  )
}

/** Who sent it, and from where. */
export function SentBy({ postalAddress }: { postalAddress?: string }) {
  const { m, site } = useWords()
  const address = postalAddress || site.postalAddress
  return (
    <Row kind="soft" size={SMALL} style="padding-top:16px">
      {m.mail.sentBy(site.name, site.host)}
      {address && <br />}
      {address}
    </Row>
  )
}
