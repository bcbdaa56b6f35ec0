import { emptyForm, type FormState } from '../src/core/form.ts'
import { qrCode } from '../src/core/totp.ts'
import type { Totp } from '../src/store/factors.ts'
import { Back, ConfirmForm } from './factors.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, Field, HiddenField, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

export function TotpSection({ totp }: { totp: Totp | null }) {
  const { m } = useWords()
  const words = m.factors.totp
  return (
    <Section title={words.title}>
      <p>{words.line}</p>
      <TotpState totp={totp} />
      <p>
        <a href="/settings/security/totp">{totp ? words.manage : words.setUp}</a>
      </p>
    </Section>
  )
}

/** With the time of day, so that no script makes «since 3 minutes ago» of it. */
function TotpState({ totp }: { totp: Totp | null }) {
  const { m } = useWords()
  const { since, off } = m.factors.totp
  return <p>{totp ? [since, ' ', <Time at={totp.createdAt} withTime />] : off}</p>
}

type TotpPageProps = { totp: Totp | null; setUp?: FormState; turnOff?: FormState }

/** The way to an app, to another one, and to none. */
export function TotpPage({ totp, setUp = emptyForm, turnOff = emptyForm }: TotpPageProps) {
  const { m } = useWords()
  const words = m.factors.totp
  return (
    <SettingsLayout title={words.title}>
      {totp && (
        <Section title={words.turnOff}>
          <TotpState totp={totp} />
          <p>{words.turnOffLine}</p>
          <ConfirmForm action="/settings/security/totp/removed" button={words.turnOff} kind="warn" form={turnOff} />
        </Section>
      )}
      <Section title={totp ? words.another : words.setUp}>
        <p>{totp ? words.anotherLine : words.line}</p>
        <ConfirmForm id="new-app" action="/settings/security/totp/new" button={m.factors.confirm.next} form={setUp} />
        <Back />
      </Section>
    </SettingsLayout>
  )
}

/** What a new app is to know, and its first code. */
export type NewAppProps = { app: { token: string; uri: string; text: string }; form?: FormState }

export function NewAppPage({ app, form = emptyForm }: NewAppProps) {
  const { m } = useWords()
  const words = m.factors.totp
  return (
    <SettingsLayout title={words.setUp}>
      <Section title={words.setUp}>
        <p>{words.scan}</p>
        <QrCode text={app.uri} label={words.picture} />
        <p>{words.type}</p>
        <p>
          <code class="secret" dir="ltr">
            {app.text}
          </code>
        </p>
        <form class="form" method="post" action="/settings/security/totp">
          <HiddenField name="token" value={app.token} />
          <Field
            name="code"
            label={words.code}
            hint={words.codeHint}
            autocomplete="one-time-code"
            dir="ltr"
            form={form}
            required
          />
          <Button>{words.turnOn}</Button>
        </form>
        <Back />
      </Section>
    </SettingsLayout>
  )
}

/** Dark on light in every theme: cameras want it so. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = qrCode(text)
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
