import { fold } from '../core/arabic.ts'
import { changed } from '../core/edit.ts'
import { ifTaken, type Refused } from '../core/form.ts'
import { isOwn } from '../core/own.ts'
import { HEALTHS, type Health, healthOf, type SourcesFilter } from '../core/source.ts'
import { type SourceSettings, settingsOf } from '../core/source-form.ts'
import { fetchable, guardOf } from '../core/url.ts'
import * as sources from '../store/desk-sources.ts'
import type { ActionContext } from './context.ts'

const PAGE = 50

/** A page of the sources that a filter leaves: what needs somebody first, then by name. */
export async function listSources({ db, config }: Pick<ActionContext, 'db' | 'config'>, filter: SourcesFilter) {
  const all = (await sources.all(db)).map((row) => ({
    ...row,
    // It waits for no feed.
    health: isOwn(row.source) ? ('well' as const) : healthOf(row.source),
  }))
  const counts = HEALTHS.map((health): [Health, number] => [health, all.filter((row) => row.health === health).length])
  const sought = fold(filter.q)
  const kept = all.filter(
    ({ health, source: { title, feedUrl } }) =>
      (filter.health === null || health === filter.health) && fold(`${title} ${feedUrl}`).includes(sought),
  )
  const { compare } = new Intl.Collator(config.site.language)
  const sorted = kept.toSorted(
    (a, b) =>
      HEALTHS.indexOf(a.health) - HEALTHS.indexOf(b.health) ||
      compare(a.source.title, b.source.title) ||
      a.source.id - b.source.id,
  )
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE))
  const page = Math.min(filter.page, pages)
  const rows = sorted.slice((page - 1) * PAGE, page * PAGE)
  return { filter: { ...filter, page }, total: all.length, counts: counts.filter(([, n]) => n > 0), rows, pages }
}

/** Adds a source, fetched from now on: gives its id, or what is wrong. */
export async function addSource(
  { db, config, now }: ActionContext,
  by: number,
  set: SourceSettings & { siteUrl: string | null },
): Promise<Refused | { id: number }> {
  if (!foreign(set.feedUrl, config.site.url)) return { errors: { feedUrl: 'urlRefused' } }
  const id = await sources.add(db, set, now(), by)
  return id === null ? { errors: { feedUrl: 'feedTaken' } } : { id }
}

/** Changes one. False: somebody else changed it since that version. */
export async function changeSource(
  { db, config, now }: ActionContext,
  by: number,
  { source, version }: { source: sources.SourceRow['source']; version: number },
  set: SourceSettings,
): Promise<Refused | boolean> {
  if (!foreign(set.feedUrl, config.site.url)) return { errors: { feedUrl: 'urlRefused' } }
  const edit = { by, ...changed(settingsOf(source), settingsOf(set)) }
  const consequences = {
    relabels: 'title' in edit.after || (set.direction !== null && 'direction' in edit.after),
    refreshes: 'feedUrl' in edit.after,
  }
  return sources
    .update(db, { id: source.id, version }, set, now(), edit, consequences)
    .catch(ifTaken({ feedUrl: 'feedTaken' }))
}

/** Our own pages are no feed of another's, and what is on a machine is none for others. */
function foreign(feedUrl: string, siteUrl: string): boolean {
  return fetchable(feedUrl, guardOf(siteUrl)) !== null
}
