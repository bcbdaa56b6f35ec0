import { changed, type EditedFields } from '../core/edit.ts'
import { AppError } from '../core/errors.ts'
import { ifTaken, type Refused } from '../core/form.ts'
import type { NewsletterSettings } from '../core/newsletter-form.ts'
import { nextAfter } from '../core/rhythm.ts'
import * as newsletters from '../store/desk-newsletters.ts'
import type { ActionContext } from './context.ts'

/**
 * A new newsletter, and the date of its first issue: gives its id, or what is wrong.
 * @throws AppError('invalid') for alerts, of which a site has two, one a rhythm
 */
export async function makeNewsletter(
  { db, now }: ActionContext,
  editorId: number,
  settings: NewsletterSettings,
): Promise<Refused | { id: number }> {
  if (settings.kind === 'alerts') throw new AppError('invalid')
  return newsletters
    .create(db, settings, nextOf(settings, now()), now(), editorId)
    .then((id) => ({ id }), ifTaken({ slug: 'slugTaken' }))
}

/** Changes one; its next issue follows what was set. False: somebody else changed it since that version. */
export async function changeNewsletter(
  { db, now }: ActionContext,
  editorId: number,
  known: { id: number; version: number },
  settings: NewsletterSettings,
): Promise<Refused | boolean> {
  const was = await newsletters.find(db, known.id)
  const names = Object.keys(settings) as (keyof NewsletterSettings)[]
  const before: EditedFields = Object.fromEntries(names.map((name) => [name, was[name]]))
  const edit = { by: editorId, ...changed(before, settings) }
  return newsletters
    .update(db, known, settings, nextOf(settings, now()), now(), edit)
    .catch(ifTaken({ slug: 'slugTaken' }))
}

function nextOf(settings: NewsletterSettings, now: number): number | null {
  return settings.state === 'active' ? nextAfter(settings, now) : null
}
