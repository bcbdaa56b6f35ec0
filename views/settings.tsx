import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FormState } from '../src/core/form.ts'
import type { SignedIn } from '../src/store/sessions.ts'
import { Layout } from './layout.tsx'
import { Button, Field, HiddenField, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type SettingsProps = PropsWithChildren<{ title: string; newsletters?: boolean; notice?: string; head?: Child }>

/** The frame of all settings: what there is to set, and which of it this is. */
export function SettingsLayout({ title, children, ...layout }: SettingsProps) {
  const { m, path } = useWords()
  const words = m.accounts.settings
  return (
    <Layout title={title} current="account" robots="noindex" narrow {...layout}>
      <h1>{words.title}</h1>
      <nav class="strip" aria-label={words.label}>
        {(['account', 'reading', 'newsletters', 'data'] as const).map((place) => (
          <a href={`/settings/${place}`} aria-current={path === `/settings/${place}` ? 'page' : undefined}>
            {words[place]}
          </a>
        ))}
      </nav>
      <PendingDeletion />
      {children}
    </Layout>
  )
}

/** On every page of the settings, as long as the account can still be kept. */
function PendingDeletion() {
  const { m, reader } = useWords()
  if (!reader?.deletesAt) return null
  return (
    <div class="pending">
      <p>
        {m.data.pending.before} <Time at={reader.deletesAt} />.
      </p>
      <form method="post" action="/settings/data/deletion">
        <HiddenField name="wanted" value="0" />
        <Button>{m.data.pending.button}</Button>
      </form>
    </div>
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
