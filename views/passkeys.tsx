import { emptyForm, type FormState } from '../src/core/form.ts'
import type { Passkey } from '../src/store/passkeys.ts'
import { Back, ConfirmForm } from './factors.tsx'
import { PasskeyForm, PasskeyScript } from './passkey-form.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, Field, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

export function PasskeySection({ passkeys }: { passkeys: Passkey[] }) {
  const { m } = useWords()
  const words = m.factors.passkeys
  return (
    <Section title={words.title}>
      <p>{words.line}</p>
      {passkeys.length === 0 && <p>{words.none}</p>}
      {passkeys.length > 0 && (
        <ul class="factors">
          {passkeys.map((passkey) => (
            <li>
              <a href={`/settings/security/passkeys/${passkey.id}`}>
                <PasskeyName passkey={passkey} />
              </a>
              <PasskeyDates passkey={passkey} />
            </li>
          ))}
        </ul>
      )}
      <p>
        <a href="/settings/security/passkeys/new">{words.add}</a>
      </p>
    </Section>
  )
}

export function NewPasskeyPage({ form = emptyForm }: { form?: FormState }) {
  const { m } = useWords()
  const words = m.factors.passkeys
  return (
    <SettingsLayout title={words.add}>
      <Section title={words.add}>
        <p>{words.line}</p>
        <noscript>
          <p>{words.script}</p>
        </noscript>
        <ConfirmForm action="/settings/security/passkeys/new" button={m.factors.confirm.next} form={form} />
        <Back />
      </Section>
    </SettingsLayout>
  )
}

/** After the password: the device's turn. */
export function MakePasskeyPage({ options }: { options: object }) {
  const { m } = useWords()
  const words = m.factors.passkeys
  return (
    <SettingsLayout title={words.add} head={<PasskeyScript />}>
      <Section title={words.add}>
        <p>{words.makeLine}</p>
        <noscript>
          <p>{words.script}</p>
        </noscript>
        <PasskeyForm
          action="/settings/security/passkeys"
          ceremony="create"
          options={options}
          button={words.make}
          form={emptyForm}
        >
          <NameField form={emptyForm} />
        </PasskeyForm>
        <Back />
      </Section>
    </SettingsLayout>
  )
}

type PasskeyPageProps = { passkey: Passkey; naming?: FormState; removal?: FormState }

/** One passkey: its name, and the way to be rid of it. */
export function PasskeyPage({ passkey, naming, removal = emptyForm }: PasskeyPageProps) {
  const { m } = useWords()
  const words = m.factors.passkeys
  const path = `/settings/security/passkeys/${passkey.id}`
  const form = naming ?? { values: { name: passkey.name }, errors: {} }
  return (
    <SettingsLayout title={passkey.name || words.unnamed}>
      <Section title={passkey.name || words.unnamed}>
        <PasskeyDates passkey={passkey} />
        <form class="form" method="post" action={path}>
          <NameField form={form} />
          <Button>{words.save}</Button>
        </form>
      </Section>
      <Section title={words.removal}>
        <p>{words.removeLine}</p>
        <ConfirmForm action={`${path}/removed`} button={words.removal} kind="warn" form={removal} />
        <Back />
      </Section>
    </SettingsLayout>
  )
}

function NameField({ form }: { form: FormState }) {
  const { m } = useWords()
  const words = m.factors.passkeys
  return <Field name="name" label={words.name} hint={words.nameHint} form={form} />
}

function PasskeyName({ passkey }: { passkey: Passkey }) {
  const { m } = useWords()
  return <bdi>{passkey.name || m.factors.passkeys.unnamed}</bdi>
}

function PasskeyDates({ passkey: { createdAt, usedAt } }: { passkey: Passkey }) {
  const { m } = useWords()
  const words = m.factors.passkeys
  const used = usedAt === null ? words.never : [words.used, ' ', <Time at={usedAt} />]
  return (
    <p class="meta">
      <span>
        {words.made} <Time at={createdAt} />
      </span>
      <span>{used}</span>
    </p>
  )
}
