import { env } from 'cloudflare:workers'
import { eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { contentFor } from '../../src/actions/content.ts'
import type { Choice } from '../../src/core/chosen.ts'
import type { ChunkContent, IssueContent } from '../../src/core/issue.ts'
import { open } from '../../src/store/db.ts'
import type { Member } from '../../src/store/deliveries.ts'
import { newestId } from '../../src/store/digest.ts'
import * as issues from '../../src/store/issues.ts'
import * as newsletters from '../../src/store/newsletters.ts'
import { follows } from '../../src/store/schema/follows.ts'
import { subscribers } from '../../src/store/schema/mail.ts'
import { START, type TestApp } from './app.ts'
import { addIssue, addSubscribers } from './issues.ts'

export const follow = (kind: Choice['kind'], ref: number | string, label = `«${ref}»`) => ({
  kind,
  ref: `${ref}`,
  label,
})
export const mute = (kind: Choice['kind'], ref: number | string) => ({ ...follow(kind, ref), muted: 1 })

/** Subscribers 1, 2 and so on, each the account of their number with these choices; null: without an account. */
export async function people(
  app: TestApp,
  ...choices: (ReturnType<typeof mute | typeof follow>[] | null)[]
): Promise<void> {
  await addSubscribers(app, choices.length)
  for (const [index, chosen] of choices.entries()) {
    const readerId = index + 1
    if (chosen === null) continue
    await drizzle(env.DB).update(subscribers).set({ readerId }).where(eq(subscribers.id, readerId))
    for (const one of chosen)
      await drizzle(env.DB)
        .insert(follows)
        .values({ readerId, createdAt: START, ...one })
  }
}

/** What an issue that begins now holds for so many subscribers, as a chunk of them says it. */
export async function contentOf(
  app: TestApp,
  count: number,
  kind: 'personal' | 'list' = 'personal',
  d1 = env.DB,
): Promise<ChunkContent> {
  const { db } = app.context()
  const id = await addIssue(app, { kind, markdown: '' })
  await issues.start(db, id, await newestId(db), app.clock.now())
  const members = Array.from({ length: count }, (_, n) => ({ subscriberId: n + 1 }) as Member)
  const [issue, newsletter] = await Promise.all([issues.find(db, id), newsletters.find(db, { id: 1 })])
  const made = await contentFor({ db: open(d1), shelf: open(d1) }, issue, newsletter, members)
  if (!made) throw new Error('it is the same for all')
  return made.content
}

export const setOf = (content: ChunkContent, subscriberId: number): IssueContent | undefined =>
  content.sets[content.of[subscriberId] ?? -1]
