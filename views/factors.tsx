import { emptyForm, type FormState } from '../src/core/form.ts'
import { FEW_RECOVERY_CODES } from '../src/core/recovery.ts'
import type { Factors } from '../src/store/factors.ts'
import { PasskeyScript } from './passkey-form.tsx'
import { PasskeySection } from './passkeys.tsx'
import { SettingsLayout } from './settings.tsx'
import { TotpSection } from './totp.tsx'
import { Button, Field, Notice, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** What a form of these pages has just done, as the page after it says. */
export const FACTORS_DONE = ['passkey_added', 'passkey_named', 'passkey_removed', 'totp_on', 'totp_off'] as const
type FactorsDone = (typeof FACTORS_DONE)[number]

/** The sections of `/settings/security` about what may stand beside the password. */
export function FactorSections({ factors }: { factors: Factors }) {
  const has = factors.passkeys.length > 0 || factors.totp !== null
  return (
    <>
      <PasskeySection passkeys={factors.passkeys} />
      <TotpSection totp={factors.totp} />
      {has && <RecoverySection left={factors.recoveryCodes} />}
    </>
  )
}

function RecoverySection({ left }: { left: number }) {
  const { m, f } = useWords()
  const words = m.factors.recovery
  return (
    <Section title={words.title}>
      <p>{words.line}</p>
      {left <= FEW_RECOVERY_CODES && <Notice>{words.few}</Notice>}
      <p>{words.left(left, f.number(left))}</p>
      <p>
        <a href="/settings/security/recovery">{words.renew}</a>
      </p>
    </Section>
  )
}

type ConfirmProps = { id?: string; action: string; button: string; kind?: 'main' | 'warn'; form: FormState }

/** The password again, before anything about the ways of signing in changes. */
export function ConfirmForm({ id, action, button, kind, form }: ConfirmProps) {
  const { m } = useWords()
  const words = m.factors.confirm
  return (
    <form class="form" method="post" action={action}>
      <Field
        id={id}
        name="password"
        label={words.password}
        type="password"
        hint={words.hint}
        autocomplete="current-password"
        form={form}
        required
      />
      <Button kind={kind}>{button}</Button>
    </form>
  )
}

/** `has`: whether there is a second factor that recovery codes stand for. */
export function RecoveryPage({ has, form = emptyForm }: { has: boolean; form?: FormState }) {
  const { m } = useWords()
  const words = m.factors.recovery
  return (
    <SettingsLayout title={words.title}>
      <Section title={words.title}>
        <p>{words.line}</p>
        <p>{has ? words.renewLine : words.needless}</p>
        {has && <ConfirmForm action="/settings/security/recovery" button={words.renew} form={form} />}
        <Back />
      </Section>
    </SettingsLayout>
  )
}

/** New recovery codes: the one page that ever shows them. */
export function CodesPage({ codes, done }: { codes: string[]; done?: FactorsDone }) {
  const { m } = useWords()
  const words = m.factors.recovery
  return (
    <SettingsLayout title={words.title} notice={done && m.factors.done[done]} head={<PasskeyScript />}>
      <Section title={words.title}>
        <p>{words.line}</p>
        <p>{words.shown}</p>
        <ul class="codes" dir="ltr">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
        <div class="buttons">
          <button class="button plain" type="button" data-copy={words.copied} hidden>
            {words.copy}
          </button>
          <button class="button plain" type="button" data-print hidden>
            {words.print}
          </button>
        </div>
        <Back />
      </Section>
    </SettingsLayout>
  )
}

export function Back() {
  const { m } = useWords()
  return (
    <p>
      <a href="/settings/security">{m.factors.back}</a>
    </p>
  )
}
