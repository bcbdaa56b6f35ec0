import { decode } from '../core/charset.ts'
import { opmlOf } from '../core/export/opml.ts'
import { type Followable, type FollowState, followKey, isFollowed, NOTHING } from '../core/follow.ts'
import type { FeedsFault, FeedsResult } from '../core/following.ts'
import { LARGEST_OPML } from '../core/limits.ts'
import type { OpmlSource } from '../core/opml.ts'
import { fetchable, guardAt } from '../core/url.ts'
import * as followable from '../store/followable.ts'
import * as follows from '../store/follows.ts'
import { sourcesByFeed } from '../store/sources.ts'
import type { ActionContext } from './context.ts'

/** The site's sources with these feeds, each in its place; of the others whether they could be fetched at all. */
export async function sourcesOf(
  { db, config }: Pick<ActionContext, 'db' | 'config'>,
  feedUrls: string[],
): Promise<(Followable | 'source_unknown' | 'bad_url')[]> {
  const guard = guardAt(config.site.url)
  const urls = feedUrls.map((url) => fetchable(url, guard))
  const known = await sourcesByFeed(
    db,
    urls.filter((url) => url !== null),
  )
  const sources = new Map(known.map((source) => [source.feedUrl, source]))
  return urls.map((url) => {
    if (url === null) return 'bad_url'
    const source = sources.get(url)
    return source ? { kind: 'source', ref: String(source.id), label: followable.sourceName(source) } : 'source_unknown'
  })
}

/** The feeds that a reader follows, as OPML; muting one only hides it here, and another reader may as well show it. */
export async function feedsFollowed({ db, shelf, config }: ActionContext, readerId: number): Promise<string> {
  const said = await follows.followsOf(shelf, readerId)
  const refs = said.filter((one) => one.kind === 'source' && one.followed).map(({ ref }) => ref)
  return opmlOf(config.site.name, await followable.feedsOf(db, refs))
}

/** Follows those feeds of an OPML file that the site has. */
export async function followFeeds(context: ActionContext, readerId: number, file: Blob): Promise<FeedsResult> {
  const feeds = await feedsIn(file)
  if (typeof feeds === 'string') return { fault: feeds, unknown: [] }
  const sources = await sourcesOf(
    context,
    feeds.map(({ feedUrl }) => feedUrl),
  )
  const unknown = unique(
    feeds.filter((_, i) => typeof sources[i] === 'string').map(({ title, feedUrl }) => title || feedUrl),
  )
  const known = [...new Map(sources.filter((one) => typeof one !== 'string').map((one) => [one.ref, one])).values()]
  if (known.length === 0) return { fault: 'noneKnown', unknown }
  const { left } = await follows.choose(
    context.shelf,
    readerId,
    { follow: known, unfollow: [], unmute: false },
    context.now(),
  )
  const said = new Map((await follows.followsOf(context.shelf, readerId)).map((one) => [followKey(one), one]))
  const names = (is: (one: FollowState) => boolean) =>
    known.filter((one) => is(said.get(followKey(one)) ?? NOTHING)).map(({ label }) => label)
  return { followed: names(isFollowed), muted: names(({ muted }) => muted), unknown, full: left > 0 }
}

async function feedsIn(file: Blob): Promise<OpmlSource[] | FeedsFault> {
  if (file.size > LARGEST_OPML) return 'tooLarge'
  const text = decode(await file.bytes(), null)
  if (/<opml[\s>]/i.test(text) && !/<outline[\s>/]/i.test(text)) return 'empty'
  const { parseOpml, OpmlError } = await import('../core/opml.ts')
  try {
    const feeds = parseOpml(text)
    return feeds.length > 0 ? feeds : 'empty'
  } catch (error) {
    if (error instanceof OpmlError) return 'notOpml'
    throw error
  }
}

function unique(names: string[]): string[] {
  return [...new Set(names)]
}
