import type { BookWords } from '../actions/books.ts'
import { nextPart, type Part } from '../actions/exports.ts'
import { EXPORT_KEPT } from '../core/export/selection.ts'
import { MAX_ATTEMPTS } from '../core/limits.ts'
import { formatFor } from '../i18n/format.ts'
import { messages } from '../i18n/messages.ts'
import * as exports from '../store/exports.ts'
import type { Job } from '../store/jobs.ts'
import type { JobContext, Outcome } from './context.ts'

/**
 * Makes a file of a reading list (the key: `READER:ID`), a part a run: a run that dies begins the same part again.
 * When the file is done, the job waits beside it and deletes it in the end.
 */
export async function exporting(context: JobContext, job: Job): Promise<Outcome> {
  const { shelf, files, now } = context
  const [readerId = 0, id = 0] = job.key.split(':').map(Number)
  const found = await exports.get(shelf, readerId, id)
  if (!found) return undefined
  if (found.finishedAt === null) {
    if (job.attempts >= MAX_ATTEMPTS) await exports.giveUp(shelf, found, 'lost', now())
    else await makePart(context, found)
    return { again: now() }
  }
  const endsAt = found.finishedAt + EXPORT_KEPT
  if (endsAt > now()) return { again: endsAt }
  await removeParts(files, found)
  await exports.forget(shelf, found)
  return undefined
}

async function makePart(context: JobContext, made: exports.Export): Promise<void> {
  const { shelf, files, now } = context
  const part = made.format === 'epub' ? await bookOf(context, made) : await nextPart(context, made)
  if (!part) return exports.giveUp(shelf, made, 'too_large', now())
  await files.put(exports.fileOf(made, made.parts + 1), part.bytes)
  await exports.addPart(shelf, made, { ...part, bytes: part.bytes.length }, now())
  // The account was deleted meanwhile, and nobody knows of this object any more.
  if (!(await exports.get(shelf, made.readerId, made.id))) await removeParts(files, made)
}

async function bookOf(context: JobContext, made: exports.Export): Promise<Part | null> {
  const { book } = await import('../actions/books.ts')
  return book(context, made, wordsOf(context, made))
}

function wordsOf({ config: { site } }: JobContext, { createdAt }: exports.Export): BookWords {
  const { exports: words, articles } = messages(site.language, site.digits)
  const f = formatFor(site)
  return {
    contents: words.inside.contents,
    title: words.inside.title(site.name),
    facts: ({ sourceName, byline, savedAt }) =>
      [sourceName, byline && articles.byline(byline), `${words.inside.savedAt} ${f.date(savedAt)}`].filter(Boolean),
    about: (count) => [words.items(count, f.number(count)), f.date(createdAt)],
    noText: words.inside.noText,
    truncated: words.inside.truncated,
  }
}

async function removeParts(files: R2Bucket, made: exports.Export): Promise<void> {
  // One more than is known of: the last run may have died between the two.
  const keys = [...exports.filesOf(made), exports.fileOf(made, made.parts + 1)]
  for (let at = 0; at < keys.length; at += 1000) await files.delete(keys.slice(at, at + 1000))
}
