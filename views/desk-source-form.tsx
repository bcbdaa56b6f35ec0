import type { FormState } from '../src/core/form.ts'
import type { TopicName } from '../src/store/articles.ts'
import { Stands } from './field-notes.tsx'
import { Button, Field, HiddenField, Select } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = { form: FormState; topics: TopicName[]; action: string; button: string; siteUrl?: string | null }

/** All that an editor sets of a source. */
export function SourceForm({ form, topics, action, button, siteUrl }: Props) {
  const { m } = useWords()
  const words = m.deskSources.fields
  const { values, stands } = form
  const topicNames = topics.map(({ id, name }): [string, string] => [String(id), name])
  return (
    <form class="form" method="post" action={action}>
      {values.version && <HiddenField name="version" value={values.version} />}
      {siteUrl && <HiddenField name="siteUrl" value={siteUrl} />}
      <Field name="title" label={words.title} form={form} required />
      <Field name="feedUrl" label={words.feedUrl} form={form} dir="ltr" required />
      <Select
        name="topicId"
        label={words.topic}
        hint={words.topicHint}
        choices={[['', words.noTopic], ...topicNames]}
        chosen={values.topicId ?? ''}
        stands={stands?.topicId}
      />
      <Field name="language" label={words.language} hint={words.languageHint} form={form} dir="ltr" list="languages" />
      <Languages />
      <Select
        name="direction"
        label={words.direction}
        choices={Object.entries(words.directions)}
        chosen={values.direction ?? ''}
        stands={stands?.direction}
      />
      <Select
        name="display"
        label={words.display}
        hint={words.displayHint}
        choices={Object.entries(words.displays)}
        chosen={values.display ?? 'excerpt'}
        stands={stands?.display}
      />
      <div class="ticks">
        <label>
          <input
            type="checkbox"
            name="extracts"
            value="1"
            checked={values.extracts === '1'}
            aria-describedby="extracts-hint"
          />{' '}
          {words.extracts}
        </label>
        {stands?.extracts !== undefined && <Stands>{m.desk.ticked[stands.extracts ? 'on' : 'off']}</Stands>}
        <p class="hint" id="extracts-hint">
          {words.extractsHint}
        </p>
      </div>
      <Button>{button}</Button>
    </form>
  )
}

/** Those that sources here are most likely to be written in; any other may be typed. */
const LANGUAGES = ['ar', 'en', 'fr', 'fa', 'ur', 'tr', 'ckb', 'he', 'es', 'de', 'it', 'ru', 'zh', 'sw']

function Languages() {
  const { f } = useWords()
  return (
    <datalist id="languages">
      {LANGUAGES.map((tag) => (
        <option value={tag}>{f.language(tag)}</option>
      ))}
    </datalist>
  )
}
