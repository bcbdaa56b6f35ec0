import { hasArchive, type IssueContent, type IssueItem } from './issue.ts'

type Issue = { kind: IssueContent['kind']; number: number | null; markdown: string; items: IssueItem[] }

/** What an issue says to everybody; null where it is made for each reader. */
export async function contentOf({ kind, markdown, items }: Issue, siteUrl: string): Promise<IssueContent | null> {
  if (kind === 'digest') return { kind, items }
  if (kind !== 'written') return null
  const { markdownHtml } = await import('./markdown.ts')
  return { kind, html: markdownHtml(markdown, siteUrl) }
}

/** Its page in the archive; null for a draft, and for what is made for one reader. */
export function issueUrl(siteUrl: string, slug: string, { kind, number }: Pick<Issue, 'kind' | 'number'>) {
  return hasArchive({ kind }) && number !== null ? `${siteUrl}/newsletters/${slug}/issues/${number}` : null
}
