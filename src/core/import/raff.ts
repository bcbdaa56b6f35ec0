import { RAFF_VERSION, type RaffItem } from '../export/raff.ts'
import { PAGE_STATUSES } from '../page.ts'
import { parsed } from './elements.ts'
import type { ImportedHighlight, ImportedItem, Reading } from './item.ts'
import { moment } from './moment.ts'
import { names, refused, taken, text, whole } from './taken.ts'

// Raff's own file, as `core/export/raff.ts` writes it. It may come from another site or from a stranger's editor, so
// nothing in it is trusted to have its type.

/** Whether a file begins as ours does, in a version that this program understands. */
export function isRaff(head: string): boolean {
  const version = /^\s*\{\s*"format"\s*:\s*"raff"\s*,\s*"version"\s*:\s*(\d+)/.exec(head)?.[1]
  return version !== undefined && Number(version) <= RAFF_VERSION
}

export function readRaff(element: string): Reading {
  const of = parsed(element) as Partial<Record<keyof RaffItem, unknown>> | null
  if (typeof of !== 'object' || of === null) return refused('broken', element.slice(0, 300), '')
  return taken(text(of.url), {
    otherKeys: names(of.otherKeys),
    title: text(of.title),
    byline: text(of.byline),
    sourceName: text(of.sourceName),
    excerpt: text(of.excerpt),
    picture: text(of.picture) || null,
    language: text(of.language) || null,
    direction: direction(of.direction),
    ownDirection: direction(of.ownDirection),
    words: whole(of.words),
    savedAt: moment(of.savedAt),
    archived: moment(of.archivedAt) !== null,
    archivedAt: moment(of.archivedAt),
    favourite: moment(of.favouriteAt) !== null,
    favouriteAt: moment(of.favouriteAt),
    progress: Math.min(100, whole(of.progress)),
    progressAt: moment(of.progressAt),
    progressAnchor: text(of.progressAnchor),
    note: text(of.note),
    tags: names(of.tags),
    highlights: highlights(of.highlights),
    text: storedText(of.text),
    page: pageOf(of),
  })
}

function highlights(given: unknown): ImportedHighlight[] {
  if (!Array.isArray(given)) return []
  return given
    .filter((one) => text(one?.quote))
    .map((one) => ({
      quote: text(one.quote),
      prefix: text(one.prefix),
      suffix: text(one.suffix),
      position: whole(one.position),
      note: text(one.note),
      createdAt: moment(one.createdAt),
    }))
}

function storedText(given: unknown): ImportedItem['text'] {
  const { html, truncated, pasted } = (given ?? {}) as Record<string, unknown>
  return text(html) ? { html: text(html), truncated: truncated === true, pasted: pasted === true } : null
}

function pageOf({ page, pageFault, pageAt }: Partial<Record<keyof RaffItem, unknown>>): ImportedItem['page'] {
  const state = PAGE_STATUSES.find((one) => one === page)
  return state ? { state, fault: text(pageFault) || null, at: moment(pageAt) } : null
}

function direction(given: unknown): 'rtl' | 'ltr' | null {
  return given === 'rtl' || given === 'ltr' ? given : null
}
