import { isOwn } from '../src/core/own.ts'
import type { Health, SourcesFilter } from '../src/core/source.ts'
import type { SourceRow } from '../src/store/desk-sources.ts'
import { DeskLayout } from './desk.tsx'
import { daily, FeedUrl, nameOf, SourceActions, SourceState } from './desk-source-parts.tsx'
import { SearchForm } from './search.tsx'
import { Empty, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = {
  filter: SourcesFilter
  /** How many there are in all, and of each state. */
  total: number
  counts: [Health, number][]
  rows: SourceRow[]
  pages: number
  now: number
}

/** Fewer are seen at a glance. */
const MANY = 8

export function DeskSourcesPage({ filter, total, counts, rows, pages, now }: Props) {
  const words = useWords().m.deskSources
  return (
    <DeskLayout
      title={words.title}
      current="sources"
      action={<LinkButton href="/desk/sources/new">{words.add}</LinkButton>}
    >
      {(total > MANY || filter.q) && <SearchForm action="/desk/sources" label={words.search} q={filter.q} />}
      {counts.length > 1 && <Chips filter={filter} total={total} counts={counts} />}
      {rows.length > 0 && <Table rows={rows} now={now} />}
      {rows.length === 0 && total > 0 && <p class="hint">{words.noneOf}</p>}
      {total === 0 && <Empty title={words.none} line={words.noneLine} />}
      {pages > 1 && <Pages filter={filter} pages={pages} />}
    </DeskLayout>
  )
}

function pathOf({ health, q, page }: SourcesFilter): string {
  const query = new URLSearchParams({
    ...(health && { state: health }),
    ...(q && { q }),
    ...(page > 1 && { page: String(page) }),
  })
  return query.size ? `/desk/sources?${query}` : '/desk/sources'
}

function Chips({ filter, total, counts }: Pick<Props, 'filter' | 'total' | 'counts'>) {
  const { m, f } = useWords()
  const words = m.deskSources
  const all: [Health | null, number][] = [[null, total], ...counts]
  return (
    <nav class="chips" aria-label={words.filter}>
      {all.map(([health, count]) => (
        <a href={pathOf({ ...filter, health, page: 1 })} aria-current={health === filter.health ? 'true' : undefined}>
          {health ? words.healths[health] : words.all} <span class="count">{f.number(count)}</span>
        </a>
      ))}
    </nav>
  )
}

function Table({ rows, now }: Pick<Props, 'rows' | 'now'>) {
  const words = useWords().m.deskSources
  const { columns } = words
  return (
    <section class="scroll" tabindex={0} aria-label={words.title}>
      <table class="desk-table">
        <thead>
          <tr>
            <th scope="col">{columns.source}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.succeeded}</th>
            <th scope="col">{columns.daily}</th>
            <th scope="col">
              <span class="unseen">{columns.menu}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row row={row} now={now} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function Row({ row, now }: { row: SourceRow; now: number }) {
  const { m, f } = useWords()
  const words = m.deskSources
  const { source } = row
  const name = nameOf(source)
  const own = isOwn(source)
  return (
    <tr>
      <th scope="row">
        <a href={`/desk/sources/${source.id}`}>
          <bdi>{name}</bdi>
        </a>
        {!own && <FeedUrl>{source.feedUrl}</FeedUrl>}
      </th>
      <td>
        <SourceState row={row} now={now} />
      </td>
      <td data-label={own ? undefined : words.columns.succeeded}>
        {source.succeededAt !== null && (
          <time datetime={f.iso(source.succeededAt)}>{f.dateTime(source.succeededAt)}</time>
        )}
        {source.succeededAt === null && !own && <span class="hint">{words.never}</span>}
      </td>
      <td data-label={words.columns.daily}>{f.number(daily(source.recent))}</td>
      <td>{!own && <RowMenu source={source} />}</td>
    </tr>
  )
}

function RowMenu({ source }: Pick<SourceRow, 'source'>) {
  const words = useWords().m.deskSources
  const label = words.menuOf(nameOf(source))
  const menu = `menu-${source.id}`
  return (
    <>
      <button class="options" type="button" popovertarget={menu} aria-label={label}>
        <span aria-hidden="true">…</span>
      </button>
      <div class="row-menu" id={menu} popover="auto" role="dialog" aria-label={label}>
        <a href={`/desk/sources/${source.id}`}>{words.settings}</a>
        <SourceActions source={source} />
      </div>
    </>
  )
}

function Pages({ filter, pages }: { filter: SourcesFilter; pages: number }) {
  const { m, f } = useWords()
  const words = m.deskSources
  const { page } = filter
  return (
    <nav class="pages" aria-label={words.page(f.number(page), f.number(pages))}>
      {page > 1 && <a href={pathOf({ ...filter, page: page - 1 })}>{words.newer}</a>}
      <span class="hint">{words.page(f.number(page), f.number(pages))}</span>
      {page < pages && <a href={pathOf({ ...filter, page: page + 1 })}>{words.older}</a>}
    </nav>
  )
}
