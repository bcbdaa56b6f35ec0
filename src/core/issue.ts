import type { SafeHtml } from './safe-html.ts'

/** An article as an issue holds it: as it stood when the issue was composed. */
export type IssueItem = {
  articleId: number
  title: string
  sourceName: string
  excerpt: string
  language: string
  direction: 'rtl' | 'ltr'
  words: number
  picture: string | null
  pictureAlt: string
  /** personal, alerts: what brought it in. */
  why?: Why
}

/**
 * How far back the first issue looks (seconds), of a newsletter or of one reader's own: a week, whatever the rhythm, or
 * that of a daily newsletter would often be too short to go out.
 */
export const FIRST_LOOK = 7 * 86_400

/** It is being sent, or will be as soon as a job comes to it: its numbers move. */
export function onItsWay(issue: { state: string; sendsAt: number | null; updatedAt: number }): boolean {
  const { state, sendsAt, updatedAt } = issue
  return state === 'sending' || (state === 'scheduled' && sendsAt !== null && sendsAt <= updatedAt)
}

/** Which issues an editor may make of a newsletter: alerts come of themselves, and after the end nothing comes. */
export function makes({ kind, state }: { kind: string; state: string }): { composed: boolean; written: boolean } {
  const open = state !== 'ended'
  return { composed: open && kind !== 'alerts', written: open && kind === 'digest' }
}

/** What is made for each reader has no page that others may see. */
export function hasArchive({ kind }: { kind: string }): boolean {
  return kind === 'digest' || kind === 'written'
}

/**
 * What is made of somebody's list or keywords is made for nobody without an account; for the rest an email is enough.
 */
export function needsAccount({ kind }: { kind: string }): boolean {
  return kind === 'list' || kind === 'alerts'
}

/** Why an article is in somebody's issue, under the name that the reader knows. */
export type Why = { kind: 'topic' | 'source' | 'keyword'; label: string }

/** A saved article as a reminder shows it; its link is `/list/ID`. */
export type WaitingItem = {
  savedId: number
  title: string
  sourceName: string
  language: string
  direction: 'rtl' | 'ltr'
  words: number
}

/** What a message of an issue says between its head and its foot. */
export type IssueContent =
  | { kind: 'digest'; items: IssueItem[] }
  | { kind: 'written'; html: SafeHtml }
  /** `chosen`: made of what the reader follows; else of the latest, with an invitation to choose. */
  | { kind: 'personal'; items: IssueItem[]; chosen: boolean }
  | { kind: 'list'; items: WaitingItem[]; unread: number }
  /** What is new with a reader's keywords; each says with which. */
  | { kind: 'alerts'; items: IssueItem[] }

/**
 * What the members of a chunk are sent, where that is not the same for all: `of` says by subscriber which of `sets`.
 * Stored with the chunk before its first call, so that a repeated call says the same.
 */
export type ChunkContent = { sets: IssueContent[]; of: Record<number, number> }
