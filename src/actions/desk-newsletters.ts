import { AppError } from '../core/errors.ts'
import type { Refused } from '../core/form.ts'
import type { NewsletterSettings } from '../core/newsletter-form.ts'
import { nextAfter } from '../core/rhythm.ts'
import * as newsletters from '../store/desk-newsletters.ts'
import type { ActionContext } from './context.ts'

/** Makes a newsletter, or changes one. Its next issue follows what was set: gives its id, or what is wrong. */
export async function saveNewsletter(
  { db, now }: ActionContext,
  id: number | null,
  settings: NewsletterSettings,
): Promise<Refused | { id: number }> {
  const nextAt = settings.state === 'active' ? nextAfter(settings, now()) : null
  try {
    if (id === null) return { id: await newsletters.create(db, settings, nextAt, now()) }
    await newsletters.update(db, id, settings, nextAt, now())
    return { id }
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return { errors: { slug: 'slugTaken' } }
    throw error
  }
}
