import type { FormState } from '../src/core/form.ts'
import type { SignedIn } from '../src/store/sessions.ts'
import { SettingsLayout } from './settings.tsx'
import { Button, Field, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type AccountProps = { reader: SignedIn; since: number; name: FormState; email: FormState; done?: 'name' | 'email' }

export function AccountPage({ reader, since, name, email, done }: AccountProps) {
  const { m } = useWords()
  const words = m.accounts.settings
  const notices = { name: words.saved, email: m.security.email.asked }
  return (
    <SettingsLayout title={words.account} notice={done && notices[done]}>
      <Section title={words.account}>
        <dl class="facts">
          <dt>{m.accounts.fields.email}</dt>
          <dd>
            <bdi dir="ltr">{reader.email}</bdi>
          </dd>
          <dt>{words.since}</dt>
          <dd>
            <Time at={since} />
          </dd>
        </dl>
        <NameForm form={name} />
        <form method="post" action="/logout">
          <Button kind="plain">{words.signOut}</Button>
        </form>
      </Section>
      <Section title={m.security.email.title}>
        <EmailForm form={email} />
      </Section>
    </SettingsLayout>
  )
}

/** A plain form: the page that follows shows the name in its header too. */
export function NameForm({ form }: { form: FormState }) {
  const { m } = useWords()
  const words = m.accounts.settings
  return (
    <form class="form" method="post" action="/settings/account">
      <Field name="name" label={m.accounts.fields.name} hint={words.nameHint} autocomplete="name" form={form} />
      <Button>{words.save}</Button>
    </form>
  )
}

export function EmailForm({ form }: { form: FormState }) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <form class="form" method="post" action="/settings/account/email">
      <Field
        name="email"
        label={words.new}
        type="email"
        hint={words.newHint}
        autocomplete="email"
        form={form}
        required
      />
      <Field
        name="password"
        label={words.password}
        type="password"
        autocomplete="current-password"
        form={form}
        required
      />
      <Button>{words.change}</Button>
    </form>
  )
}
