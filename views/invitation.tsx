import { Layout } from './layout.tsx'
import { Button, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = {
  action: string
  /** The email that was invited, and that of the account that is signed in here; null: nobody is. */
  email: string
  as: string | null
}

/** Behind the link of an invitation: nothing changes before the button is pressed, by whom it is for. */
export function InvitationPage({ action, email, as }: Props) {
  const { m } = useWords()
  const words = m.deskReaders.invitation
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>
        {words.for} <bdi dir="ltr">{email}</bdi>.
      </p>
      <p>{as === email ? words.acceptLine : as === null ? words.visitor : words.other}</p>
      {as === email ? (
        <form class="form" method="post" action={action}>
          <Button>{words.accept}</Button>
        </form>
      ) : (
        <div class="buttons">
          <LinkButton href="/login">{m.accounts.signIn.title}</LinkButton>
          <LinkButton href="/register" kind="plain">
            {m.site.nav.signUp}
          </LinkButton>
        </div>
      )}
    </Layout>
  )
}

export function InvitationEndedPage() {
  const words = useWords().m.deskReaders.invitation
  return (
    <Layout title={words.ended} robots="noindex" narrow>
      <h1>{words.ended}</h1>
      <p>{words.endedLine}</p>
    </Layout>
  )
}
