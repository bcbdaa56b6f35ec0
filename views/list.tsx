import type { Cursor } from '../src/store/articles.ts'
import type { ListState, Saved } from '../src/store/saved.ts'
import { Older } from './articles.tsx'
import { type Done, DoneNotice, Unread } from './done.tsx'
import { Layout } from './layout.tsx'
import { SavedRow } from './saved-row.tsx'
import { Empty } from './ui.tsx'
import { useWords } from './words.tsx'

type ListProps = {
  state: ListState
  saved: Saved[]
  unread: number
  begun: boolean
  older: Cursor | null
  /** What a plain form has just done to which row. */
  done?: { what: Done; id: number | null }
}

export function ListPage({ state, saved, unread, begun, older, done }: ListProps) {
  const { m } = useWords()
  return (
    <Layout title={m.list.title} current="list" narrow>
      {done && <DoneNotice {...done} />}
      <div class="list-head">
        <h1>{m.list.title}</h1>
        <Unread count={unread} />
      </div>
      <nav class="chips" aria-label={m.list.filter}>
        <a href="/list" aria-current={state === 'unread' ? 'page' : undefined}>
          {m.list.states.unread}
        </a>
        <a href="/list?state=archived" aria-current={state === 'archived' ? 'page' : undefined}>
          {m.list.states.archived}
        </a>
      </nav>
      {saved.length > 0 ? (
        <SavedRows state={state} saved={saved} older={older} />
      ) : (
        <EmptyList kind={state === 'unread' && !begun ? 'new' : state} />
      )}
    </Layout>
  )
}

function EmptyList({ kind }: { kind: 'new' | ListState }) {
  const { m } = useWords()
  const { title, line, action } = m.list.empty[kind]
  return <Empty title={title} line={line} action={{ href: kind === 'archived' ? '/list' : '/', label: action }} />
}

function SavedRows({ state, saved, older }: Pick<ListProps, 'state' | 'saved' | 'older'>) {
  const next = older && `/list?${state === 'archived' ? 'state=archived&' : ''}before=${older.sortedAt}.${older.id}`
  return (
    <div id="rows">
      {saved.map((row) => (
        <SavedRow saved={row} />
      ))}
      {next && <Older href={next} />}
    </div>
  )
}
