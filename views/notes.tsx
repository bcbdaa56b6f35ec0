import type { PropsWithChildren } from 'hono/jsx'
import { MOST_NOTE } from '../src/core/note.ts'
import { joinTags } from '../src/core/tag.ts'
import type { Done } from './done.tsx'
import { Layout } from './layout.tsx'
import { Button, HiddenField, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

type TagsProps = { id: number; tags: string[] }
type NoteProps = { id: number; note: string }

/** What the reader writes on a saved article, at its end. */
export function Notes({ id, tags, note }: TagsProps & NoteProps) {
  const { m } = useWords()
  return (
    <Section title={m.tags.ofArticle.title} id="notes">
      <TagsForm id={id} tags={tags} />
      <NoteForm id={id} note={note} />
    </Section>
  )
}

/** All tags in one line: what is not in it is off. */
export function TagsForm({ id, tags }: TagsProps) {
  const { m } = useWords()
  const { tags: label, tagsHint, saveTags, comma } = m.tags.ofArticle
  const action = `/list/${id}/tags`
  return (
    <form id="tags-form" class="note-form" method="post" action={action} hx-post={action} hx-swap="outerHTML">
      <div class="field">
        <label for="tags">{label}</label>
        <input
          id="tags"
          name="tags"
          type="text"
          dir="auto"
          value={joinTags(tags, comma)}
          autocomplete="off"
          aria-describedby="tags-hint"
        />
        <p class="hint" id="tags-hint">
          {tagsHint}
        </p>
      </div>
      <Button kind="plain">{saveTags}</Button>
    </form>
  )
}

/** Sent as it is, not percent-encoded: a long note would be three times as long. */
export function NoteForm({ id, note }: NoteProps) {
  const { m } = useWords()
  const { note: label, noteHint, saveNote } = m.tags.ofArticle
  const action = `/list/${id}/note`
  return (
    <form
      id="note-form"
      class="note-form"
      method="post"
      action={action}
      enctype="multipart/form-data"
      hx-post={action}
      hx-swap="outerHTML"
    >
      <div class="field">
        <label for="note">{label}</label>
        <textarea id="note" name="note" rows={4} dir="auto" maxlength={MOST_NOTE} aria-describedby="note-hint">
          {note && `\n${note}`}
        </textarea>
        <p class="hint" id="note-hint">
          {noteHint}
        </p>
      </div>
      <Button kind="plain">{saveNote}</Button>
    </form>
  )
}

/** What was just done, and where something was taken away, what stood there before. */
type AnswerProps = { id: number; what: Done; lost: string | null }

export function TagsAnswer({ tags, ...answer }: TagsProps & AnswerProps) {
  return (
    <>
      <TagsForm id={answer.id} tags={tags} />
      <Toast what={answer.what}>{answer.lost !== null && <UndoTags {...answer} lost={answer.lost} />}</Toast>
    </>
  )
}

export function NoteAnswer({ note, ...answer }: NoteProps & AnswerProps) {
  return (
    <>
      <NoteForm id={answer.id} note={note} />
      <Toast what={answer.what}>{answer.lost !== null && <UndoNote {...answer} lost={answer.lost} />}</Toast>
    </>
  )
}

function Toast({ what, children }: PropsWithChildren<{ what: Done }>) {
  const { m } = useWords()
  return (
    <hx-partial hx-target="#toast" hx-swap="innerHTML">
      <p>{m.list.done[what]}</p>
      {children}
    </hx-partial>
  )
}

type UndoProps = { id: number; lost: string }

function UndoTags({ id, lost }: UndoProps) {
  const { m } = useWords()
  const action = `/list/${id}/tags`
  return (
    <form method="post" action={action} hx-post={action} hx-target="#tags-form" hx-swap="outerHTML">
      <HiddenField name="tags" value={lost} />
      <HiddenField name="undo" value="1" />
      <button type="submit">{m.site.undo}</button>
    </form>
  )
}

function UndoNote({ id, lost }: UndoProps) {
  const { m } = useWords()
  const action = `/list/${id}/note`
  return (
    <form
      method="post"
      action={action}
      enctype="multipart/form-data"
      hx-post={action}
      hx-target="#note-form"
      hx-swap="outerHTML"
    >
      <HiddenField name="note" value={lost} />
      <HiddenField name="undo" value="1" />
      <button type="submit">{m.site.undo}</button>
    </form>
  )
}

type LostProps = { id: number; title: string; what: 'untagged' | 'unnoted'; lost: string }

/** After a plain form took something away: only here is what stood there, for its undo to post. */
export function LostPage({ id, title, what, lost }: LostProps) {
  const { m } = useWords()
  const Undo = what === 'untagged' ? UndoTags : UndoNote
  return (
    <Layout title={title} current="list" robots="noindex" narrow>
      <h1>{m.list.done[what]}</h1>
      <div class="notice" role="status">
        <p>
          «<bdi>{title}</bdi>»
        </p>
        <Undo id={id} lost={lost} />
      </div>
      <LinkButton href={`/list/${id}`}>{m.tags.ofArticle.back}</LinkButton>
    </Layout>
  )
}
