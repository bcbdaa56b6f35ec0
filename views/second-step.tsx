import { emptyForm, type FormState } from '../src/core/form.ts'
import { formatIntent, type Intent, intentQuery } from '../src/core/intent.ts'
import { Layout } from './layout.tsx'
import { PasskeyForm, PasskeyScript } from './passkey-form.tsx'
import { Button, Field, HiddenField, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type Step = { token: string; app: boolean; options: object | null; intent: Intent | null }

/** After a right password: a code, or the device's turn. */
export function SecondStepPage({ step, form = emptyForm }: { step: Step; form?: FormState }) {
  const { m } = useWords()
  const words = m.factors.second
  const again = step.intent ? `/login${intentQuery(step.intent)}` : '/login'
  return (
    <Layout title={words.title} robots="noindex" narrow head={step.options && <PasskeyScript />}>
      <h1>{words.title}</h1>
      {step.options && (
        <PasskeyForm action="/login/second" ceremony="get" options={step.options} button={words.passkey} form={form}>
          <HiddenField name="token" value={step.token} />
        </PasskeyForm>
      )}
      <form class="form" method="post" action="/login/second">
        <HiddenField name="token" value={step.token} />
        <Field
          name="code"
          label={step.app ? words.code : words.recovery}
          hint={step.app ? words.codeHint : words.recoveryHint}
          autocomplete="one-time-code"
          dir="ltr"
          form={form}
          required
        />
        <Button kind={step.options ? 'plain' : 'main'}>{words.button}</Button>
      </form>
      <p>
        <a href={again}>{words.again}</a>
      </p>
    </Layout>
  )
}

/** The step's time is over, or its place was taken: the password comes first again. */
export function StepEndedPage() {
  const { m } = useWords()
  return (
    <Layout title={m.factors.second.title} robots="noindex" narrow>
      <h1>{m.factors.second.title}</h1>
      <p class="form-error">{m.fields.stepEnded}</p>
      <p>
        <LinkButton href="/login">{m.accounts.signIn.title}</LinkButton>
      </p>
    </Layout>
  )
}

/** Signing in by a passkey alone, beside the password. */
export function PasskeySignIn({ form = emptyForm, intent }: { form?: FormState; intent: Intent | null }) {
  const { m } = useWords()
  return (
    <PasskeyForm
      action="/login/passkey"
      ceremony="get"
      options="/login/passkey/options"
      button={m.factors.signIn}
      kind="plain"
      form={form}
    >
      {intent && <HiddenField name="intent" value={formatIntent(intent)} />}
    </PasskeyForm>
  )
}
