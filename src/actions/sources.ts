import { AppError } from '../core/errors.ts'
import type { OpmlSource } from '../core/opml.ts'
import { fetchable, guardOf } from '../core/url.ts'
import { addSources, type NewSource } from '../store/sources.ts'
import type { ActionContext } from './context.ts'

export type Imported = {
  added: number
  /** Feed urls that were there already; they stay as they are. */
  known: number
  refused: { feedUrl: string; reason: 'forbidden_url' }[]
}

/** Adds the feeds of an OPML file, each with the job that fetches it. @throws AppError('invalid') for another file */
export async function importSources({ db, config, now }: ActionContext, opml: string): Promise<Imported> {
  const { parseOpml, OpmlError } = await import('../core/opml.ts')
  const guard = guardOf(config.site.url)
  const feeds = new Map<string, NewSource>()
  const refused: Imported['refused'] = []
  for (const source of parsed()) {
    const feedUrl = fetchable(source.feedUrl, guard)
    if (feedUrl) feeds.set(feedUrl, { ...toNew(source, config.site.language), feedUrl })
    else refused.push({ feedUrl: source.feedUrl, reason: 'forbidden_url' })
  }
  const { added } = await addSources(db, [...feeds.values()], now())
  return { added, known: feeds.size - added, refused }

  function parsed(): OpmlSource[] {
    try {
      return parseOpml(opml)
    } catch (cause) {
      throw cause instanceof OpmlError ? new AppError('invalid', { cause }) : cause
    }
  }
}

function toNew(source: OpmlSource, siteLanguage: string): NewSource {
  const { feedUrl, title, topic, display } = source
  const siteUrl = source.siteUrl ? fetchable(source.siteUrl) : null
  return { feedUrl, title, topic, display, siteUrl, language: source.language ?? siteLanguage }
}
