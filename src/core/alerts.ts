import { AppError } from './errors.ts'

/** How often alerts come, the most frequent first. */
export const ALERT_RHYTHMS = ['hourly', 'daily'] as const
export const ALERT_CHOICES = ['none', ...ALERT_RHYTHMS] as const
export type AlertRhythm = (typeof ALERT_RHYTHMS)[number]
export type AlertChoice = (typeof ALERT_CHOICES)[number]

/** What was done: a rhythm was chosen, a keyword's switch was turned, or both at once. */
export const ALERTS_DONE = [...ALERT_CHOICES, 'on', 'off', 'onHourly', 'onDaily'] as const
export type AlertsDone = (typeof ALERTS_DONE)[number]

/** What somebody chose, and what there is to choose. */
export type AlertChoices = { chosen: AlertChoice; offered: AlertRhythm[] }

/** A newsletter and whether somebody has it. */
type Preference = { slug: string; kind: string; rhythm: string; on: boolean }

export function choicesOf(preferences: Preference[]): AlertChoices {
  const find = (rhythm: AlertRhythm) => alertOf(preferences, rhythm)
  return {
    chosen: ALERT_RHYTHMS.find((rhythm) => find(rhythm)?.on) ?? 'none',
    offered: ALERT_RHYTHMS.filter(find),
  }
}

/**
 * What is to be switched for a choice; null where nothing is. Of the two newsletters one at most is on: the store ends
 * the other.
 * @throws AppError('not_found') for what is not offered
 */
export function alertStep(preferences: Preference[], choice: AlertChoice): { slug: string; wanted: boolean } | null {
  if (choice === 'none') {
    const on = preferences.find((one) => one.kind === 'alerts' && one.on)
    return on ? { slug: on.slug, wanted: false } : null
  }
  const found = alertOf(preferences, choice)
  if (!found) throw new AppError('not_found')
  return { slug: found.slug, wanted: true }
}

function alertOf(preferences: Preference[], rhythm: AlertRhythm): Preference | undefined {
  return preferences.find((one) => one.kind === 'alerts' && one.rhythm === rhythm)
}
