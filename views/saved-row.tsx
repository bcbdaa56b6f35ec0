import type { PropsWithChildren } from 'hono/jsx'
import { minutes } from '../src/core/arabic.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Saved } from '../src/store/saved.ts'
import { Foreign } from './articles.tsx'
import { Bdi, HiddenField, Icon, type IconName, Meta, Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** A row of the list, in the page and in the answer to its undo. */
export function SavedRow({ saved }: { saved: Saved }) {
  const { picture } = useWords()
  return (
    <article class="row">
      <div class="row-text">
        <SavedMeta saved={saved} />
        <h2 class="row-title">
          <a href={`/list/${saved.id}`}>
            <Foreign article={saved} text={saved.title} />
          </a>
        </h2>
      </div>
      <div class="row-end">
        {saved.picture && (
          <img src={picture(saved.picture)} alt="" width="128" height="96" loading="lazy" decoding="async" />
        )}
        <div class="row-tools">
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

/** `inPlace`: with htmx the answer stands where the row stood; else the form always ends on a page. */
type FormProps = { saved: Pick<Saved, 'id' | 'title' | 'archivedAt'>; inPlace?: boolean }

export function ArchiveForm({ saved, inPlace }: FormProps) {
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

export function RemoveForm({ saved, inPlace }: FormProps) {
  const { m } = useWords()
  return (
    <StateForm action={`/list/${saved.id}/removed`} wanted inPlace={inPlace}>
      <Tool icon="trash" word={m.list.remove} label={m.articles.removeNamed(isolate(saved.title))} />
    </StateForm>
  )
}

type StateProps = PropsWithChildren<{ action: string; wanted: boolean; inPlace?: boolean; undo?: boolean }>

/** Posts the state it wants, never a toggle: pressing twice is harmless. */
export function StateForm({ action, wanted, inPlace, undo, children }: StateProps) {
  const enhanced = inPlace && { 'hx-post': action, 'hx-target': 'closest .row', 'hx-swap': 'outerHTML' }
  return (
    <form method="post" action={action} {...enhanced}>
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
