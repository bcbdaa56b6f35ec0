import type { PropsWithChildren } from 'hono/jsx'
import type { FormState } from '../src/core/form.ts'
import type { SignedIn } from '../src/store/sessions.ts'
import { Layout } from './layout.tsx'
import { Button, Field, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type SettingsProps = PropsWithChildren<{ title: string; newsletters?: boolean; notice?: string }>

/** The frame of all settings: what there is to set, and which of it this is. */
export function SettingsLayout({ title, newsletters, notice, children }: SettingsProps) {
  const { m, path } = useWords()
  const words = m.accounts.settings
  return (
    <Layout title={title} current="account" robots="noindex" narrow newsletters={newsletters} notice={notice}>
      <h1>{words.title}</h1>
      <nav class="strip" aria-label={words.label}>
        {(['account', 'reading', 'newsletters'] as const).map((place) => (
          <a href={`/settings/${place}`} aria-current={path === `/settings/${place}` ? 'page' : undefined}>
            {words[place]}
          </a>
        ))}
      </nav>
      {children}
    </Layout>
  )
}

type AccountProps = { reader: SignedIn; since: number; form: FormState; saved?: boolean }

export function AccountPage({ reader, since, form, saved }: AccountProps) {
  const { m } = useWords()
  const words = m.accounts.settings
  return (
    <SettingsLayout title={words.account} notice={saved ? words.saved : undefined}>
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
        <NameForm form={form} />
        <form method="post" action="/logout">
          <Button kind="plain">{words.signOut}</Button>
        </form>
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
