import { useWords } from '../words.tsx'
import { MailButton, MailFrame, Row, SentBy, SMALL, SOFT } from './frame.tsx'

/** What a mail of the site says; its html and its plain text are made of the same. */
export type Letter = {
  subject: string
  lines: string[]
  /** The one way on, where there is one. */
  button?: { label: string; url: string }
  /** Whether somebody else may have asked for it. */
  notYou: boolean
}

export function LetterPage({ subject, lines, button, notYou }: Letter) {
  const { m, site } = useWords()
  return (
    <MailFrame subject={subject} preview={lines.join(' ')} head={site.name} foot={<SentBy />}>
      {[m.mail.hello, ...lines].map((line) => (
        <Row style="padding-bottom:16px">{line}</Row>
      ))}
      {button && (
        <>
          <Row style="padding:8px 0 24px">
            <MailButton url={button.url}>{button.label}</MailButton>
          </Row>
          <Row kind="soft" size={SMALL} style="padding-bottom:24px">
            {m.mail.link}
            <br />
            <a
              class="soft"
              dir="ltr"
              href={button.url}
              style={`color:${SOFT};word-break:break-all;unicode-bidi:isolate`}
            >
              {button.url}
            </a>
          </Row>
        </>
      )}
      {notYou && <Row style="padding-bottom:24px">{m.mail.notYou}</Row>}
    </MailFrame>
  )
}
