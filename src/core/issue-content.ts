import type { IssueContent, IssueItem } from './issue.ts'

type Issue = { kind: IssueContent['kind']; number: number | null; markdown: string; items: IssueItem[] }

/** What an issue says to everybody. What is made for each reader has nothing to say before it is made. */
export async function contentOf({ kind, markdown, items }: Issue, siteUrl: string): Promise<IssueContent> {
  if (kind === 'digest') return { kind, items }
  if (kind === 'personal') return { kind, items: [], chosen: false }
  if (kind === 'list') return { kind, items: [], unread: 0 }
  const { markdownHtml } = await import('./markdown.ts')
  return { kind, html: markdownHtml(markdown, siteUrl) }
}

/** Its page in the archive; null for a draft, and for what is made for one reader. */
export function issueUrl(siteUrl: string, slug: string, { kind, number }: Pick<Issue, 'kind' | 'number'>) {
  const forAll = kind === 'digest' || kind === 'written'
  return forAll && number !== null ? `${siteUrl}/newsletters/${slug}/issues/${number}` : null
}
