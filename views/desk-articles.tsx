import type { DeskRow } from '../src/store/desk-articles.ts'
import { Foreign } from './articles.tsx'
import { DeskLayout, DeskTable, RowHead, State } from './desk.tsx'
import { SearchForm } from './search.tsx'
import { LinkButton, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const LISTS = ['latest', 'picked', 'hidden'] as const
type Of = (typeof LISTS)[number]

/** `next`: where the page after this one begins. */
type ListProps = { q: string; of: Of; found: DeskRow[]; next: string | null }

export function DeskArticlesPage({ q, of, found, next }: ListProps) {
  const words = useWords().m.deskArticles
  return (
    <DeskLayout
      title={words.title}
      current="articles"
      action={<LinkButton href="/desk/articles/new">{words.new}</LinkButton>}
    >
      <SearchForm action="/desk/articles" label={words.search.label} q={q} />
      <p class="hint">{words.search.hint}</p>
      <Chips current={q ? undefined : of} />
      {found.length > 0 && <Found found={found} />}
      {found.length === 0 && <p class="hint">{q ? words.noneFor(q) : words.none[of]}</p>}
      {next !== null && <a href={pathOf(of, q, next)}>{words.older}</a>}
    </DeskLayout>
  )
}

function pathOf(of: Of, q: string, before = ''): string {
  const query = new URLSearchParams({ ...(q ? { q } : of !== 'latest' && { show: of }), ...(before && { before }) })
  return query.size > 0 ? `/desk/articles?${query}` : '/desk/articles'
}

/** Which articles a screen lists; those of the site's own have one for themselves. */
export function Chips({ current }: { current?: Of | 'own' }) {
  const words = useWords().m.deskArticles
  const mark = (of: Of | 'own') => (of === current ? 'true' : undefined)
  return (
    <nav class="chips" aria-label={words.filter}>
      {LISTS.map((of) => (
        <a href={pathOf(of, '')} aria-current={mark(of)}>
          {words.of[of]}
        </a>
      ))}
      <a href="/desk/articles/drafts" aria-current={mark('own')}>
        {words.of.own}
      </a>
    </nav>
  )
}

function Found({ found }: { found: DeskRow[] }) {
  const words = useWords().m.deskArticles
  const { title, when, state } = words.columns
  return (
    <DeskTable label={words.title} heads={[title, state, when]}>
      {found.map((article) => (
        <tr>
          <RowHead href={`/desk/articles/${article.id}`} under={[<bdi>{article.sourceName}</bdi>]}>
            <Foreign article={article} text={article.title} />
          </RowHead>
          <td>
            <ArticleStates {...article} />
          </td>
          <td>
            <Time at={article.sortedAt} withTime />
          </td>
        </tr>
      ))}
    </DeskTable>
  )
}

export function ArticleStates({ hiddenAt, pickedAt }: Pick<DeskRow, 'hiddenAt' | 'pickedAt'>) {
  const words = useWords().m.deskArticles.states
  if (hiddenAt !== null) return <State tone="bad">{words.hidden}</State>
  return pickedAt === null ? <State tone="rest">{words.shown}</State> : <State tone="good">{words.picked}</State>
}
