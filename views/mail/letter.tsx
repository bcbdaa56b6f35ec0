import { directionOf, startSideOf } from '../../src/i18n/messages.ts'
import { useWords } from '../words.tsx'

/** What a mail says; its html and its plain text are made of the same. */
export type Letter = {
  subject: string
  lines: string[]
  /** The one way on, where there is one. */
  button?: { label: string; url: string }
  /** Whether somebody else may have asked for it. */
  notYou: boolean
}

/** Of the systems' own: a mail that loads a font tells its sender who reads. */
const FACE = "'Segoe UI', Tahoma, 'Geeza Pro', 'Noto Naskh Arabic', Arial, sans-serif"
const RLM = '\u200f'

/** Programs that know dark themes take these; others darken what is inline by themselves, which it survives. */
const DARK = `@media (prefers-color-scheme: dark) {
  .paper { background: #141615 !important } .ink { color: #e8e5dc !important } .soft { color: #a7aaa1 !important }
  .shelf { background: #7ccfb2 !important }
}`

/**
 * One column of tables, all styles inline, direction and alignment on every cell: some programs drop html and body
 * with their attributes. Physical sides, since logical ones are not dependable there.
 */
export function LetterPage({ subject, lines, button, notYou }: Letter) {
  const { m, site } = useWords()
  const dir = directionOf(site.language)
  const align = startSideOf(site.language)
  const cell = `direction:${dir};text-align:${align};font-family:${FACE};font-size:17px;line-height:1.8;color:#1a1d1b`
  const soft = `${cell};font-size:14px;color:#5a605b`
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
      <body class="paper" dir={dir} style={`margin:0;padding:0;background:#fbf9f4;direction:${dir}`}>
        <div style="display:none;max-height:0;overflow:hidden">{RLM + lines.join(' ')}</div>
        <table
          class="paper"
          dir={dir}
          role="presentation"
          width="100%"
          cellpadding="0"
          cellspacing="0"
          style="background:#fbf9f4"
        >
          <tr>
            <td dir={dir} align="center" style="padding:32px 16px">
              <table
                dir={dir}
                role="presentation"
                cellpadding="0"
                cellspacing="0"
                style={`width:100%;max-width:560px;direction:${dir}`}
              >
                <tr>
                  <td
                    class="ink"
                    dir={dir}
                    align={align}
                    style={`${cell};font-size:28px;font-weight:800;padding-bottom:4px`}
                  >
                    {site.name}
                  </td>
                </tr>
                <tr>
                  <td dir={dir} align={align} style="padding-bottom:24px">
                    <div class="shelf" style="width:44px;height:3px;background:#0d5c4a;font-size:0;line-height:0">
                      &nbsp;
                    </div>
                  </td>
                </tr>
                {[m.mail.hello, ...lines].map((line) => (
                  <tr>
                    <td class="ink" dir={dir} align={align} style={`${cell};padding-bottom:16px`}>
                      {line}
                    </td>
                  </tr>
                ))}
                {button && (
                  <>
                    <tr>
                      <td dir={dir} align={align} style={`${cell};padding:8px 0 24px`}>
                        <a
                          href={button.url}
                          style={`display:inline-block;background:#0d5c4a;color:#ffffff;font-family:${FACE};font-size:17px;font-weight:700;line-height:1.4;text-decoration:none;padding:12px 24px;border-radius:10px`}
                        >
                          {button.label}
                        </a>
                      </td>
                    </tr>
                    <tr>
                      <td class="soft" dir={dir} align={align} style={`${soft};padding-bottom:24px`}>
                        {m.mail.link}
                        <br />
                        <a
                          class="soft"
                          dir="ltr"
                          href={button.url}
                          style="color:#5a605b;word-break:break-all;unicode-bidi:isolate"
                        >
                          {button.url}
                        </a>
                      </td>
                    </tr>
                  </>
                )}
                {notYou && (
                  <tr>
                    <td class="ink" dir={dir} align={align} style={`${cell};padding-bottom:24px`}>
                      {m.mail.notYou}
                    </td>
                  </tr>
                )}
                <tr>
                  <td
                    class="soft"
                    dir={dir}
                    align={align}
                    style={`${soft};border-top:1px solid #a7aaa1;padding-top:16px`}
                  >
                    {m.mail.sentBy(site.name, site.host)}
                    {site.postalAddress && <br />}
                    {site.postalAddress}
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
