import { readAgent } from '../src/core/agent.ts'
import { emptyForm, type FormState } from '../src/core/form.ts'
import type { Messages } from '../src/i18n/messages.ts'
import type { Factors } from '../src/store/factors.ts'
import type { SecurityEvent } from '../src/store/security-events.ts'
import type { Device } from '../src/store/sessions.ts'
import { FACTORS_DONE, FactorSections } from './factors.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, Field, Meta, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

export type SecurityPageProps = {
  devices: Device[]
  /** The public id of the session that asks. */
  current: string
  factors: Factors
  events: SecurityEvent[]
  form?: FormState
  done?: SecurityDone
}

/** What a form of this page has just done. */
export const SECURITY_DONE = ['password', 'ended', 'others', ...FACTORS_DONE] as const
export type SecurityDone = (typeof SECURITY_DONE)[number]

/** All that guards an account: the password, what stands beside it, where it is open, and what happened to it. */
export function SecurityPage({ devices, current, factors, events, form = emptyForm, done }: SecurityPageProps) {
  const { m } = useWords()
  const words = m.security
  const { ended, othersEnded } = words.devices
  const notices = { password: words.password.changed, ended, others: othersEnded, ...m.factors.done }
  return (
    <SettingsLayout title={words.title} notice={done && notices[done]}>
      <Section title={words.password.title}>
        <PasswordForm form={form} />
      </Section>
      <FactorSections factors={factors} />
      <DevicesSection devices={devices} current={current} />
      <EventsSection events={events} />
    </SettingsLayout>
  )
}

export function PasswordForm({ form }: { form: FormState }) {
  const { m } = useWords()
  const words = m.security.password
  return (
    <form class="form" method="post" action="/settings/security/password">
      <Field
        name="current"
        label={words.current}
        type="password"
        autocomplete="current-password"
        form={form}
        required
      />
      <Field
        name="password"
        label={words.new}
        type="password"
        hint={words.newHint}
        autocomplete="new-password"
        form={form}
        required
      />
      <Button>{words.change}</Button>
    </form>
  )
}

function DevicesSection({ devices, current }: { devices: Device[]; current: string }) {
  const { m } = useWords()
  const words = m.security.devices
  return (
    <Section title={words.title}>
      <p>{words.line}</p>
      <ul class="devices">
        {devices.map((device) => (
          <li>
            <DeviceRow device={device} here={device.publicId === current} />
          </li>
        ))}
      </ul>
      {devices.length > 1 ? (
        <form method="post" action="/settings/security/devices/others">
          <Button kind="warn">{words.endOthers}</Button>
        </form>
      ) : (
        <p class="hint">{words.none}</p>
      )}
    </Section>
  )
}

function DeviceRow({ device, here }: { device: Device; here: boolean }) {
  const { m, f } = useWords()
  const words = m.security.devices
  const name = agentName(m, device.agent)
  return (
    <>
      <div>
        <h3>{name}</h3>
        <Meta>
          {here && <strong>{words.this}</strong>}
          {f.country(device.country)}
          <Moment label={words.last} at={Math.max(device.lastSeenAt, device.createdAt)} withTime />
          <Moment label={words.first} at={device.createdAt} />
        </Meta>
      </div>
      {!here && (
        <form method="post" action={`/settings/security/devices/${device.publicId}`}>
          <Button kind="quiet" label={words.endNamed(name)}>
            {words.end}
          </Button>
        </form>
      )}
    </>
  )
}

function Moment({ label, at, withTime }: { label: string; at: number; withTime?: boolean }) {
  return (
    <>
      {label}: <Time at={at} withTime={withTime} />
    </>
  )
}

function EventsSection({ events }: { events: SecurityEvent[] }) {
  const { m, f } = useWords()
  const words = m.security.events
  if (events.length === 0) {
    return (
      <Section title={words.title}>
        <p>{words.none}</p>
      </Section>
    )
  }
  return (
    <Section title={words.title} id="events">
      <p>{words.line}</p>
      <ul class="events">
        {events.map(({ kind, loggedAt, agent, country }) => (
          <li>
            <strong>{words.kinds[kind]}</strong>
            <Meta>
              <Time at={loggedAt} withTime />
              {agent && agentName(m, agent)}
              {f.country(country)}
            </Meta>
          </li>
        ))}
      </ul>
    </Section>
  )
}

/** A browser on a system, as far as it is known; their names are isolated. */
export function agentName(m: Messages, agent: string): string {
  const words = m.security.agent
  const { browser, system } = readAgent(agent)
  const name = browser ? words.browsers[browser] : words.unknown
  return system ? words.on(name, words.systems[system]) : name
}
