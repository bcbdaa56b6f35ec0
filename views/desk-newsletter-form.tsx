import type { FieldError, FormState } from '../src/core/form.ts'
import { rhythmsOf } from '../src/core/newsletter-form.ts'
import type { TopicName } from '../src/store/articles.ts'
import { Area } from './desk.tsx'
import { Stands } from './field-notes.tsx'
import { Button, Field, HiddenField, Section, Select } from './ui.tsx'
import { useWords } from './words.tsx'

export type SettingsProps = {
  form: FormState
  topics: TopicName[]
  sources: { id: number; title: string }[]
}

/** All that an editor sets of a newsletter. */
export function SettingsForm({
  form,
  topics,
  sources,
  action,
  isNew,
}: SettingsProps & { action: string; isNew?: boolean }) {
  const { m, f } = useWords()
  const words = m.desk.fields
  // The site has its two newsletters of alerts, one a rhythm.
  const { alerts: _there, ...made } = m.desk.kinds
  const { values } = form
  const { kind } = values
  const rhythms = choices(words.rhythms).filter(([rhythm]) => rhythmsOf(kind).some((one) => one === rhythm))
  return (
    <form class="form" method="post" action={action}>
      {!isNew && <HiddenField name="version" value={values.version ?? ''} />}
      <Section title={m.desk.groups.what}>
        <div class="form">
          <Field name="name" label={words.name} form={form} required />
          <Field name="slug" label={words.slug} hint={words.slugHint} form={form} dir="ltr" required />
          <Field name="description" label={words.description} form={form} required />
          {isNew ? (
            <Select name="kind" label={m.desk.kind} choices={choices(made)} chosen={kind ?? 'digest'} />
          ) : (
            <HiddenField name="kind" value={kind ?? 'digest'} />
          )}
          <Select
            name="state"
            label={m.desk.state}
            choices={choices(m.desk.states)}
            chosen={values.state ?? 'active'}
            stands={form.stands?.state}
          />
          <Ending form={form} />
        </div>
      </Section>
      <Section title={m.desk.groups.when}>
        <div class="form">
          {kind === 'alerts' ? (
            <HiddenField name="rhythm" value={values.rhythm ?? 'daily'} />
          ) : (
            <>
              <Select
                name="rhythm"
                label={words.rhythm}
                choices={rhythms}
                chosen={values.rhythm ?? 'daily'}
                stands={form.stands?.rhythm}
              />
              <Ticks
                legend={words.days}
                error={form.errors.rhythm}
                form={form}
                items={WEEK.map((day) => [`day:${day}`, f.weekday(day)])}
              />
            </>
          )}
          {values.rhythm !== 'hourly' && <Field name="time" type="time" label={words.time} form={form} />}
          <Field name="zone" label={words.zone} form={form} dir="ltr" list="zones" required />
          <datalist id="zones">
            {Intl.supportedValuesOf('timeZone').map((zone) => (
              <option value={zone} />
            ))}
          </datalist>
        </div>
      </Section>
      <Section title={m.desk.groups.from}>
        <div class="form">
          {kind === 'alerts' ? (
            <>
              <HiddenField name="items" value={values.items ?? ''} />
              <HiddenField name="minItems" value={values.minItems ?? ''} />
            </>
          ) : (
            <Drawn {...{ form, topics, sources }} />
          )}
          <Area name="intro" label={words.intro} form={form} rows={3} />
        </div>
      </Section>
      <Section title={m.desk.groups.sender}>
        <div class="form">
          <Field name="senderName" label={words.senderName} hint={words.senderHint} form={form} />
          <Field name="senderEmail" type="email" label={words.senderEmail} hint={words.senderHint} form={form} />
          <Field name="postalAddress" label={words.postalAddress} hint={words.senderHint} form={form} />
          <Select
            name="whenUncertain"
            label={words.whenUncertain}
            hint={words.whenUncertainHint}
            choices={choices(words.uncertain)}
            chosen={values.whenUncertain ?? 'skip'}
            stands={form.stands?.whenUncertain}
          />
        </div>
      </Section>
      <Button>{isNew ? m.desk.create : m.desk.save}</Button>
    </form>
  )
}

const choices = <T extends string>(named: Record<T, string>) => Object.entries(named) as [string, string][]

/** What an issue is made of, and how many articles it holds: alerts are of each reader's keywords, and of all there is. */
function Drawn({ form, topics, sources }: SettingsProps) {
  const { m } = useWords()
  const words = m.desk.fields
  return (
    <>
      <Ticks
        legend={words.topics}
        hint={words.topicsHint}
        form={form}
        items={topics.map(({ slug, name }) => [`topic:${slug}`, name])}
      />
      <Ticks legend={words.sources} form={form} items={sources.map(({ id, title }) => [`source:${id}`, title])} />
      <Field name="items" type="number" label={words.items} form={form} required />
      <Field name="minItems" type="number" label={words.minItems} hint={words.minItemsHint} form={form} required />
    </>
  )
}

const WEEK = [0, 1, 2, 3, 4, 5, 6]

/** Asked once more before a newsletter ends; of one that has ended it stays said. */
function Ending({ form: { values, errors } }: { form: FormState }) {
  const { m } = useWords()
  if (!errors.state) return values.sure ? <HiddenField name="sure" value="1" /> : null
  return (
    <fieldset class="ticks">
      <p class="wrong">{m.fields[errors.state]}</p>
      <label>
        <input type="checkbox" name="sure" value="1" autofocus /> {m.desk.end}
      </label>
    </fieldset>
  )
}

type TicksProps = { legend: string; hint?: string; error?: FieldError; form: FormState; items: [string, string][] }

function Ticks({ legend, hint, error, form, items }: TicksProps) {
  const { m } = useWords()
  if (items.length === 0) return null
  return (
    <fieldset class="ticks">
      <legend>{legend}</legend>
      {hint && <p class="hint">{hint}</p>}
      {error && <p class="wrong">{m.fields[error]}</p>}
      {items.map(([name, label], at) => (
        <label>
          <input
            type="checkbox"
            name={name}
            value="1"
            checked={form.values[name] === '1'}
            autofocus={error !== undefined && at === 0}
          />{' '}
          <bdi>{label}</bdi>
          {form.stands?.[name] !== undefined && <Stands>{m.desk.ticked[form.stands[name] ? 'on' : 'off']}</Stands>}
        </label>
      ))}
    </fieldset>
  )
}
