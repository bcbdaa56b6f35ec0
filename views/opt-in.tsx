import { emptyForm, type FormState } from '../src/core/form.ts'
import { needsAccount } from '../src/core/issue.ts'
import type { Newsletter } from '../src/store/newsletters.ts'
import { Layout } from './layout.tsx'
import { Button, Field, Invitation, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

/** One email, one button a newsletter: works without script, and Enter takes the first. */
export function OptInBox({ newsletters }: { newsletters: Newsletter[] }) {
  const { m } = useWords()
  const words = m.newsletters.optIn
  return (
    <div class="visitor">
      <Invitation title={words.title} line={m.newsletters.consent}>
        <form class="form" method="post">
          <EmailField id="opt-in" form={emptyForm} />
          <p>{words.choose}</p>
          <div class="buttons">
            {newsletters
              .filter((one) => !needsAccount(one))
              .map(({ slug, name }) => (
                <button
                  class="button plain"
                  type="submit"
                  formaction={`/newsletters/${slug}/subscribe`}
                  aria-label={words.buttonFor(name)}
                >
                  <bdi>{name}</bdi>
                </button>
              ))}
          </div>
        </form>
      </Invitation>
    </div>
  )
}

/** What a visitor is asked for. */
export function OptIn({ newsletter, form }: { newsletter: Newsletter; form: FormState }) {
  return needsAccount(newsletter) ? (
    <AccountNeeded newsletter={newsletter} />
  ) : (
    <OptInForm newsletter={newsletter} form={form} />
  )
}

type OptInProps = { newsletter: { slug: string; name: string }; form: FormState }

/** Takes the switch's place where nobody is signed in, and stands on the newsletter's own page. */
export function OptInForm({ newsletter, form }: OptInProps) {
  const { m } = useWords()
  const { slug, name } = newsletter
  const action = `/newsletters/${slug}/subscribe`
  return (
    <form class="form opt-in" method="post" action={action} hx-post={action} hx-target="this" hx-swap="outerHTML">
      <EmailField id={`opt-in-${slug}`} form={form} />
      <Button label={m.newsletters.optIn.buttonFor(name)}>{m.newsletters.optIn.button}</Button>
      <p class="hint">
        <a href={`/login?intent=newsletter:${slug}`}>{m.newsletters.optIn.account}</a>
      </p>
    </form>
  )
}

/** Why a newsletter is not for an email alone. */
export function useAccountWords({ kind }: Pick<Newsletter, 'kind'>): { title: string; line: string } {
  const words = useWords().m.newsletters.needsAccount
  return words[kind === 'alerts' ? 'alerts' : 'list']
}

function AccountNeeded({ newsletter }: { newsletter: Newsletter }) {
  const { m } = useWords()
  const { slug } = newsletter
  return (
    <div class="form opt-in">
      <p role="status">{useAccountWords(newsletter).line}</p>
      <LinkButton href={`/register?intent=newsletter:${slug}`}>{m.newsletters.needsAccount.signUp}</LinkButton>
      <p class="hint">
        <a href={`/login?intent=newsletter:${slug}`}>{m.newsletters.optIn.account}</a>
      </p>
    </div>
  )
}

function EmailField({ id, form }: { id: string; form: FormState }) {
  const { email, hint } = useWords().m.newsletters.optIn
  return <Field id={id} name="email" type="email" label={email} hint={hint} autocomplete="email" form={form} required />
}

/** The same whoever the email belongs to: what follows is in the mail. */
export function OptInAsked({ email }: { email: string }) {
  const { line, valid } = useWords().m.newsletters.asked
  return (
    <div class="notice" role="status">
      <p>{line(email)}</p>
      <p>{valid}</p>
    </div>
  )
}

export function OptInAskedPage({ email }: { email: string }) {
  const { title } = useWords().m.newsletters.asked
  return (
    <Layout title={title} current="newsletters" robots="noindex" narrow>
      <h1>{title}</h1>
      <OptInAsked email={email} />
    </Layout>
  )
}
