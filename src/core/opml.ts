import { type Opml, parseOpml as parse } from 'feedsmith'
import { plainLine } from './arabic.ts'

// Imported dynamically: the parser is too heavy for the path that serves pages.

export type OpmlSource = {
  title: string
  feedUrl: string
  siteUrl: string | null
  language: string | null
  /** Slug of the topic its articles fall under. */
  topic: string | null
  display: 'full' | 'excerpt'
}

/** The document is no OPML. */
export class OpmlError extends Error {}

/**
 * The feeds of an OPML file, also from nested outlines, as the file gives them: no url is checked here. `topic` and
 * `display` are attributes of our own; without `topic` the first path of `category` stands for it.
 */
export function parseOpml(text: string): OpmlSource[] {
  try {
    const document = parse(text.replace(/^[^<]+/, ''), { extraOutlineAttributes: ['topic', 'display'] })
    return (document.body?.outlines ?? []).flatMap((outline) => sourcesOf(outline, 0))
  } catch (cause) {
    throw new OpmlError('not an OPML document', { cause })
  }
}

type Outline = Opml.Outline<string, ['topic', 'display']>

const MAX_DEPTH = 20

function sourcesOf(outline: Outline, depth: number): OpmlSource[] {
  const nested = depth < MAX_DEPTH ? (outline.outlines ?? []).flatMap((inner) => sourcesOf(inner, depth + 1)) : []
  return outline.xmlUrl ? [toSource(outline, outline.xmlUrl), ...nested] : nested
}

function toSource(outline: Outline, feedUrl: string): OpmlSource {
  return {
    title: plainLine(outline.title ?? outline.text ?? '', 200),
    feedUrl: feedUrl.trim(),
    siteUrl: outline.htmlUrl ?? null,
    language: outline.language ?? null,
    topic: topicOf(outline),
    display: outline.display === 'full' ? 'full' : 'excerpt',
  }
}

function topicOf({ topic, category }: Outline): string | null {
  if (typeof topic === 'string') return topic
  return category?.split(',')[0]?.split('/').filter(Boolean)[0] ?? null
}
