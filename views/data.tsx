import { emptyForm, type FormState } from '../src/core/form.ts'
import { Layout } from './layout.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, Field, HiddenField, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

export type DataPageProps = {
  /** Which of the two forms was filled in badly, and how. */
  wrong?: { form: 'archive' | 'deletion'; state: FormState }
  kept?: boolean
}

/** All an account holds, to be taken along or deleted. Plain forms: one ends in a download, the other on this page. */
export function DataPage({ wrong, kept }: DataPageProps) {
  const { m, reader } = useWords()
  const words = m.data
  const stateOf = (form: 'archive' | 'deletion') => (wrong?.form === form ? wrong.state : emptyForm)
  return (
    <SettingsLayout title={words.title} notice={kept ? words.pending.kept : undefined}>
      <Section title={words.export.title}>
        <p>{words.export.line}</p>
        <p class="hint">
          {words.export.texts} <a href="/list/exports">{m.exports.title}</a>
        </p>
        <form class="form" method="post" action="/settings/data/archive">
          <PasswordField id="archive-password" form={stateOf('archive')} />
          <Button>{words.export.button}</Button>
        </form>
      </Section>
      {!reader?.deletesAt && (
        <Section title={words.deletion.title}>
          <p>{words.deletion.line}</p>
          <ul class="points">
            {words.deletion.goes.map((what) => (
              <li>{what}</li>
            ))}
          </ul>
          <p class="hint">{words.deletion.stays}</p>
          <form class="form" method="post" action="/settings/data/deletion">
            <HiddenField name="wanted" value="1" />
            <PasswordField id="deletion-password" form={stateOf('deletion')} />
            <Button kind="warn">{words.deletion.button}</Button>
          </form>
        </Section>
      )}
    </SettingsLayout>
  )
}

function PasswordField({ id, form }: { id: string; form: FormState }) {
  const { m } = useWords()
  return (
    <Field
      id={id}
      name="password"
      label={m.data.password}
      type="password"
      autocomplete="current-password"
      form={form}
      required
    />
  )
}

type KeepProps = { action: string; email: string }

/** Behind the link that is mailed when somebody asked for an account's deletion. */
export function KeepPage({ action, email }: KeepProps) {
  const { m } = useWords()
  const words = m.data.keep
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>
        {words.line} <bdi dir="ltr">{email}</bdi>.
      </p>
      <form class="form" method="post" action={action}>
        <Button>{words.button}</Button>
      </form>
    </Layout>
  )
}

export function KeptPage() {
  const { m } = useWords()
  const words = m.data.keep
  return <Told title={words.done} line={words.doneLine} />
}

export function KeepEndedPage() {
  const { m } = useWords()
  const words = m.data.keep
  return <Told title={words.ended} line={words.endedLine} />
}

function Told({ title, line }: { title: string; line: string }) {
  const { m } = useWords()
  return (
    <Layout title={title} robots="noindex" narrow>
      <h1>{title}</h1>
      <p>{line}</p>
      <LinkButton href="/login">{m.accounts.signIn.title}</LinkButton>
    </Layout>
  )
}
