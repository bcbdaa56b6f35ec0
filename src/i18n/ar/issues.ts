import { isolate } from '../format.ts'

/** Issues of newsletters: their subjects, what stands in every message, and their pages in the archive. */
export const issues = {
  /** Two halves, each kept to itself: a title may be in another language. */
  subject: (newsletter: string, lead: string | null) =>
    lead ? `${isolate(newsletter)}: ${isolate(lead)}` : newsletter,
}
