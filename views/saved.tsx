import { isolate } from '../src/i18n/format.ts'
import type { Highlight } from '../src/store/highlights.ts'
import type { Opened, Reading as ReadingOf } from '../src/store/reading.ts'
import type { Saved, SavedLink } from '../src/store/saved.ts'
import type { ShownText } from '../src/store/texts.ts'
import { Foreign } from './articles.tsx'
import { asset } from './asset.ts'
import { type Done, DoneNotice } from './done.tsx'
import { BookForm } from './exports.tsx'
import { Highlights, UnmarkedNotice } from './highlights.tsx'
import { Layout } from './layout.tsx'
import { ListenButton, Player } from './listen.tsx'
import { Notes } from './notes.tsx'
import { ReadingBox } from './reading.tsx'
import { ArchiveForm, FavouriteForm, RemoveForm, SavedMeta } from './saved-row.tsx'
import { PageState } from './saving.tsx'
import { Shortcuts, ShortcutsScript } from './shortcuts.tsx'
import { Reading } from './text.tsx'
import { HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

type ReadProps = Omit<ReadingOf, 'text'> & {
  text: ShownText | null
  done?: { what: Done; id: number | null }
  /** The mark that a plain form has just removed. */
  unmarked: number | null
}

/** A saved article to read: its stored text where there is one, whatever became of the article's own page. */
export function ReadPage({ saved, text, previous, next, highlights, done, unmarked }: ReadProps) {
  const { m } = useWords()
  return (
    <Layout title={saved.title} current="list" robots="noindex" reading narrow tools head={<Scripts />}>
      {done && <DoneNotice {...done} />}
      <UnmarkedNotice id={unmarked} />
      <article class="article">
        <header>
          <SavedMeta saved={saved} />
          <h1>
            <Foreign article={saved} text={saved.title} />
          </h1>
          {saved.byline && <p class="meta">{m.articles.byline(isolate(saved.byline))}</p>}
        </header>
        <section class="tools" aria-label={m.articles.tools}>
          <ArchiveForm saved={saved} />
          <FavouriteForm saved={saved} />
          <RemoveForm saved={saved} />
          <ListenButton />
          <ReadingBox />
        </section>
        {!text && <PageState saved={saved} text={false} />}
        <div
          id="reading"
          data-action={`/list/${saved.id}`}
          data-percent={saved.progress}
          data-anchor={saved.progressAnchor}
        >
          <Reading
            article={saved}
            text={text}
            instead={saved.page === 'none' ? m.articles.noText : m.saving.page.atSource}
          />
        </div>
        {text && <PageState saved={saved} text />}
      </article>
      <Player />
      <MarkForm id={saved.id} />
      <FinishForm saved={saved} />
      <FromStart />
      <End saved={saved} previous={previous} next={next} highlights={highlights} />
    </Layout>
  )
}

function Scripts() {
  return (
    <>
      <script defer src={asset('saved.js')} />
      <ShortcutsScript />
    </>
  )
}

type EndProps = { saved: Opened; previous?: SavedLink; next?: SavedLink; highlights: Highlight[] }

/** What there is to do once the text is read, and the way on. */
function End({ saved, previous, next, highlights }: EndProps) {
  const { m } = useWords()
  return (
    <>
      <div class="list-end">
        <ArchiveForm saved={saved} />
        <nav class="neighbours" aria-label={m.saved.around}>
          {next && <NextLink next={next} />}
          {previous && <Neighbour link={previous} word={m.saved.previous} rel="prev" />}
        </nav>
      </div>
      <Highlights highlights={highlights} />
      <Notes id={saved.id} tags={saved.tags.map(({ name }) => name)} note={saved.note} />
      <DirectionForm saved={saved} />
      <BookForm id={saved.id} />
      <Shortcuts on="article" />
    </>
  )
}

export function NextLink({ next }: { next: SavedLink }) {
  const { m } = useWords()
  return <Neighbour link={next} word={m.list.next} rel="next" />
}

function Neighbour({ link, word, rel }: { link: SavedLink; word: string; rel: 'next' | 'prev' }) {
  return (
    <p class="next">
      <span class="meta">{word}</span>
      <a href={`/list/${link.id}`} rel={rel}>
        <Foreign article={link} text={link.title} />
      </a>
    </p>
  )
}

/** For a page whose own direction, or what we made of it, is wrong. */
function DirectionForm({ saved }: { saved: Opened }) {
  const { m } = useWords()
  const { label, hint, choices } = m.saved.direction
  return (
    <form class="direction" method="post" action={`/list/${saved.id}/direction`}>
      <fieldset class="choice">
        <legend>
          {label} <span class="hint">{hint}</span>
        </legend>
        {Object.entries(choices).map(([wanted, word]) => (
          <button
            type="submit"
            name="wanted"
            value={wanted}
            aria-pressed={wanted === (saved.ownDirection ?? 'auto') ? 'true' : 'false'}
          >
            {word}
          </button>
        ))}
      </fieldset>
    </form>
  )
}

/** Filled in and shown by client/highlights.ts where words of the text are selected. */
function MarkForm({ id }: { id: number }) {
  const { m } = useWords()
  const action = `/list/${id}/highlights`
  return (
    <form id="mark" method="post" action={action} hx-post={action} hx-target="#highlights" hx-swap="outerMorph" hidden>
      <HiddenField name="quote" value="" />
      <HiddenField name="prefix" value="" />
      <HiddenField name="suffix" value="" />
      <HiddenField name="position" value="" />
      <button class="button main" type="submit">
        {m.highlights.mark}
      </button>
    </form>
  )
}

/** Sent by client/progress.ts at the end of the text, for whoever wants that (`finish`). */
function FinishForm({ saved }: { saved: Saved }) {
  const { m, prefs } = useWords()
  if (prefs?.finish !== 'archive' || saved.archivedAt !== null) return null
  const action = `/list/${saved.id}/finished`
  return (
    <form id="finish" method="post" action={action} hx-post={action} hx-swap="none" hidden>
      <HiddenField name="wanted" value="1" />
      <button type="submit">{m.list.archive}</button>
    </form>
  )
}

/** The quiet way back, in the toast, for a text that opened where it was left. */
function FromStart() {
  const { m } = useWords()
  return (
    <template id="from-start">
      <p>{m.saved.resumed}</p>
      <button type="button">{m.saved.fromStart}</button>
    </template>
  )
}

/** What became of the article at its end: its forms change, and a toast offers the way back. */
export function FinishedAnswer({ saved, finished }: { saved: Saved; finished: boolean }) {
  const { m } = useWords()
  const action = `/list/${saved.id}/finished`
  return (
    <>
      <hx-partial hx-target={`form[action="/list/${saved.id}/archived"]`} hx-swap="outerMorph">
        <ArchiveForm saved={saved} />
      </hx-partial>
      <hx-partial hx-target="#toast" hx-swap="innerHTML">
        <p>{finished ? m.saved.finished : m.list.done.undone}</p>
        {finished && (
          <form method="post" action={action} hx-post={action} hx-swap="none">
            <HiddenField name="wanted" value="0" />
            <button type="submit">{m.site.undo}</button>
          </form>
        )}
      </hx-partial>
    </>
  )
}
