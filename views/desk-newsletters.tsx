import type { FormState } from '../src/core/form.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import type { Issue } from '../src/store/issues.ts'
import { Area, DeskLayout, State } from './desk.tsx'
import { IssueState } from './desk-issues.tsx'
import { Button, Empty, Field, HiddenField, LinkButton, Section, Select, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const TONES = { active: 'good', paused: 'rest', ended: 'rest' } as const

export function DeskNewslettersPage({ newsletters }: { newsletters: DeskNewsletter[] }) {
  const { m, f } = useWords()
  const words = m.desk
  const action = <LinkButton href="/desk/newsletters/new">{words.new}</LinkButton>
  return (
    <DeskLayout title={words.newsletters} action={action}>
      {newsletters.length === 0 ? (
        <Empty title={words.none} line={words.noneLine} />
      ) : (
        <section class="scroll" tabindex={0} aria-label={words.newsletters}>
          <table class="desk-table">
            <thead>
              <tr>
                <th scope="col">{words.fields.name}</th>
                <th scope="col">{words.state}</th>
                <th scope="col">{words.next}</th>
                <th scope="col">{words.subscribers}</th>
              </tr>
            </thead>
            <tbody>
              {newsletters.map(({ id, name, kind, state, nextAt, subscribers }) => (
                <tr>
                  <th scope="row">
                    <a href={`/desk/newsletters/${id}`}>
                      <bdi>{name}</bdi>
                    </a>
                    <span class="hint">{words.kinds[kind]}</span>
                  </th>
                  <td>
                    <State tone={TONES[state]}>{words.states[state]}</State>
                  </td>
                  <td>{nextAt === null ? words.noNext : <Time at={nextAt} withTime />}</td>
                  <td>{f.number(subscribers)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </DeskLayout>
  )
}

type FormProps = {
  form: FormState
  topics: TopicName[]
  sources: { id: number; title: string }[]
}

export function NewNewsletterPage(props: FormProps) {
  const { m } = useWords()
  return (
    <DeskLayout title={m.desk.new}>
      <SettingsForm {...props} action="/desk/newsletters" isNew />
    </DeskLayout>
  )
}

type PageProps = FormProps & { newsletter: DeskNewsletter; issues: Issue[]; notice?: 'saved' | 'nothing' }

export function DeskNewsletterPage({ newsletter, issues, notice, ...settings }: PageProps) {
  const { m, f } = useWords()
  const { id, name, kind } = newsletter
  const notices = { saved: m.desk.saved, nothing: m.desk.issues.notices.nothing }
  return (
    <DeskLayout title={name} notice={notice && notices[notice]}>
      <Section title={m.desk.issues.title}>
        <div class="buttons">
          <form method="post" action={`/desk/newsletters/${id}/issues`}>
            <Button kind="plain">{m.desk.issues.compose}</Button>
          </form>
          {kind === 'digest' && (
            <LinkButton href={`/desk/newsletters/${id}/written`} kind="plain">
              {m.desk.issues.write}
            </LinkButton>
          )}
          <a href={`/desk/newsletters/${id}/subscribers`}>{m.desk.subscribers}</a>
        </div>
        {issues.length === 0 && <p class="hint">{m.desk.issues.none}</p>}
        {issues.length > 0 && (
          <section class="scroll" tabindex={0} aria-label={m.desk.issues.title}>
            <table class="desk-table">
              <tbody>
                {issues.map((issue) => (
                  <tr>
                    <th scope="row">
                      <a href={`/desk/issues/${issue.id}`}>
                        <bdi>{issue.title}</bdi>
                      </a>
                      <span class="hint">
                        {issue.number === null
                          ? m.desk.issues.unnumbered
                          : m.desk.issues.number(f.number(issue.number))}
                      </span>
                    </th>
                    <td>
                      <IssueState issue={issue} />
                    </td>
                    <td>
                      <Time at={issue.sendsAt ?? issue.createdAt} withTime />
                    </td>
                    <td>{`${f.number(issue.sent)} / ${f.number(issue.audience)}`}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </section>
        )}
      </Section>
      <Section title={m.desk.settings}>
        <SettingsForm {...settings} action={`/desk/newsletters/${id}`} />
      </Section>
    </DeskLayout>
  )
}

/** An issue that the editor writes; it is a draft once it says something. */
export function WritePage({ newsletter, form }: { newsletter: DeskNewsletter; form: FormState }) {
  const { m } = useWords()
  const words = m.desk.issues
  return (
    <DeskLayout title={words.write}>
      <p>
        <a href={`/desk/newsletters/${newsletter.id}`}>
          <bdi>{newsletter.name}</bdi>
        </a>
      </p>
      <form class="form wide" method="post" action={`/desk/newsletters/${newsletter.id}/written`}>
        <Field name="title" label={words.subject} form={form} required />
        <Area name="markdown" label={words.text} hint={words.textHint} form={form} rows={16} />
        <Button>{words.save}</Button>
      </form>
    </DeskLayout>
  )
}

function SettingsForm({ form, topics, sources, action, isNew }: FormProps & { action: string; isNew?: boolean }) {
  const { m, f } = useWords()
  const words = m.desk.fields
  const { values } = form
  const choices = <T extends string>(named: Record<T, string>) => Object.entries(named) as [string, string][]
  return (
    <form class="form" method="post" action={action}>
      <Field name="name" label={words.name} form={form} required />
      <Field name="slug" label={words.slug} hint={words.slugHint} form={form} dir="ltr" required />
      <Field name="description" label={words.description} form={form} required />
      {isNew ? (
        <Select name="kind" label={m.desk.kind} choices={choices(m.desk.kinds)} chosen={values.kind ?? 'digest'} />
      ) : (
        <HiddenField name="kind" value={values.kind ?? 'digest'} />
      )}
      <Select name="state" label={m.desk.state} choices={choices(m.desk.states)} chosen={values.state ?? 'active'} />
      <Select name="rhythm" label={words.rhythm} choices={choices(words.rhythms)} chosen={values.rhythm ?? 'daily'} />
      {form.errors.rhythm && <p class="wrong">{m.fields[form.errors.rhythm]}</p>}
      <Ticks
        legend={words.days}
        form={form}
        items={[0, 1, 2, 3, 4, 5, 6].map((day) => [`day:${day}`, f.weekday(day)])}
      />
      <Field name="time" label={words.time} form={form} dir="ltr" />
      <Field name="zone" label={words.zone} form={form} dir="ltr" required />
      <Ticks
        legend={words.topics}
        hint={words.topicsHint}
        form={form}
        items={topics.map(({ slug, name }) => [`topic:${slug}`, name])}
      />
      <Ticks legend={words.sources} form={form} items={sources.map(({ id, title }) => [`source:${id}`, title])} />
      <Field name="items" label={words.items} form={form} dir="ltr" required />
      <Field name="minItems" label={words.minItems} hint={words.minItemsHint} form={form} dir="ltr" required />
      <Area name="intro" label={words.intro} form={form} rows={3} />
      <Field name="senderName" label={words.senderName} hint={words.senderHint} form={form} />
      <Field name="senderEmail" type="email" label={words.senderEmail} hint={words.senderHint} form={form} />
      <Field name="postalAddress" label={words.postalAddress} hint={words.senderHint} form={form} />
      <Select
        name="whenUncertain"
        label={words.whenUncertain}
        choices={choices(words.uncertain)}
        chosen={values.whenUncertain ?? 'skip'}
      />
      <Button>{isNew ? m.desk.create : m.desk.save}</Button>
    </form>
  )
}

type TicksProps = { legend: string; hint?: string; form: FormState; items: [string, string][] }

function Ticks({ legend, hint, form, items }: TicksProps) {
  if (items.length === 0) return null
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {items.map(([name, label]) => (
        <label>
          <input type="checkbox" name={name} value="1" checked={form.values[name] === '1'} /> <bdi>{label}</bdi>
        </label>
      ))}
    </fieldset>
  )
}
