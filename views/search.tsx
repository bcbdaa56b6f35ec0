import { LONGEST_QUERY } from '../src/core/query.ts'
import { isolate } from '../src/i18n/format.ts'
import type { FoundArticle, FoundArticles } from '../src/store/found.ts'
import { CardMeta, CardTools, Older } from './articles.tsx'
import { Layout } from './layout.tsx'
import { Marked } from './marked.tsx'
import { Bdi, Button, Empty, Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/** `q`: what is searched for; nothing was asked yet where it is missing. */
type SearchProps = { q?: string; results?: FoundArticles }

export function SearchPage({ q, results }: SearchProps) {
  const { m } = useWords()
  const found = results?.found ?? []
  return (
    <Layout
      title={q ? m.search.titleOf(isolate(q)) : m.search.title}
      robots="noindex"
      canonical="/search"
      current="search"
      narrow
      ids={found.map(({ article }) => article.id)}
    >
      <h1 class={q ? 'unseen' : undefined}>{m.search.title}</h1>
      <SearchForm action="/search" label={m.search.field} q={q} />
      {!q && <p class="hint">{m.search.hint}</p>}
      {q && results && <Results q={q} {...results} />}
    </Layout>
  )
}

type FormProps = { action: string; label: string; q?: string }

/** The field of a search, in a page of its own or over a list. */
export function SearchForm({ action, label, q }: FormProps) {
  const { m } = useWords()
  return (
    <search>
      <form class="search-form" action={action}>
        <label class="unseen" for="q">
          {label}
        </label>
        <input
          id="q"
          name="q"
          type="search"
          dir="auto"
          placeholder={label}
          value={q}
          maxlength={LONGEST_QUERY}
          enterkeyhint="search"
          autocomplete="off"
        />
        <Button label={m.search.submit}>
          <Icon name="search" />
        </Button>
      </form>
    </search>
  )
}

function Results({ q, found, older, suggestion }: FoundArticles & { q: string }) {
  const { m } = useWords()
  if (found.length === 0) return <NothingFound q={q} suggestion={suggestion} path="/search" />
  const next = older && `/search?${new URLSearchParams({ before: `${older.sortedAt}.${older.id}`, q })}`
  return (
    <div id="rows">
      {found.map((one) => (
        <FoundRow {...one} />
      ))}
      {next && <Older href={next} words={m.search.older} also="#state" />}
    </div>
  )
}

function FoundRow({ article, marks }: FoundArticle) {
  return (
    <article class="row">
      <div class="row-text">
        <CardMeta article={article} />
        <h2 class="row-title">
          <a href={`/articles/${article.id}`}>
            <Marked article={article} pieces={marks.title} />
          </a>
        </h2>
        {marks.snippet.length > 0 && (
          <p class="excerpt">
            <Marked article={article} pieces={marks.snippet} />
          </p>
        )}
      </div>
      <div class="row-end">
        <CardTools article={article} saved={false} />
      </div>
    </article>
  )
}

type NothingProps = { q: string; suggestion: string | null; path: '/search' | '/list' }

/** The way on where a search found nothing: what was probably meant, or a search from the beginning. */
export function NothingFound({ q, suggestion, path }: NothingProps) {
  const { m } = useWords()
  return (
    <>
      {suggestion && (
        <p class="suggestion">
          {m.search.suggestion}{' '}
          <a href={`${path}?${new URLSearchParams({ q: suggestion })}`}>
            <Bdi>{suggestion}</Bdi>
          </a>
        </p>
      )}
      <Empty
        title={m.search.none(isolate(q))}
        line={m.search.noneLine}
        action={{ href: path, label: m.search.clear }}
      />
      <p class="hint">{path === '/list' ? m.search.listHint : m.search.hint}</p>
    </>
  )
}
