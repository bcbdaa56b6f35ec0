import type { FormState } from '../src/core/form.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import type { Issue } from '../src/store/issues.ts'
import { Area, Asked } from './desk.tsx'
import { Stands } from './field-notes.tsx'
import { Button, Field, HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

/** Now, asked once more, or at a moment by the clock of its newsletter. */
export function Sending({
  path,
  newsletter,
  schedule,
}: {
  path: string
  newsletter: DeskNewsletter
  schedule: FormState
}) {
  const { m, f } = useWords()
  const words = m.desk.issues
  return (
    <>
      <Asked
        main
        title={words.sendNow}
        line={words.sendNowTo(newsletter.subscribers, f.number(newsletter.subscribers))}
      >
        <form method="post" action={`${path}/schedule`}>
          <HiddenField name="now" value="1" />
          <Button>{words.sendNow}</Button>
        </form>
      </Asked>
      <form class="form" method="post" action={`${path}/schedule`}>
        <Field name="date" type="date" label={words.date} form={schedule} required />
        <Field
          name="time"
          type="time"
          label={m.desk.fields.time}
          hint={words.inZone(newsletter.zone)}
          form={schedule}
          required
        />
        <Button kind="plain">{words.schedule}</Button>
      </form>
    </>
  )
}

type ActsProps = { path: string; issue: Issue; newsletter: DeskNewsletter }

/** What can be done with an issue as it stands. */
export function Acts({ path, issue: { state, uncertain }, newsletter: { whenUncertain } }: ActsProps) {
  const { m } = useWords()
  const words = m.desk.issues
  const may = {
    pause: state === 'scheduled' || state === 'sending',
    resume: state === 'paused',
    cancel: ['draft', 'scheduled', 'sending', 'paused'].includes(state),
    uncertain: uncertain > 0 && (state === 'sent' || state === 'sending'),
  }
  if (!Object.values(may).includes(true)) return null
  return (
    <div class="acts">
      {may.pause && <Act path={`${path}/pause`} label={words.pause} />}
      {may.resume && <Act path={`${path}/resume`} label={words.resume} />}
      {may.cancel && (
        <Asked title={words.cancel} line={words.cancelLine}>
          <Act path={`${path}/cancel`} label={words.cancel} warn />
        </Asked>
      )}
      {may.uncertain && (
        <Asked title={words.uncertain} line={`${m.desk.fields.uncertain[whenUncertain]} ${words.uncertainLine}`}>
          <Act path={`${path}/uncertain`} label={words.uncertain} />
        </Asked>
      )}
    </div>
  )
}

function Act({ path, label, warn }: { path: string; label: string; warn?: boolean }) {
  return (
    <form method="post" action={path}>
      <Button kind={warn ? 'warn' : 'plain'}>{label}</Button>
    </form>
  )
}

/** What can be changed of a draft: its words, and which articles in which order. */
export function EditForm({ path, issue, form }: { path: string; issue: Issue; form: FormState }) {
  const { m, f } = useWords()
  const words = m.desk.issues
  // A place is drawn as numbers are here; what is none stays as it was typed.
  const drawn = (place = '') => (/^\d{1,4}$/.test(place) ? f.number(Number(place)) : place)
  return (
    <form class="form wide" method="post" action={path}>
      <HiddenField name="version" value={form.values.version ?? ''} />
      <Field name="title" label={words.subject} form={form} required />
      <Area name="intro" label={words.intro} form={form} rows={3} />
      {issue.kind === 'written' && (
        <Area name="markdown" label={words.text} hint={words.textHint} form={form} rows={16} />
      )}
      {issue.items.length > 0 && (
        <fieldset class="ticks rows">
          <legend>{words.articles}</legend>
          <p class="hint">{words.articlesHint}</p>
          {form.errors.articles && <p class="wrong">{m.fields[form.errors.articles]}</p>}
          {issue.items.map(({ articleId, title, direction, language }, at) => (
            <label>
              <input
                class="order"
                name={`order:${articleId}`}
                inputmode="numeric"
                dir="ltr"
                value={drawn(form.values[`order:${articleId}`])}
                autofocus={form.errors.articles !== undefined && at === 0}
                aria-label={words.order(title)}
              />{' '}
              <bdi dir={direction} lang={language}>
                {title}
              </bdi>
              {form.stands?.[`order:${articleId}`] !== undefined && (
                <Stands>{drawn(form.stands[`order:${articleId}`])}</Stands>
              )}
            </label>
          ))}
        </fieldset>
      )}
      {issue.state === 'draft' && <Button kind="plain">{words.save}</Button>}
    </form>
  )
}
