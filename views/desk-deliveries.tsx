import type { FormState } from '../src/core/form.ts'
import type { Delivery, Received } from '../src/store/subscribers.ts'
import { DeskLayout, DeskTable, RowHead, State } from './desk.tsx'
import { Button, Field, Notice, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const TONES = {
  pending: 'rest',
  leased: 'rest',
  sending: 'rest',
  sent: 'good',
  failed: 'bad',
  uncertain: 'bad',
  dropped: 'rest',
} as const

/** `now`: whether a pause is over. */
type Found = Received & { email: string; more: number | null; now: number }

/** Who got what: one email, and every message that was made for it. */
export function DeskDeliveriesPage({ form, found }: { form: FormState; found: Found | null }) {
  const words = useWords().m.subscribers.received
  const { m } = useWords()
  return (
    <DeskLayout title={words.title} current="deliveries">
      <p class="lead">{words.line}</p>
      <form class="form" method="get" action="/desk/deliveries">
        <Field name="email" type="email" label={m.subscribers.columns.email} form={form} dir="ltr" required />
        <Button>{words.button}</Button>
      </form>
      {found && <FoundDeliveries {...found} />}
    </DeskLayout>
  )
}

function FoundDeliveries({ email, pausedUntil, suppressed, deliveries, more, now }: Found) {
  const words = useWords().m.subscribers.received
  return (
    <Section title={words.of(email)}>
      {suppressed && <Notice>{words.suppressed[suppressed]}</Notice>}
      {pausedUntil > now && (
        <Notice>
          {words.paused} <Time at={pausedUntil} withTime />
        </Notice>
      )}
      {deliveries.length === 0 && <p class="hint">{words.none}</p>}
      {deliveries.length > 0 && <Deliveries deliveries={deliveries} />}
      {more !== null && (
        <a href={`/desk/deliveries?email=${encodeURIComponent(email)}&before=${more}`}>{words.older}</a>
      )}
    </Section>
  )
}

function Deliveries({ deliveries }: { deliveries: Delivery[] }) {
  const words = useWords().m.subscribers.received
  return (
    <DeskTable label={words.title} heads={[words.issue, words.state, words.time, words.outcome]}>
      {deliveries.map(({ issueId, title, newsletter, state, error, outcome, updatedAt }) => (
        <tr>
          <RowHead href={`/desk/issues/${issueId}`} under={[<bdi>{newsletter}</bdi>]}>
            <bdi>{title}</bdi>
          </RowHead>
          <td>
            <State tone={TONES[state]}>{words.states[state]}</State>
            {error && <Reason error={error} />}
          </td>
          <td>
            <Time at={updatedAt} withTime />
          </td>
          <td data-label={words.outcome}>{outcome && words.outcomes[outcome]}</td>
        </tr>
      ))}
    </DeskTable>
  )
}

/** Reasons of ours in words; what a transport said as it said it. */
function Reason({ error }: { error: string }) {
  const { reasons } = useWords().m.subscribers.received
  const ours = (reasons as Record<string, string>)[error]
  return (
    <span class="hint">
      <bdi>{ours ?? error}</bdi>
    </span>
  )
}
