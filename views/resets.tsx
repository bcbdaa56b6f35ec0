import type { FormState } from '../src/core/form.ts'
import { Layout } from './layout.tsx'
import { Button, Field, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

export function ResetPage({ form }: { form: FormState }) {
  const { m } = useWords()
  const words = m.security.reset
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>{words.line}</p>
      <ResetForm form={form} />
    </Layout>
  )
}

export function ResetForm({ form }: { form: FormState }) {
  const { m } = useWords()
  return (
    <form class="form" method="post" action="/reset">
      <Field name="email" label={m.accounts.fields.email} type="email" autocomplete="username" form={form} required />
      <Button>{m.security.reset.button}</Button>
    </form>
  )
}

/** The same for every email, known here or not. */
export function ResetSentPage({ email }: { email: string }) {
  const { m } = useWords()
  const words = m.security.reset
  const { before, after, again } = m.accounts.sent
  return (
    <Layout title={words.sent} robots="noindex" narrow>
      <h1>{words.sent}</h1>
      <p>
        {before} <bdi dir="ltr">{email}</bdi>. {after}
      </p>
      <p>{words.valid}</p>
      <p>
        <a href="/reset">{again}</a>
      </p>
    </Layout>
  )
}

type NewPasswordProps = { action: string; email: string; form: FormState }

export function NewPasswordPage(props: NewPasswordProps) {
  const { m } = useWords()
  const words = m.security.reset
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>
        {words.for} <bdi dir="ltr">{props.email}</bdi>.
      </p>
      <NewPasswordForm {...props} />
    </Layout>
  )
}

/** The email is there for password managers: they keep the new password under it. */
export function NewPasswordForm({ action, email, form }: NewPasswordProps) {
  const { m } = useWords()
  const words = m.security.reset
  return (
    <form class="form" method="post" action={action}>
      <input type="hidden" name="email" value={email} autocomplete="username" />
      <Field
        name="password"
        label={m.security.password.new}
        type="password"
        hint={words.passwordHint}
        autocomplete="new-password"
        form={form}
        required
      />
      <Button>{words.set}</Button>
    </form>
  )
}

export function ResetEndedPage() {
  const { m } = useWords()
  return (
    <Layout title={m.accounts.ended.title} robots="noindex" narrow>
      <h1>{m.accounts.ended.title}</h1>
      <p>{m.security.reset.ended}</p>
      <LinkButton href="/reset">{m.security.reset.again}</LinkButton>
    </Layout>
  )
}
