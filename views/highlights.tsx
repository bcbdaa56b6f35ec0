import type { PropsWithChildren } from 'hono/jsx'
import { NOTE_MOST } from '../src/core/text-quote.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Cursor } from '../src/store/articles.ts'
import type { Highlight, HighlightOf } from '../src/store/highlights.ts'
import { Foreign, Older } from './articles.tsx'
import { Layout } from './layout.tsx'
import { ListNav } from './list-nav.tsx'
import { Bdi, Empty, HiddenField, Icon, Meta, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type PageProps = {
  highlights: HighlightOf[]
  older: Cursor | null
  /** The one article they are of, where it was asked for. */
  article: number | null
  /** The mark that a plain form has just removed. */
  unmarked: number | null
}

/** All marks of a reader, the newest first, or those of one article. */
export function HighlightsPage({ highlights, older, article, unmarked }: PageProps) {
  const { m } = useWords()
  const words = m.highlights
  const [first] = highlights
  const query = article ? `article=${article}&` : ''
  return (
    <Layout title={words.title} current="list" narrow>
      <ListNav current="highlights" />
      <UnmarkedNotice id={unmarked} />
      <h1>{words.title}</h1>
      {article && first && (
        <p class="meta">
          {words.of(isolate(first.saved.title))} · <a href="/list/highlights">{words.all}</a>
        </p>
      )}
      {highlights.length === 0 && !older ? (
        <Empty
          title={words.empty.title}
          line={words.empty.line}
          action={{ href: '/list', label: words.empty.action }}
        />
      ) : (
        <div id="rows" class="highlights">
          {highlights.map((highlight) => (
            <HighlightRow highlight={highlight} alone={article !== null} />
          ))}
          {older && <Older href={`/list/highlights?${query}before=${older.sortedAt}.${older.id}`} />}
        </div>
      )}
    </Layout>
  )
}

function HighlightRow({ highlight, alone }: { highlight: HighlightOf; alone: boolean }) {
  const { m } = useWords()
  const { saved } = highlight
  return (
    <article class="row highlight-row">
      {!alone && (
        <>
          <Meta>
            {saved.sourceName && (
              <b>
                <Bdi>{saved.sourceName}</Bdi>
              </b>
            )}
            <a href={`/list/highlights?article=${saved.id}`}>{m.highlights.onlyHere}</a>
          </Meta>
          <h2 class="row-title">
            <a href={`/list/${saved.id}`}>
              <Foreign article={saved} text={saved.title} />
            </a>
          </h2>
        </>
      )}
      <HighlightPart highlight={highlight} />
    </article>
  )
}

/** The marks of the article on whose page they stand: read without script, found in the text by it. */
export function Highlights({ highlights }: { highlights: Highlight[] }) {
  const { m, f } = useWords()
  return (
    <section class="section highlights" id="highlights" hidden={highlights.length === 0}>
      <div class="section-head">
        <h2>{m.highlights.inArticle}</h2>
        <p class="meta">{m.highlights.count(highlights.length, f.number(highlights.length))}</p>
      </div>
      {highlights.map((highlight) => (
        <HighlightPart highlight={highlight} />
      ))}
    </section>
  )
}

/** One mark with its note: what its own forms replace. The client finds its place by the data (client/highlights.ts). */
export function HighlightPart({ highlight }: { highlight: Highlight }) {
  const { m } = useWords()
  const { id, savedId, quote, prefix, suffix, position, note, createdAt } = highlight
  const words = m.highlights
  const named = isolate(beginning(quote))
  return (
    <div
      class="highlight"
      id={`h-${id}`}
      tabindex={-1}
      data-prefix={prefix}
      data-suffix={suffix}
      data-position={position}
    >
      <blockquote dir="auto">{quote}</blockquote>
      {note && (
        <p class="note" dir="auto">
          {note}
        </p>
      )}
      <p class="hint" data-lost={id} hidden>
        {words.lost}
      </p>
      <div class="highlight-tools">
        <span class="meta">
          <Time at={createdAt} />
        </span>
        <a class="tool" href={`/list/${savedId}#h-${id}`} data-place={id} aria-label={words.placeNamed(named)}>
          <Icon name="place" />
          <span>{words.place}</span>
        </a>
        <details class="highlight-note">
          <summary class="tool" aria-label={words.noteNamed(named)}>
            <Icon name="note" />
            <span>{words.note}</span>
          </summary>
          <NoteForm highlight={highlight} label={words.noteNamed(named)} />
        </details>
        <RemovalForm id={id} wanted>
          <button class="tool" type="submit" aria-label={words.removeNamed(named)}>
            <Icon name="trash" />
            <span>{words.remove}</span>
          </button>
        </RemovalForm>
      </div>
    </div>
  )
}

function NoteForm({ highlight: { id, note }, label }: { highlight: Highlight; label: string }) {
  const { m } = useWords()
  const action = `/list/highlights/${id}/note`
  return (
    <form method="post" action={action} hx-post={action} hx-target="closest .highlight" hx-swap="outerHTML">
      <div class="field">
        <textarea name="note" rows={3} maxlength={NOTE_MOST} dir="auto" aria-label={label}>
          {note && `\n${note}`}
        </textarea>
      </div>
      <button class="button plain" type="submit">
        {m.highlights.saveNote}
      </button>
    </form>
  )
}

/** Where a mark was: the way back. */
export function UnmarkedPart({ highlight }: { highlight: Highlight }) {
  const { m } = useWords()
  return (
    <div class="highlight done" role="status">
      <p>
        {m.highlights.removed}: «<bdi>{beginning(highlight.quote)}</bdi>»
      </p>
      <Undo id={highlight.id} label={m.highlights.undoNamed(isolate(beginning(highlight.quote)))} focused />
    </div>
  )
}

/** The same words on the page after a plain form. */
export function UnmarkedNotice({ id }: { id: number | null }) {
  const { m } = useWords()
  return (
    id && (
      <div class="notice" role="status">
        <p>{m.highlights.removed}</p>
        <Undo id={id} />
      </div>
    )
  )
}

function Undo({ id, label, focused }: { id: number; label?: string; focused?: boolean }) {
  const { m } = useWords()
  return (
    <RemovalForm id={id} wanted={false}>
      {/* The button that was pressed is gone: the focus goes on here. */}
      <button class="button quiet" type="submit" autofocus={focused} aria-label={label}>
        {m.site.undo}
      </button>
    </RemovalForm>
  )
}

function RemovalForm({ id, wanted, children }: PropsWithChildren<{ id: number; wanted: boolean }>) {
  const action = `/list/highlights/${id}/removed`
  return (
    <form method="post" action={action} hx-post={action} hx-target="closest .highlight" hx-swap="outerHTML">
      <HiddenField name="wanted" value={wanted ? '1' : '0'} />
      {children}
    </form>
  )
}

/** Enough of a quote to name it by. */
function beginning(quote: string): string {
  const characters = [...quote]
  return characters.length <= 60 ? quote : `${characters.slice(0, 59).join('').trimEnd()}…`
}
