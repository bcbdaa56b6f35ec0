import type { PropsWithChildren } from 'hono/jsx'
import { emptyForm, type FormState } from '../src/core/form.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import type { Issue } from '../src/store/issues.ts'
import { Area, DeskLayout, State } from './desk.tsx'
import { Button, Field, HiddenField, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const TONES = {
  draft: 'rest',
  scheduled: 'good',
  sending: 'good',
  paused: 'rest',
  sent: 'good',
  cancelled: 'rest',
  skipped: 'rest',
} as const

/** The state of an issue, and where it stopped by itself the exact reason. */
export function IssueState({ issue: { state, reason, error } }: { issue: Issue }) {
  const { m } = useWords()
  const bad = reason === 'broken' || reason === 'refused'
  return (
    <>
      <State tone={bad ? 'bad' : TONES[state]}>{m.desk.issues.states[state]}</State>
      {reason && (
        <span class="hint">
          {m.desk.issues.reasons[reason]} {error && <bdi>{error}</bdi>}
        </span>
      )}
    </>
  )
}

export type IssuePageProps = {
  issue: Issue
  newsletter: DeskNewsletter
  /** The editor's own, for a test. */
  email: string
  edit: FormState
  schedule?: FormState
  notice?: 'saved' | 'tested'
}

export function DeskIssuePage({ issue, newsletter, email, edit, schedule = emptyForm, notice }: IssuePageProps) {
  const { m } = useWords()
  const words = m.desk.issues
  const path = `/desk/issues/${issue.id}`
  return (
    <DeskLayout title={issue.title} notice={notice && words.notices[notice]}>
      <p>
        <a href={`/desk/newsletters/${newsletter.id}`}>
          {words.back}: <bdi>{newsletter.name}</bdi>
        </a>
        {issue.number !== null && (issue.kind === 'digest' || issue.kind === 'written') && (
          <>
            {' · '}
            <a href={`/newsletters/${newsletter.slug}/issues/${issue.number}`}>{words.archive}</a>
          </>
        )}
      </p>
      <IssueCounts issue={issue} />
      {issue.state === 'draft' && (
        <Section title={words.send}>
          <Sending path={path} newsletter={newsletter} schedule={schedule} />
        </Section>
      )}
      <Acts path={path} issue={issue} />
      <Section title={words.preview}>
        <div class="previews">
          <iframe class="preview" title={words.frame} src={`${path}/html`} sandbox="allow-popups" />
          <iframe class="preview phone" title={words.phone} src={`${path}/html`} sandbox="allow-popups" />
        </div>
        <div class="buttons">
          <a href={`${path}/text`}>{words.asText}</a>
        </div>
        <form class="form" method="post" action={`${path}/test`}>
          <p class="hint">{words.testLine(email)}</p>
          <Button kind="plain">{words.test}</Button>
        </form>
      </Section>
      {issue.state === 'draft' && <EditForm path={path} issue={issue} form={edit} />}
    </DeskLayout>
  )
}

/** Numbers by state and a bar; while it is being sent it asks for itself again. */
export function IssueCounts({ issue }: { issue: Issue }) {
  const { m, f } = useWords()
  const words = m.desk.issues.counts
  const { audience, sent, failed, uncertain, dropped } = issue
  const waiting = Math.max(audience - sent - failed - uncertain - dropped, 0)
  const path = `/desk/issues/${issue.id}/counts`
  const live = issue.state === 'sending' && { 'hx-get': path, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML' }
  return (
    <div class="counts" {...live}>
      <p>
        <IssueState issue={issue} />
        {issue.state === 'scheduled' && issue.sendsAt !== null && (
          <>
            {' '}
            {m.desk.issues.scheduledFor} <Time at={issue.sendsAt} withTime />
          </>
        )}
      </p>
      {audience > 0 && (
        <>
          <svg class="bar" viewBox="0 0 100 2" preserveAspectRatio="none" role="img" aria-label={words.label}>
            <rect class="bar-all" width="100" height="2" />
            <rect class="bar-sent" width={(100 * (sent + dropped)) / audience} height="2" />
            <rect
              class="bar-bad"
              x={(100 * (sent + dropped)) / audience}
              width={(100 * (failed + uncertain)) / audience}
              height="2"
            />
          </svg>
          <dl class="numbers">
            {Object.entries({ audience, sent, waiting, failed, uncertain, dropped }).map(([name, n]) => (
              <div>
                <dt>{words[name as keyof typeof words]}</dt>
                <dd>{f.number(n)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  )
}

function Sending({ path, newsletter, schedule }: { path: string; newsletter: DeskNewsletter; schedule: FormState }) {
  const { m, f } = useWords()
  const words = m.desk.issues
  return (
    <>
      <Asked title={words.sendNow} line={words.sendNowTo(newsletter.subscribers, f.number(newsletter.subscribers))}>
        <form method="post" action={`${path}/schedule`}>
          <HiddenField name="now" value="1" />
          <Button>{words.sendNow}</Button>
        </form>
      </Asked>
      <form class="form" method="post" action={`${path}/schedule`}>
        <Field name="date" label={words.date} hint="2026-12-31" form={schedule} dir="ltr" required />
        <Field name="time" label={m.desk.fields.time} hint={newsletter.zone} form={schedule} dir="ltr" required />
        <Button kind="plain">{words.schedule}</Button>
      </form>
    </>
  )
}

function Acts({ path, issue: { state, uncertain } }: { path: string; issue: Issue }) {
  const { m } = useWords()
  const words = m.desk.issues
  const may = {
    pause: state === 'scheduled' || state === 'sending',
    resume: state === 'paused',
    cancel: ['draft', 'scheduled', 'sending', 'paused'].includes(state),
    uncertain: uncertain > 0 && (state === 'sent' || state === 'sending'),
  }
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
        <Asked title={words.uncertain} line={words.uncertainLine}>
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

/** What is asked once more before it happens, without script. */
function Asked({ title, line, children }: PropsWithChildren<{ title: string; line: string }>) {
  return (
    <details class="asked">
      <summary>{title}</summary>
      <p>{line}</p>
      {children}
    </details>
  )
}

function EditForm({ path, issue, form }: { path: string; issue: Issue; form: FormState }) {
  const { m } = useWords()
  const words = m.desk.issues
  return (
    <form class="form wide" method="post" action={path}>
      <HiddenField name="seen" value={issue.updatedAt} />
      <Field name="title" label={words.subject} form={form} required />
      <Area name="intro" label={words.intro} form={form} rows={3} />
      {issue.kind === 'written' && (
        <Area name="markdown" label={words.text} hint={words.textHint} form={form} rows={16} />
      )}
      {issue.items.length > 0 && (
        <fieldset class="ticks">
          <legend>{words.articles}</legend>
          <p class="hint">{words.articlesHint}</p>
          {issue.items.map(({ articleId, title, direction, language }) => (
            <label>
              <input
                class="order"
                name={`order:${articleId}`}
                inputmode="numeric"
                dir="ltr"
                value={form.values[`order:${articleId}`]}
                aria-label={words.order(title)}
              />{' '}
              <bdi dir={direction} lang={language}>
                {title}
              </bdi>
            </label>
          ))}
        </fieldset>
      )}
      <Button>{words.save}</Button>
    </form>
  )
}
