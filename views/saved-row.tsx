import type { PropsWithChildren } from 'hono/jsx'
import { minutes } from '../src/core/arabic.ts'
import { listPath } from '../src/core/list-filters.ts'
import type { Marks } from '../src/core/snippet.ts'
import { isolate } from '../src/i18n/format.ts'
import type { ListRow, Saved } from '../src/store/saved.ts'
import { Foreign } from './articles.tsx'
import { Marked } from './marked.tsx'
import { PageNote } from './saving.tsx'
import { Bdi, HiddenField, Icon, type IconName, Meta, Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** A row of the list, in the page and in the answer to its undo. `marks`: what a search found in it. */
export function SavedRow({ saved, marks }: { saved: ListRow; marks?: Marks }) {
  const { m, picture } = useWords()
  return (
    <article class="row">
      <label class="pick">
        <input
          type="checkbox"
          name="ids"
          value={saved.id}
          form="many"
          aria-label={m.list.many.pickNamed(isolate(saved.title))}
        />
      </label>
      <div class="row-text">
        <SavedMeta saved={saved} />
        <h2 class="row-title">
          <a href={`/list/${saved.id}`}>
            {marks ? <Marked article={saved} pieces={marks.title} /> : <Foreign article={saved} text={saved.title} />}
          </a>
        </h2>
        {marks && marks.snippet.length > 0 && (
          <p class="excerpt">
            <Marked article={saved} pieces={marks.snippet} />
          </p>
        )}
        <Progress saved={saved} />
        <Written saved={saved} />
      </div>
      <div class="row-end">
        {saved.picture && (
          <img src={picture(saved.picture)} alt="" width="128" height="96" loading="lazy" decoding="async" />
        )}
        <div class="row-tools">
          <FavouriteForm saved={saved} inPlace />
          <ArchiveForm saved={saved} inPlace />
          <RemoveForm saved={saved} inPlace />
        </div>
      </div>
    </article>
  )
}

export function SavedMeta({ saved }: { saved: Saved }) {
  const { m, f } = useWords()
  const whole = minutes(saved.words, saved.language)
  return (
    <Meta>
      {saved.sourceName && (
        <b>
          <Bdi>{saved.sourceName}</Bdi>
        </b>
      )}
      <span>
        {saved.archivedAt === null ? m.list.savedAt : m.list.archivedAt} <Time at={saved.archivedAt ?? saved.savedAt} />
      </span>
      {saved.words > 0 && <span class="n">{m.articles.minutes(whole, f.number(whole))}</span>}
    </Meta>
  )
}

/** How far it was read; what was not begun or is at its end says nothing. */
function Progress({ saved }: { saved: ListRow }) {
  const { m, f } = useWords()
  if (saved.progress === 0 || saved.progress === 100) return null
  const left = minutes((saved.words * (100 - saved.progress)) / 100, saved.language)
  const words = m.list.left(m.articles.minutes(left, f.number(left)))
  return (
    <p class="progress">
      <span class="meta">{words}</span>
      <progress max="100" value={saved.progress} aria-label={words} />
    </p>
  )
}

/** A row with more tags leads to all of them. */
const TAGS_SHOWN = 8

/** What its reader wrote on it. */
function Written({ saved }: { saved: ListRow }) {
  const { m, f } = useWords()
  return (
    <Meta>
      {saved.tags.slice(0, TAGS_SHOWN).map((tag) => (
        <TagLink tag={tag} />
      ))}
      {saved.tags.length > TAGS_SHOWN && (
        <a class="tag" href={`/list/${saved.id}#notes`}>
          {m.list.moreTags}
        </a>
      )}
      {saved.highlights > 0 && m.list.highlights(saved.highlights, f.number(saved.highlights))}
      {saved.noted && m.list.noted}
      {saved.page !== 'none' && saved.page !== 'ready' && <PageNote saved={saved} />}
    </Meta>
  )
}

function TagLink({ tag }: { tag: string }) {
  return (
    <a class="tag" href={listPath({ state: 'all', sort: 'newest', tag })}>
      #<Bdi>{tag}</Bdi>
    </a>
  )
}

/** `inPlace`: with htmx the answer stands where the row stood; else the form always ends on a page. */
type FormProps<Fields extends keyof ListRow> = { saved: Pick<ListRow, 'id' | 'title' | Fields>; inPlace?: boolean }

export function FavouriteForm({ saved, inPlace }: FormProps<'favouriteAt'>) {
  const { m } = useWords()
  const wanted = saved.favouriteAt === null
  const named = wanted ? m.list.favouriteNamed : m.list.unfavouriteNamed
  return (
    <StateForm action={`/list/${saved.id}/favourite`} wanted={wanted} inPlace={inPlace} on={!wanted}>
      <Tool icon="star" word={m.list.states.favourite} label={named(isolate(saved.title))} />
    </StateForm>
  )
}

export function ArchiveForm({ saved, inPlace }: FormProps<'archivedAt'>) {
  const { m } = useWords()
  const wanted = saved.archivedAt === null
  const named = wanted ? m.list.archiveNamed : m.list.restoreNamed
  return (
    <StateForm action={`/list/${saved.id}/archived`} wanted={wanted} inPlace={inPlace}>
      <Tool
        icon={wanted ? 'archive' : 'undo'}
        word={wanted ? m.list.archive : m.list.restore}
        label={named(isolate(saved.title))}
      />
    </StateForm>
  )
}

export function RemoveForm({ saved, inPlace }: FormProps<never>) {
  const { m } = useWords()
  return (
    <StateForm action={`/list/${saved.id}/removed`} wanted inPlace={inPlace}>
      <Tool icon="trash" word={m.list.remove} label={m.articles.removeNamed(isolate(saved.title))} />
    </StateForm>
  )
}

type StateProps = PropsWithChildren<{
  action: string
  wanted: boolean
  inPlace?: boolean
  undo?: boolean
  /** The state is there: its drawing is filled. */
  on?: boolean
}>

/** Posts the state it wants, never a toggle: pressing twice is harmless. */
export function StateForm({ action, wanted, inPlace, undo, on, children }: StateProps) {
  const enhanced = inPlace && { 'hx-post': action, 'hx-target': 'closest .row', 'hx-swap': 'outerHTML' }
  return (
    <form class={on ? 'saved' : undefined} method="post" action={action} {...enhanced}>
      <HiddenField name="wanted" value={wanted ? '1' : '0'} />
      {undo && <HiddenField name="undo" value="1" />}
      {children}
    </form>
  )
}

function Tool({ icon, word, label }: { icon: IconName; word: string; label: string }) {
  return (
    <button class="tool" type="submit" aria-label={label}>
      <Icon name={icon} />
      <span>{word}</span>
    </button>
  )
}
