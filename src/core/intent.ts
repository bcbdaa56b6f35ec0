import { fetchable } from './url.ts'

/** What a visitor pressed before signing in. A closed list: never a url to return to. */
export type Intent =
  | { kind: 'save'; articleId: number }
  | { kind: 'save-url'; url: string }
  | { kind: 'newsletter'; slug: string }

/** An intent as a form shows it above its fields and carries it on. */
export type Asked = { intent: Intent; title: string; direction?: 'rtl' | 'ltr' }

/** Reads `save:17`, `save-url:https://…` or `newsletter:morning`, as carried in `?intent=`, in a hidden field and in a token's row. */
export function parseIntent(text: string | null | undefined): Intent | null {
  const [, kind, value = ''] = /^([\w-]{1,16}):(.{1,2048})$/.exec(text ?? '') ?? []
  if (kind === 'save' && /^[1-9][0-9]{0,14}$/.test(value)) return { kind, articleId: Number(value) }
  if (kind === 'save-url' && fetchable(value)) return { kind, url: value }
  if (kind === 'newsletter' && /^[a-z0-9-]{2,40}$/.test(value)) return { kind, slug: value }
  return null
}

export function formatIntent(intent: Intent): string {
  if (intent.kind === 'save-url') return `save-url:${intent.url}`
  return intent.kind === 'save' ? `save:${intent.articleId}` : `newsletter:${intent.slug}`
}

/** The same as the query of a link to a form. */
export function intentQuery(intent: Intent): string {
  return `?intent=${encodeURIComponent(formatIntent(intent)).replace('%3A', ':')}`
}

/** The page where it ends, which is where it began. */
export function intentPath(intent: Intent): string {
  if (intent.kind === 'save-url') return '/list'
  return intent.kind === 'save' ? `/articles/${intent.articleId}` : `/newsletters/${intent.slug}`
}
