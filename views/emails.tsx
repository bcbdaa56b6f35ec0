import type { FormState } from '../src/core/form.ts'
import { ResetOffer } from './factor-undo.tsx'
import { Layout } from './layout.tsx'
import { Button, Field, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type ConfirmProps = { action: string; email: string; asksPassword: boolean; form: FormState }

/** What the link to a new email shows: nothing changes before the button is pressed. */
export function ConfirmEmailPage(props: ConfirmProps) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <Layout title={words.confirmTitle} robots="noindex" narrow>
      <h1>{words.confirmTitle}</h1>
      <p>
        {words.confirmLine} <bdi dir="ltr">{props.email}</bdi>.
      </p>
      <ConfirmEmailForm {...props} />
    </Layout>
  )
}

export function ConfirmEmailForm({ action, asksPassword, form }: ConfirmProps) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <form class="form" method="post" action={action}>
      {asksPassword && (
        <Field
          name="password"
          label={m.accounts.fields.password}
          type="password"
          hint={words.confirmHint}
          autocomplete="current-password"
          form={form}
          required
        />
      )}
      <Button>{words.confirm}</Button>
    </form>
  )
}

export function EmailConfirmedPage({ email }: { email: string }) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <Layout title={words.confirmed} robots="noindex" narrow>
      <h1>{words.confirmed}</h1>
      <p>
        {words.confirmedLine} <bdi dir="ltr">{email}</bdi>.
      </p>
      <p>{words.newsletters}</p>
      <LinkButton href="/settings/newsletters">{words.toNewsletters}</LinkButton>
    </Layout>
  )
}

/** The email got an account of its own while its link lay there. */
export function EmailTakenPage() {
  const { m } = useWords()
  const words = m.security.email
  return (
    <Layout title={words.taken} robots="noindex" narrow>
      <h1>{words.taken}</h1>
      <p>{words.takenLine}</p>
      <LinkButton href="/login">{m.accounts.signIn.title}</LinkButton>
    </Layout>
  )
}

/** A link about an email that leads nowhere any more. */
export function EmailLinkEndedPage() {
  const { m } = useWords()
  return (
    <Layout title={m.accounts.ended.title} robots="noindex" narrow>
      <h1>{m.accounts.ended.title}</h1>
      <p>{m.security.email.ended}</p>
      <LinkButton href="/settings/account">{m.accounts.settings.title}</LinkButton>
    </Layout>
  )
}

export function UndoEmailPage({ action, email }: { action: string; email: string }) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <Layout title={words.undoTitle} robots="noindex" narrow>
      <h1>{words.undoTitle}</h1>
      <p>
        {words.undoLine} <bdi dir="ltr">{email}</bdi>. {words.undoCost}
      </p>
      <form class="form" method="post" action={action}>
        <Button kind="warn">{words.undo}</Button>
      </form>
    </Layout>
  )
}

/** The account is back and has no password: its link is one press away. */
export function EmailUndonePage({ email }: { email: string }) {
  const { m } = useWords()
  const words = m.security.email
  return (
    <Layout title={words.undone} robots="noindex" narrow>
      <h1>{words.undone}</h1>
      <ResetOffer line={words.undoneLine} email={email} />
    </Layout>
  )
}
