import type { Site } from '../../src/core/config.ts'
import type { Notice } from '../../src/core/notices.ts'
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

/** To a reader whose account will be deleted. The link grants nothing but that it stays. */
export function keepMail(words: Words, { until, url }: { until: number; url: string }): Rendered {
  const { subject, line, button } = words.m.mail.keep
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line(words.f.date(until))],
    button: { label: button, url },
    notYou: false,
  })
}

/** To an email that is invited to the desk. */
export function editorMail(words: Words, { until, url }: { until: number; url: string }): Rendered {
  const { subject, lines, button } = words.m.mail.editor
  return rendered(words, {
    subject: subject(words.site.name),
    lines: lines(words.site.name, words.f.date(until)),
    button: { label: button, url },
    notYou: true,
  })
}

export function optInMail(words: Words, { newsletter, url }: { newsletter: string; url: string }): Rendered {
  const { subject, line, button } = words.m.mail.optIn
  return rendered(words, { subject: subject(newsletter), lines: [line], button: { label: button, url }, notYou: true })
}

/** For an email that the account which had it can still take back. */
export function heldMail(words: Words, until: number): Rendered {
  const { subject, line } = words.m.mail.held
  const button = { label: words.m.mail.known.button, url: `${words.site.url}/login` }
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line(words.f.date(until))],
    button,
    notYou: true,
  })
}

export function resetMail(words: Words, url: string): Rendered {
  const { subject, line, button } = words.m.mail.reset
  return rendered(words, { subject, lines: [line], button: { label: button, url }, notYou: true })
}

/** For an email without an account, whose owner may have signed up with another. */
export function noAccountMail(words: Words): Rendered {
  const { subject, line, button } = words.m.mail.noAccount
  const url = `${words.site.url}/register`
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line],
    button: { label: button, url },
    notYou: true,
  })
}

/** To the email that an account is to have. */
export function emailMail(words: Words, url: string): Rendered {
  const { subject, line, button } = words.m.mail.email
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [line],
    button: { label: button, url },
    notYou: true,
  })
}

/** The same where it has an account of its own. */
export function takenMail(words: Words): Rendered {
  const { subject, button } = words.m.mail.known
  const url = `${words.site.url}/login`
  return rendered(words, {
    subject: subject(words.site.name),
    lines: [words.m.mail.taken],
    button: { label: button, url },
    notYou: true,
  })
}

/** To the email that an account had. */
export function undoMail(words: Words, { email, until, url }: { email: string; until: number; url: string }): Rendered {
  const { subject, line, button } = words.m.mail.undo
  const lines = [line(email, words.f.dateTime(until))]
  return rendered(words, { subject, lines, button: { label: button, url }, notYou: false })
}

/** What changed of an account, when, and what helps if it was somebody else; `undo` is the link that takes it back. */
export function noticeMail(words: Words, about: Notice, at: number, undo?: string): Rendered {
  const { subject, line } = words.m.mail.notices[about]
  const said = line(words.f.dateTime(at))
  // It goes to the email that the account has left: a new password is not to be had from there.
  if (about === 'email_change_undone') return rendered(words, { subject, lines: [said], notYou: false })
  // A new password does not go round a factor: the stranger's has to go first.
  const { otherwise, button } = undo ? words.m.mail.notice.added : words.m.mail.notice
  return rendered(words, {
    subject,
    lines: [said, otherwise],
    button: { label: button, url: undo ?? `${words.site.url}/reset` },
    notYou: false,
  })
}

function rendered(words: Words, letter: Letter): Rendered {
  return { subject: letter.subject, html: render(words, <LetterPage {...letter} />), text: plainText(words, letter) }
}
