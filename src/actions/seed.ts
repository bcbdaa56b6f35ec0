import * as readers from '../store/readers.ts'
import * as starter from '../store/seed.ts'
import type { ActionContext } from './context.ts'

export type Starter = { topics: readonly starter.StarterTopic[]; newsletters: readonly starter.StarterNewsletter[] }

/**
 * What a new site starts with: topics, newsletters and the hourly sweep. Gives how many were missing; what is there
 * stays as the editor left it.
 */
export async function seed(
  { db, config, now }: ActionContext,
  { topics, newsletters }: Starter,
): Promise<{ topics: number; newsletters: number }> {
  // For a site from before accounts were counted.
  await readers.recount(db)
  return {
    topics: await starter.topics(db, topics, now()),
    newsletters: await starter.newsletters(db, newsletters, { zone: config.site.zone, now: now() }),
  }
}
