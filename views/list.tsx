import { LIST_STATES, type ListFilters, listPath, narrowing } from '../src/core/list-filters.ts'
import type { ManyDone } from '../src/core/many.ts'
import type { Marks } from '../src/core/snippet.ts'
import { isolate } from '../src/i18n/format.ts'
import type { ListPart } from '../src/store/list-page.ts'
import type { ListRow } from '../src/store/saved.ts'
import { Older } from './articles.tsx'
import { asset } from './asset.ts'
import { type Done, DoneNotice, Unread } from './done.tsx'
import { Layout } from './layout.tsx'
import { ActiveFilters, FilterForm } from './list-filters.tsx'
import { ListNav } from './list-nav.tsx'
import { ManyForm, ManyNotice } from './many.tsx'
import { SavedRow } from './saved-row.tsx'
import { NothingFound, SearchForm } from './search.tsx'
import { Shortcuts, ShortcutsScript } from './shortcuts.tsx'
import { Empty, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** The rows of a list, or those that a search found in it, with what is a hit in each. */
type Part = ListPart & { marks?: Map<number, Marks>; suggestion?: string | null }

type ListProps = {
  filters: ListFilters
  /** What is searched for. */
  q?: string
  part: Part
  /** What a plain form has just done, to which row or to how many. */
  done?: { what: Done; id: number | null }
  many?: ManyDone
}

export function ListPage({ filters, q, part, done, many }: ListProps) {
  const { m } = useWords()
  return (
    <Layout title={q ? m.search.titleOf(isolate(q)) : m.list.title} current="list" narrow head={<Scripts />}>
      {done && <DoneNotice {...done} />}
      {many && <ManyNotice {...many} />}
      <ListNav current="list" />
      <div class="list-head">
        <h1>{m.list.title}</h1>
        {/* Beside anything narrower the number would read as what was found. */}
        {filters.state === 'unread' && narrowing(filters).length === 0 && !q && <Unread count={part.unread} />}
      </div>
      <div class="list-bar">
        <SearchForm action="/list" label={m.list.search} q={q} />
        <LinkButton href="/list/new">{m.list.add}</LinkButton>
      </div>
      <nav class="chips" aria-label={m.list.filter}>
        {LIST_STATES.map((state) => (
          <a href={listPath({ ...filters, state }, { q })} aria-current={state === filters.state ? 'page' : undefined}>
            {m.list.states[state]}
          </a>
        ))}
      </nav>
      <div class="list-tools">
        <FilterForm filters={filters} q={q} tags={part.tags} sources={part.sources} />
        <PickSwitch />
        <Shortcuts on="list" />
      </div>
      <ActiveFilters filters={filters} q={q} />
      <Started rows={part.started} />
      <Found filters={filters} q={q} part={part} />
      <TagNames tags={part.tags} />
    </Layout>
  )
}

function Scripts() {
  return (
    <>
      <script defer src={asset('list.js')} />
      <ShortcutsScript />
    </>
  )
}

/** While it is on, each row has a box. Without script too: css does it. */
function PickSwitch() {
  const { m } = useWords()
  return (
    <label class="tool pick-switch">
      <input type="checkbox" id="picking" />
      <span>{m.list.many.pick}</span>
    </label>
  )
}

/** For the field of a tag among what is done to many rows. */
function TagNames({ tags }: { tags: string[] }) {
  return (
    <datalist id="tags-there">
      {tags.map((tag) => (
        <option value={tag} />
      ))}
    </datalist>
  )
}

function Started({ rows }: { rows: ListRow[] }) {
  const { m } = useWords()
  if (rows.length === 0) return null
  return (
    <Section title={m.list.continue} id="started">
      {rows.map((row) => (
        <SavedRow saved={row} />
      ))}
    </Section>
  )
}

function Found({ filters, q, part }: { filters: ListFilters; q?: string; part: Part }) {
  const { m } = useWords()
  const { saved, older, searching } = part
  const next = older && listPath(filters, { q, before: `${older.sortedAt}.${older.id}` })
  if (saved.length === 0 && !searching) {
    const bare = narrowing(filters).length === 0
    if (q && bare) return <NothingFound q={q} suggestion={part.suggestion ?? null} path="/list" />
    return <EmptyList filters={filters} q={q} begun={part.begun} />
  }
  const started = new Set(part.started.map(({ id }) => id))
  const byLength = filters.sort === 'shortest' || filters.sort === 'longest'
  return (
    <>
      {byLength && !q && <p class="hint">{m.list.knownLengths}</p>}
      <div id="rows">
        {saved
          .filter(({ id }) => !started.has(id))
          .map((row) => (
            <SavedRow saved={row} marks={part.marks?.get(row.id)} />
          ))}
        {next && <Older href={next} words={q || searching ? m.list.goOn : undefined} />}
      </div>
      <ManyForm state={filters.state} />
    </>
  )
}

function EmptyList({ filters, q, begun }: { filters: ListFilters; q?: string; begun: boolean }) {
  const { m } = useWords()
  const { state } = filters
  const filtered = narrowing(filters).length > 0
  const { title, line, action } = m.list.empty[filtered ? 'filtered' : state === 'unread' && !begun ? 'new' : state]
  const elsewhere = filtered ? listPath({ state, sort: filters.sort }, { q }) : '/list'
  const toNews = !filtered && (state === 'unread' || state === 'all')
  return <Empty title={title} line={line} action={{ href: toNews ? '/' : elsewhere, label: action }} />
}
