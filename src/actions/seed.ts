import * as starter from '../store/seed.ts'
import type { ActionContext } from './context.ts'

export type Starter = { topics: readonly starter.StarterTopic[]; newsletters: readonly starter.StarterNewsletter[] }

/** What a new site starts with: topics, newsletters and the hourly sweep. Safe to repeat: nothing there is changed. */
export async function seed({ db, config, now }: ActionContext, { topics, newsletters }: Starter): Promise<void> {
  await starter.topics(db, topics, now())
  await starter.newsletters(db, newsletters, { zone: config.site.zone, now: now() })
}
