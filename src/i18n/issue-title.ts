import { type FormatSettings, formatFor } from './format.ts'
import { messages } from './messages.ts'

/**
 * How issues that are made at a moment are called, also as the subject of their messages: by their newsletter and their
 * first article, or by the day where what they hold differs from reader to reader.
 */
export function issueTitle(
  site: FormatSettings & { language: Parameters<typeof messages>[0] },
  now: number,
): (newsletter: string, lead: string | null) => string {
  const { subject } = messages(site.language, site.digits).issues
  return (newsletter, lead) => subject(newsletter, lead ?? formatFor(site).date(now))
}
