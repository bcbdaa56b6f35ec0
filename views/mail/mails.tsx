import type { Site } from '../../src/core/config.ts'
import { formatFor } from '../../src/i18n/format.ts'
import { messages } from '../../src/i18n/messages.ts'
import { render, type Words } from '../words.tsx'
import { type Letter, LetterPage } from './letter.tsx'
import { plainText } from './text.ts'

/** A message but for its recipient. */
export type Rendered = { subject: string; html: string; text: string }

/** What mails are rendered with; `picture` makes a path of our own of an original's url. */
export function mailWords(site: Site, picture: Words['picture']): Words {
  return { m: messages(site.language, site.digits), f: formatFor(site), site, path: '/', picture }
}

export function signUpMail(words: Words, url: string): Rendered {
  const { subject, line, button } = words.m.mail.signUp
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line],
    button: { label: button, url },
    notYou: true,
  })
}

/** For an email that has its account already: no link that grants anything. */
export function knownMail(words: Words): Rendered {
  const { subject, line, button } = words.m.mail.known
  const url = `${words.site.url}/login`
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line],
    button: { label: button, url },
    notYou: true,
  })
}

export function optInMail(words: Words, { newsletter, url }: { newsletter: string; url: string }): Rendered {
  const { subject, line, button } = words.m.mail.optIn
  return rendered(words, { subject: subject(newsletter), lines: [line], button: { label: button, url }, notYou: true })
}

function rendered(words: Words, letter: Letter): Rendered {
  return { subject: letter.subject, html: render(words, <LetterPage {...letter} />), text: plainText(words, letter) }
}
