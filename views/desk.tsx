import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FormState } from '../src/core/form.ts'
import { aboutOf, FieldNotes } from './field-notes.tsx'
import { Layout } from './layout.tsx'
import { Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** The screens in their order; each is in `/desk/NAME` and has its name in `m.desk.screens`. */
const SCREENS = ['sources', 'topics', 'articles', 'newsletters', 'deliveries', 'readers', 'health', 'log'] as const

type DeskProps = PropsWithChildren<{
  title: string
  /** Which of the screens this is; the newsletters where it is not said. */
  current?: (typeof SCREENS)[number]
  /** The one main button of the screen. */
  action?: Child
  notice?: string
}>

/** The frame of the editor's screens: their names at the start side, one title, one main button. */
export function DeskLayout({ title, current = 'newsletters', action, notice, children }: DeskProps) {
  const { m } = useWords()
  return (
    <Layout title={title} current="account" robots="noindex" notice={notice}>
      <div class="desk">
        <nav class="desk-nav" aria-label={m.desk.label}>
          <p class="desk-name">{m.desk.title}</p>
          {SCREENS.map((screen) => (
            <a href={`/desk/${screen}`} aria-current={screen === current ? 'true' : undefined}>
              {m.desk.screens[screen]}
            </a>
          ))}
        </nav>
        <div class="desk-page">
          <div class="desk-head">
            <h1>{title}</h1>
            {action}
          </div>
          {children}
        </div>
      </div>
    </Layout>
  )
}

/** A state as a dot and a word; `tone` says whether it goes well. */
export function State({ tone, children }: PropsWithChildren<{ tone: 'good' | 'rest' | 'bad' }>) {
  return <span class={`state ${tone}`}>{children}</span>
}

/** A moment by the site's clock, which is named where the newsletter goes by another. */
export function SiteTime({ at, zone }: { at: number; zone: string }) {
  const { f, site } = useWords()
  return (
    <>
      <Time at={at} withTime />
      {zone !== site.zone && ` (${f.zone(site.zone)})`}
    </>
  )
}

/** What is said once more before it is done, without script. */
export function Asked({
  title,
  line,
  main,
  children,
}: PropsWithChildren<{ title: string; line: string; main?: boolean }>) {
  return (
    <details class="sure">
      <summary class={`button ${main ? 'main' : 'plain'}`}>{title}</summary>
      <p>{line}</p>
      {children}
    </details>
  )
}

type AreaProps = { name: string; label: string; hint?: string; form: FormState; rows: number }

export function Area({ name, label, hint, form, rows }: AreaProps) {
  const notes = { id: name, hint, error: form.errors[name], stands: form.stands?.[name] }
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <textarea
        id={name}
        name={name}
        rows={rows}
        dir="auto"
        aria-describedby={aboutOf(notes)}
        aria-invalid={notes.error && 'true'}
        autofocus={notes.error !== undefined}
      >
        {form.values[name]}
      </textarea>
      <FieldNotes {...notes} />
    </div>
  )
}

/** One fact of a list of them (`<dl class="facts">`). */
export function Fact({ label, children }: PropsWithChildren<{ label: string }>) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A table in a box of its own, in which it scrolls; its rows are `children`. */
export function DeskTable({ label, heads, children }: PropsWithChildren<{ label: string; heads: string[] }>) {
  return (
    <section class="scroll" tabindex={0} aria-label={label}>
      <table class="desk-table">
        <thead>
          <tr>
            {heads.map((head) => (
              <th scope="col">{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  )
}

/** What a row is of, by its name, which leads to its page; `under` says more of it, a line each. */
export function RowHead({ href, under = [], children }: PropsWithChildren<{ href: string; under?: Child[] }>) {
  return (
    <th scope="row">
      <a href={href}>{children}</a>
      {under.map((line) => (
        <span class="hint">{line}</span>
      ))}
    </th>
  )
}
