import type { FormState } from '../src/core/form.ts'
import { makes } from '../src/core/issue.ts'
import type { IssueRow } from '../src/store/desk-issues.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import { Area, DeskLayout, DeskTable, RowHead, SiteTime, State } from './desk.tsx'
import { IssueState } from './desk-issues.tsx'
import { SettingsForm, type SettingsProps } from './desk-newsletter-form.tsx'
import { useRhythm } from './rhythm.tsx'
import { Button, Empty, Field, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

const TONES = { active: 'good', paused: 'rest', ended: 'rest' } as const

type ListProps = { newsletters: { newsletter: DeskNewsletter; issue: Latest | null }[] }
type Latest = Pick<IssueRow, 'id' | 'title' | 'state' | 'reason' | 'error'>

export function DeskNewslettersPage({ newsletters }: ListProps) {
  const { m } = useWords()
  const words = m.desk
  const action = <LinkButton href="/desk/newsletters/new">{words.new}</LinkButton>
  return (
    <DeskLayout title={words.newsletters} action={action}>
      {newsletters.length === 0 ? (
        <Empty title={words.none} line={words.noneLine} />
      ) : (
        <DeskTable
          label={words.newsletters}
          heads={[words.fields.name, words.state, words.next, words.latest, words.subscribers]}
        >
          {newsletters.map((row) => (
            <NewsletterRow {...row} />
          ))}
        </DeskTable>
      )}
    </DeskLayout>
  )
}

function NewsletterRow({ newsletter, issue }: ListProps['newsletters'][number]) {
  const { m, f } = useWords()
  const words = m.desk
  const { id, name, kind, state, nextAt, zone, subscribers } = newsletter
  return (
    <tr>
      <RowHead href={`/desk/newsletters/${id}`} under={[words.kinds[kind], useRhythm(newsletter)]}>
        <bdi>{name}</bdi>
      </RowHead>
      <td>
        <State tone={TONES[state]}>{words.states[state]}</State>
      </td>
      <td data-label={words.next}>{nextAt === null ? words.noNext : <SiteTime at={nextAt} zone={zone} />}</td>
      <td data-label={words.latest}>
        {issue === null ? (
          <span class="hint">{words.noIssue}</span>
        ) : (
          <>
            <a href={`/desk/issues/${issue.id}`}>
              <bdi>{issue.title}</bdi>
            </a>
            <span class="under">
              <IssueState issue={issue} />
            </span>
          </>
        )}
      </td>
      <td data-label={words.subscribers}>{f.number(subscribers)}</td>
    </tr>
  )
}

export function NewNewsletterPage(props: SettingsProps) {
  const { m } = useWords()
  return (
    <DeskLayout title={m.desk.new}>
      <SettingsForm {...props} action="/desk/newsletters" isNew />
    </DeskLayout>
  )
}

type PageProps = SettingsProps & {
  newsletter: DeskNewsletter
  issues: IssueRow[]
  /** The issue before which the next page begins. */
  older: number | null
  notice?: 'saved' | 'nothing' | 'unmade'
}

export function DeskNewsletterPage({ newsletter, issues, older, notice, ...settings }: PageProps) {
  const { m, f } = useWords()
  const { id, name, slug, state, zone } = newsletter
  const { nothing, unmade } = m.desk.issues.notices
  const notices = { saved: m.desk.saved, nothing, unmade }
  const may = makes(newsletter)
  return (
    <DeskLayout title={name} notice={settings.form.stands ? m.desk.overtaken : notice && notices[notice]}>
      <Section title={m.desk.issues.title}>
        <div class="buttons">
          {may.composed && (
            <form method="post" action={`/desk/newsletters/${id}/issues`}>
              <Button kind="plain">{m.desk.issues.compose}</Button>
            </form>
          )}
          {may.written && (
            <LinkButton href={`/desk/newsletters/${id}/written`} kind="plain">
              {m.desk.issues.write}
            </LinkButton>
          )}
          <LinkButton href={`/desk/newsletters/${id}/subscribers`} kind="quiet">
            {m.desk.subscribers}
          </LinkButton>
          {state !== 'ended' && (
            <LinkButton href={`/newsletters/${slug}`} kind="quiet">
              {m.desk.page}
            </LinkButton>
          )}
        </div>
        {issues.length === 0 && <p class="hint">{m.desk.issues.none}</p>}
        {issues.length > 0 && (
          <DeskTable
            label={m.desk.issues.title}
            heads={[
              m.desk.issues.issue,
              m.desk.state,
              m.desk.issues.when,
              m.desk.issues.counts.sent,
              m.desk.issues.counts.failed,
              m.desk.issues.counts.uncertain,
            ]}
          >
            {issues.map((issue) => (
              <tr>
                <RowHead
                  href={`/desk/issues/${issue.id}`}
                  under={[
                    issue.number === null ? m.desk.issues.unnumbered : m.desk.issues.number(f.number(issue.number)),
                  ]}
                >
                  <bdi>{issue.title}</bdi>
                </RowHead>
                <td>
                  <IssueState issue={issue} />
                </td>
                <td>
                  <SiteTime at={issue.sendsAt ?? issue.createdAt} zone={zone} />
                </td>
                <td data-label={m.desk.issues.counts.sent}>{f.number(issue.sent)}</td>
                <td data-label={m.desk.issues.counts.failed}>{f.number(issue.failed)}</td>
                <td data-label={m.desk.issues.counts.uncertain}>{f.number(issue.uncertain)}</td>
              </tr>
            ))}
          </DeskTable>
        )}
        {older !== null && (
          <p>
            <a href={`/desk/newsletters/${id}?before=${older}`}>{m.pastIssues.older}</a>
          </p>
        )}
      </Section>
      <SettingsForm {...settings} action={`/desk/newsletters/${id}`} />
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
