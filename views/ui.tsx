import type { Child, PropsWithChildren } from 'hono/jsx'
import type { Direction } from '../src/core/arabic.ts'
import type { FormState } from '../src/core/form.ts'
import { asset } from './asset.ts'
import { aboutOf, FieldNotes } from './field-notes.tsx'
import { useWords } from './words.tsx'

export type IconName =
  | 'archive'
  | 'bookmark'
  | 'external'
  | 'filter'
  | 'keyboard'
  | 'list'
  | 'listen'
  | 'mail'
  | 'more'
  | 'news'
  | 'note'
  | 'place'
  | 'search'
  | 'share'
  | 'size'
  | 'star'
  | 'trash'
  | 'undo'
  | 'user'

/** Says nothing to a screen reader: the word beside it or the label around it does. Some mirror, in css. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class={`icon icon-${name}`} aria-hidden="true">
      <use href={`${asset('icons.svg')}#${name}`} />
    </svg>
  )
}

type FieldProps = {
  name: string
  /** Where the same field stands twice on a page. */
  id?: string
  label: string
  type?: 'text' | 'email' | 'password' | 'date' | 'time' | 'number'
  hint?: string
  autocomplete?: string
  form: FormState
  required?: boolean
  /** For codes: what is typed is no sentence of any language. */
  dir?: 'ltr'
  /** The id of a datalist with what may be typed. */
  list?: string
}

/**
 * One labelled input, with what was typed and what is wrong with it: of all that is wrong in a page the first gets the
 * focus, as browsers do with `autofocus`, or a fault far down a long form would not be seen. A password is never sent
 * back.
 */
export function Field({ name, id = name, label, type = 'text', hint, form, dir, ...input }: FieldProps) {
  const notes = { id, hint, error: form.errors[name], stands: form.stands?.[name] }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        name={name}
        type={type}
        dir={dir ?? (type === 'text' ? 'auto' : 'ltr')}
        value={type === 'password' ? undefined : form.values[name]}
        aria-describedby={aboutOf(notes)}
        aria-invalid={notes.error && 'true'}
        autofocus={notes.error !== undefined}
        {...input}
      />
      <FieldNotes {...notes} />
    </div>
  )
}

type SelectProps = {
  name: string
  label: string
  hint?: string
  /** Values and their words, in order. */
  choices: [string, string][]
  chosen: string
  stands?: string
}

/** One of a few choices, without script. */
export function Select({ name, label, hint, choices, chosen, stands }: SelectProps) {
  const notes = { id: name, hint, stands: choices.find(([value]) => value === stands)?.[1] }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name} aria-describedby={aboutOf(notes)}>
        {choices.map(([value, word]) => (
          <option value={value} selected={value === chosen}>
            {word}
          </option>
        ))}
      </select>
      <FieldNotes {...notes} />
    </div>
  )
}

export function HiddenField({ name, value }: { name: string; value: string | number }) {
  return <input type="hidden" name={name} value={value} />
}

type Kind = 'main' | 'plain' | 'quiet' | 'warn'

type ButtonProps = PropsWithChildren<{ kind?: Kind; label?: string }>

export function Button({ kind = 'main', label, children }: ButtonProps) {
  return (
    <button class={`button ${kind}`} type="submit" aria-label={label}>
      {children}
    </button>
  )
}

export function LinkButton({ href, kind = 'main', children }: PropsWithChildren<{ href: string; kind?: Kind }>) {
  return (
    <a class={`button ${kind}`} href={href}>
      {children}
    </a>
  )
}

export function Notice({ children }: PropsWithChildren) {
  return <p class="notice">{children}</p>
}

type EmptyProps = { title: string; line: string; action?: { href: string; label: string } }

/** What this place is for, and the one way on. */
export function Empty({ title, line, action }: EmptyProps) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      <p>{line}</p>
      {action && <LinkButton href={action.href}>{action.label}</LinkButton>}
    </div>
  )
}

type SectionProps = PropsWithChildren<{ title: string; more?: { href: string; label: string }; id?: string }>

/** A shelf: a line of ink, the title hanging from it. */
export function Section({ title, more, id, children }: SectionProps) {
  return (
    <section class="section" id={id}>
      <div class="section-head">
        <h2>{title}</h2>
        {more && <a href={more.href}>{more.label}</a>}
      </div>
      {children}
    </section>
  )
}

type InvitationProps = PropsWithChildren<{ title: string; line: string }>

export function Invitation({ title, line, children }: InvitationProps) {
  return (
    <section class="invitation">
      <h2>{title}</h2>
      <p>{line}</p>
      <div class="buttons">{children}</div>
    </section>
  )
}

type SwitchProps = { action: string; on: boolean; label: string; newsletter: string }

/** Posts the state it wants, so that pressing twice is harmless; `outerMorph` keeps the focus where it is. */
export function Switch({ action, on, label, newsletter }: SwitchProps) {
  return (
    <form
      class="switch"
      method="post"
      action={action}
      data-newsletter={newsletter}
      hx-post={action}
      hx-target="this"
      hx-swap="outerMorph"
    >
      <HiddenField name="newsletter" value={newsletter} />
      <HiddenField name="wanted" value={on ? '0' : '1'} />
      <button type="submit" role="switch" aria-checked={on ? 'true' : 'false'} aria-label={label} />
    </form>
  )
}

/**
 * A moment (unix seconds) in the site's way: public pages never depend on the clock. Where script runs, a recent day
 * becomes its distance; with the time of day it stays as it is.
 */
export function Time({ at, withTime }: { at: number; withTime?: boolean }) {
  const { f } = useWords()
  return (
    <time datetime={f.iso(at)} data-time={withTime}>
      {withTime ? f.dateTime(at) : f.date(at)}
    </time>
  )
}

/** A value of a stranger's: its direction stays its own. */
export function Bdi({ dir, lang, children }: PropsWithChildren<{ dir?: Direction; lang?: string }>) {
  return (
    <bdi dir={dir} lang={lang}>
      {children}
    </bdi>
  )
}

/** Small facts in a row; what is missing leaves no dot. */
export function Meta({ children }: { children?: Child | (Child | Child[])[] }) {
  const parts = [children].flat(2).filter(Boolean)
  return parts.length > 0 ? (
    <p class="meta">
      {parts.map((part) => (
        <span>{part}</span>
      ))}
    </p>
  ) : null
}
