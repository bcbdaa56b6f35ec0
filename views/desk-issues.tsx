import type { FormState } from '../src/core/form.ts'
import { hasArchive, onItsWay } from '../src/core/issue.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import type { Issue } from '../src/store/issues.ts'
import { DeskLayout, SiteTime, State } from './desk.tsx'
import { Acts, EditForm, Sending } from './desk-issue-forms.tsx'
import { Button, LinkButton, Meta, Section } from './ui.tsx'
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
export function IssueState({ issue: { state, reason, error } }: { issue: Pick<Issue, 'state' | 'reason' | 'error'> }) {
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

/** Nothing runs in a mail; of our own origin, or it would not be given our pictures. */
const SANDBOX = 'allow-popups allow-same-origin'

export type IssuePageProps = {
  issue: Issue
  newsletter: DeskNewsletter
  /** The editor's own, for a test. */
  email: string
  /** This issue has nothing for the editor's own account. */
  nothing: boolean
  edit: FormState
  schedule: FormState
  notice?: 'saved' | 'tested' | 'untested'
}

export function DeskIssuePage({ issue, newsletter, email, nothing, edit, schedule, notice }: IssuePageProps) {
  const { m, f } = useWords()
  const words = m.desk.issues
  const path = `/desk/issues/${issue.id}`
  const acts = <Acts path={path} issue={issue} newsletter={newsletter} />
  const draft = issue.state === 'draft'
  const told = edit.stands ? (draft ? m.desk.overtaken : words.noDraft) : notice && words.notices[notice]
  return (
    <DeskLayout title={issue.title} notice={told}>
      <Meta>
        <a href={`/desk/newsletters/${newsletter.id}`}>
          <bdi>{newsletter.name}</bdi>
        </a>
        {issue.number !== null && words.number(f.number(issue.number))}
        {issue.number !== null && hasArchive(issue) && (issue.state !== 'cancelled' || issue.sent > 0) && (
          <a href={`/newsletters/${newsletter.slug}/issues/${issue.number}`}>{words.archive}</a>
        )}
      </Meta>
      <IssueCounts issue={issue} newsletter={newsletter} />
      {!draft && acts}
      {draft && (
        <Section title={words.send}>
          <Sending path={path} newsletter={newsletter} schedule={schedule} />
          {acts}
        </Section>
      )}
      <Section title={words.preview}>
        {nothing ? (
          <p class="notice">
            {words.nothingForYou[issue.kind === 'list' || issue.kind === 'alerts' ? issue.kind : 'personal']}
          </p>
        ) : (
          <Preview path={path} {...{ issue, email }} />
        )}
      </Section>
      {(draft || edit.stands) && (
        <Section title={words.edit}>
          <EditForm path={path} issue={issue} form={edit} />
        </Section>
      )}
    </DeskLayout>
  )
}

/** The message in two widths, as text and as a test: what is made for each reader as the editor's own account gets it. */
function Preview({ path, issue, email }: Pick<IssuePageProps, 'issue' | 'email'> & { path: string }) {
  const { m } = useWords()
  const words = m.desk.issues
  return (
    <>
      {!hasArchive(issue) && <p class="hint">{words.ownPreview}</p>}
      <div class="previews">
        <iframe class="preview wide" title={words.frame} src={`${path}/html`} sandbox={SANDBOX} />
        <iframe class="preview phone" title={words.phone} src={`${path}/html`} sandbox={SANDBOX} />
      </div>
      <div class="buttons">
        <form method="post" action={`${path}/test`}>
          <Button kind="plain">{words.test}</Button>
        </form>
        <LinkButton href={`${path}/text`} kind="quiet">
          {words.asText}
        </LinkButton>
      </div>
      <p class="hint">{words.testLine(email)}</p>
    </>
  )
}

/**
 * Numbers by state and a bar; while it is being sent it asks for itself again, and without script there is a link for
 * that.
 */
export function IssueCounts({ issue, newsletter }: Pick<IssuePageProps, 'issue' | 'newsletter'>) {
  const { m, f } = useWords()
  const words = m.desk.issues.counts
  const { audience, sent, failed, uncertain, dropped } = issue
  const waiting = Math.max(audience - sent - failed - uncertain - dropped, 0)
  const path = `/desk/issues/${issue.id}/counts`
  const live = onItsWay(issue) && { 'hx-get': path, 'hx-trigger': 'every 2s', 'hx-swap': 'outerHTML' }
  return (
    <div class="counts" {...live}>
      <p>
        <IssueState issue={issue} />
        {issue.state === 'scheduled' && issue.sendsAt !== null && (
          <>
            {' '}
            {m.desk.issues.scheduledFor} <SiteTime at={issue.sendsAt} zone={newsletter.zone} />
          </>
        )}
      </p>
      {live && (
        <noscript>
          <a href={`/desk/issues/${issue.id}`}>{m.desk.issues.refresh}</a>
        </noscript>
      )}
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
          {dropped > 0 && <p class="hint">{m.desk.issues.droppedLine}</p>}
        </>
      )}
    </div>
  )
}
