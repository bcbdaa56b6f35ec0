import { fetchable } from './url.ts'

/** What a visitor pressed before signing in. A closed list: never a url to return to. */
export type Intent =
  | { kind: 'save'; articleId: number }
  | { kind: 'save-url'; url: string }
  | { kind: 'newsletter'; slug: string }
  | { kind: 'follow'; what: 'topic' | 'source'; id: number }
  | { kind: 'page'; page: 'for-you' }

/** An intent as a form shows it above its fields and carries it on; a page of ours has its title among the words. */
export type Asked = { intent: Intent; title: string; direction?: 'rtl' | 'ltr' }

/**
 * Reads `save:17`, `save-url:https://…`, `newsletter:morning`, `follow:topic:3` or `page:for-you`, as carried in
 * `?intent=`, in a hidden field and in a token's row.
 */
export function parseIntent(text: string | null | undefined): Intent | null {
  const [, kind, value = ''] = /^([\w-]{1,16}):(.{1,2048})$/.exec(text ?? '') ?? []
  if (kind === 'save' && /^[1-9][0-9]{0,14}$/.test(value)) return { kind, articleId: Number(value) }
  if (kind === 'save-url' && fetchable(value)) return { kind, url: value }
  if (kind === 'newsletter' && /^[a-z0-9-]{2,40}$/.test(value)) return { kind, slug: value }
  if (kind === 'page' && value === 'for-you') return { kind, page: value }
  const [, what, id] = /^(topic|source):([1-9][0-9]{0,14})$/.exec(value) ?? []
  if (kind === 'follow' && (what === 'topic' || what === 'source')) return { kind, what, id: Number(id) }
  return null
}

export function formatIntent(intent: Intent): string {
  if (intent.kind === 'save-url') return `save-url:${intent.url}`
  if (intent.kind === 'save') return `save:${intent.articleId}`
  if (intent.kind === 'page') return `page:${intent.page}`
  return intent.kind === 'newsletter' ? `newsletter:${intent.slug}` : `follow:${intent.what}:${intent.id}`
}

/** The same as the query of a link to a form. */
export function intentQuery(intent: Intent): string {
  return `?intent=${encodeURIComponent(formatIntent(intent)).replaceAll('%3A', ':')}`
}
