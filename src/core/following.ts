import { fold } from './arabic.ts'
import { type Follow, type Followable, type FollowKind, followKey, NOTHING } from './follow.ts'

/** What is on the site, and the route of its page. */
export type Offered = Followable & { path: string }

/** What stands on a page of choices; what is gone from the site has no page any more. */
export type Shown = Follow & { path: string | null }

/** What a reader has said beside what there is to choose from. */
export type Following = {
  topics: Shown[]
  sources: Shown[]
  keywords: Shown[]
  /** There are too many sources to show those of which nothing is said: they are searched for. */
  searched: boolean
  /** What was searched for is in no source's name. */
  missing: boolean
  /** Of which kinds the reader mutes all that there is. */
  allMuted: ('topic' | 'source')[]
}

/** What is on the site, beside what somebody has said of it: nothing, for everybody alike. */
export function shownOf(offered: Offered[], said: Follow[] = []): Shown[] {
  const known = new Map(said.map((one) => [followKey(one), one]))
  return offered.map((one) => ({ ...NOTHING, ...known.get(followKey(one)), ...one }))
}

/** Sources that a page shows unasked, and that a search shows. */
const MOST_SHOWN = 30

/** First what something is said of, then the rest in the site's order: of many sources those found by their name. */
export function arranged(
  said: Follow[],
  site: { topics: Offered[]; sources: Offered[] },
  { search, language }: { search: string; language: string },
): Following {
  const offered = new Map([...site.topics, ...site.sources].map((one) => [followKey(one), one]))
  const known = new Map(said.map((one) => [followKey(one), one]))
  const shown = (one: Follow): Shown => ({ ...one, path: pathOf(one), ...offered.get(followKey(one)) })
  const { compare } = new Intl.Collator(language)
  const ofKind = (kind: FollowKind) =>
    said
      .filter((one) => one.kind === kind)
      .map(shown)
      .toSorted((a, b) => compare(a.label, b.label))
  const others = (all: Offered[]) =>
    all.filter((one) => !known.has(followKey(one))).map((one) => ({ ...one, ...NOTHING }))
  const searched = site.sources.length > MOST_SHOWN
  const found = others(site.sources).filter(({ label }) => !searched || isFound(label, search))
  const kinds = { topic: site.topics, source: site.sources } as const
  return {
    topics: [...ofKind('topic'), ...others(site.topics)],
    sources: [...ofKind('source'), ...found.slice(0, MOST_SHOWN)],
    keywords: ofKind('keyword'),
    searched,
    missing: searched && search !== '' && !site.sources.some(({ label }) => isFound(label, search)),
    allMuted: (['topic', 'source'] as const).filter(
      (kind) => kinds[kind].length > 0 && kinds[kind].every((one) => known.get(followKey(one))?.muted),
    ),
  }
}

function pathOf({ kind, label }: Follow): string | null {
  return kind === 'keyword' ? `/search?${new URLSearchParams({ q: label })}` : null
}

function isFound(label: string, search: string): boolean {
  const words = fold(search).trim()
  return words !== '' && fold(label).includes(words)
}

/** Why a list of feeds was not taken. */
export type FeedsFault = 'noFile' | 'tooLarge' | 'notOpml' | 'empty' | 'noneKnown'

/** What it came to: names of sources that are followed now or stay muted, and of feeds that are not on the site. */
export type FeedsResult =
  | { followed: string[]; muted: string[]; unknown: string[]; full: boolean }
  | { fault: FeedsFault; unknown: string[] }
