import { Layout } from './layout.tsx'
import { Button, HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

export function UndoFactorsPage({ action }: { action: string }) {
  const { m } = useWords()
  const words = m.factors.undo
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>{words.line}</p>
      <form class="form" method="post" action={action}>
        <Button kind="warn">{words.button}</Button>
      </form>
    </Layout>
  )
}

/** The account has no password now: the link to a new one is one press away. */
export function FactorsUndonePage({ email }: { email: string }) {
  const { m } = useWords()
  const words = m.factors.undo
  return (
    <Layout title={words.done} robots="noindex" narrow>
      <h1>{words.done}</h1>
      <ResetOffer line={words.doneLine} email={email} />
    </Layout>
  )
}

/** What comes after a change was taken back: a reset, for the email named. */
export function ResetOffer({ line, email }: { line: string; email: string }) {
  const { m } = useWords()
  return (
    <>
      <p>
        {line} <bdi dir="ltr">{email}</bdi>.
      </p>
      <form class="form" method="post" action="/reset">
        <HiddenField name="email" value={email} />
        <Button>{m.security.reset.button}</Button>
      </form>
    </>
  )
}
