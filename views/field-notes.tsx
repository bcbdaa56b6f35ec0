import type { FieldError } from '../src/core/form.ts'
import { useWords } from './words.tsx'

type NotesProps = { id: string; hint?: string; error?: FieldError; stands?: string }

/** Names those of a field's notes that there are, for `aria-describedby`. */
export function aboutOf({ id, hint, error, stands }: NotesProps): string | undefined {
  const there = [stands !== undefined && 'stands', hint && 'hint', error && 'error'].filter(Boolean)
  return there.map((note) => `${id}-${note}`).join(' ') || undefined
}

/** What stands below a field: what somebody else saved meanwhile, how it is filled in, and what is wrong with it. */
export function FieldNotes({ id, hint, error, stands }: NotesProps) {
  const { m } = useWords()
  return (
    <>
      {stands !== undefined && <Stands id={`${id}-stands`}>{stands}</Stands>}
      {hint && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="wrong" id={`${id}-error`}>
          {m.fields[error]}
        </p>
      )}
    </>
  )
}

/** The value that somebody else saved, beside another that was typed. */
export function Stands({ id, children }: { id?: string; children: string }) {
  const { m } = useWords()
  return (
    <span class="stands" id={id}>
      {m.desk.stands} <bdi>{children || m.desk.standsEmpty}</bdi>
    </span>
  )
}
