import type { FormState } from '../src/core/form.ts'
import { type Asked, formatIntent, intentQuery } from '../src/core/intent.ts'
import { Layout } from './layout.tsx'
import { PasskeyScript } from './passkey-form.tsx'
import { PasskeySignIn } from './second-step.tsx'
import { Bdi, Button, Field, HiddenField, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = { form: FormState; asked: Asked | null }

/** These forms end on another page, and passwords are kept by browsers that see one load: nothing for htmx to do. */
export function RegisterPage({ form, asked }: Props) {
  const { m } = useWords()
  const words = m.accounts.register
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>{words.line}</p>
      <RegisterForm form={form} asked={asked} />
      <p>
        {words.other} <a href={`/login${carried(asked)}`}>{m.accounts.signIn.title}</a>
      </p>
    </Layout>
  )
}

export function RegisterForm({ form, asked }: Props) {
  const { m } = useWords()
  const { fields, register } = m.accounts
  return (
    <form class="form" method="post" action="/register">
      <AskedLine asked={asked} />
      {asked && <HiddenField name="intent" value={formatIntent(asked.intent)} />}
      <Field
        name="email"
        label={fields.email}
        type="email"
        hint={register.emailHint}
        autocomplete="username"
        form={form}
        required
      />
      <Field
        name="password"
        label={fields.password}
        type="password"
        hint={register.passwordHint}
        autocomplete="new-password"
        form={form}
        required
      />
      <Button>{register.button}</Button>
    </form>
  )
}

/** `reset`: a forgotten password has just been set anew. */
export function LoginPage({ form, asked, reset }: Props & { reset?: boolean }) {
  const { m } = useWords()
  const words = m.accounts.signIn
  const notice = reset ? m.security.reset.done : undefined
  return (
    <Layout title={words.title} robots="noindex" narrow notice={notice} head={<PasskeyScript />}>
      <h1>{words.title}</h1>
      <LoginForm form={form} asked={asked} />
      <p>
        <a href="/reset">{m.security.reset.forgotten}</a>
      </p>
      <PasskeySignIn form={form} intent={asked?.intent ?? null} />
      <p>
        {words.other} <a href={`/register${carried(asked)}`}>{m.accounts.register.title}</a>
      </p>
    </Layout>
  )
}

export function LoginForm({ form, asked }: Props) {
  const { m } = useWords()
  const { fields, signIn } = m.accounts
  return (
    <form class="form" method="post" action="/login">
      <AskedLine asked={asked} />
      {asked && <HiddenField name="intent" value={formatIntent(asked.intent)} />}
      <Field name="email" label={fields.email} type="email" autocomplete="username" form={form} required />
      <Field
        name="password"
        label={fields.password}
        type="password"
        autocomplete="current-password"
        form={form}
        required
      />
      <Button>{signIn.button}</Button>
    </form>
  )
}

/** The same for every email, known here or not. */
export function SentPage({ email }: { email: string }) {
  const { m } = useWords()
  const words = m.accounts.sent
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>
        {words.before} <bdi dir="ltr">{email}</bdi>. {words.after}
      </p>
      <p>{words.valid}</p>
      <p>
        <a href="/register">{words.again}</a>
      </p>
    </Layout>
  )
}

type VerifyProps = Props & { action: string; email: string; asksPassword: boolean }

export function VerifyPage(props: VerifyProps) {
  const { m } = useWords()
  const words = m.accounts.verify
  return (
    <Layout title={words.title} robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p>
        {words.line} <bdi dir="ltr">{props.email}</bdi>.
      </p>
      <VerifyForm {...props} />
    </Layout>
  )
}

export function VerifyForm({ action, asksPassword, form, asked }: VerifyProps) {
  const { m } = useWords()
  const { fields, verify } = m.accounts
  return (
    <form class="form" method="post" action={action}>
      <AskedLine asked={asked} />
      {asksPassword && (
        <Field
          name="password"
          label={fields.password}
          type="password"
          hint={verify.passwordHint}
          autocomplete="current-password"
          form={form}
          required
        />
      )}
      <Button>{verify.button}</Button>
    </form>
  )
}

/** A link that leads nowhere any more; most often it was opened twice. */
export function LinkEndedPage() {
  const { m } = useWords()
  const { ended, signIn, register } = m.accounts
  return (
    <Layout title={ended.title} robots="noindex" narrow>
      <h1>{ended.title}</h1>
      <p>{ended.line}</p>
      <div class="buttons">
        <LinkButton href="/login">{signIn.title}</LinkButton>
        <LinkButton href="/register" kind="plain">
          {register.title}
        </LinkButton>
      </div>
    </Layout>
  )
}

/** The email got its account by another link in the meantime. */
export function AccountKnownPage({ asked }: { asked: Asked | null }) {
  const { m } = useWords()
  const { known, signIn } = m.accounts
  return (
    <Layout title={known.title} robots="noindex" narrow>
      <h1>{known.title}</h1>
      <p>{known.line}</p>
      <LinkButton href={`/login${carried(asked)}`}>{signIn.title}</LinkButton>
    </Layout>
  )
}

function AskedLine({ asked }: { asked: Asked | null }) {
  const { m } = useWords()
  if (!asked) return null
  const title = asked.intent.kind === 'page' ? m.site.nav.forYou : asked.title
  return (
    <>
      <p class="asked">
        {m.accounts.asked[asked.intent.kind]} «<Bdi dir={asked.direction}>{title}</Bdi>»
      </p>
      {asked.intent.kind === 'newsletter' && <p class="hint">{m.newsletters.consent}</p>}
    </>
  )
}

function carried(asked: Asked | null): string {
  return asked ? intentQuery(asked.intent) : ''
}
