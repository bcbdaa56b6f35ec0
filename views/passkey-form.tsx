import type { Child, PropsWithChildren } from 'hono/jsx'
import type { FormState } from '../src/core/form.ts'
import { asset } from './asset.ts'
import { Button, HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

/** The script that these forms need, for the head of their pages. */
export function PasskeyScript() {
  return <script defer src={asset('passkeys.js')} />
}

type PasskeyFormProps = PropsWithChildren<{
  action: string
  /** Whether the device makes a passkey or signs with one. */
  ceremony: 'create' | 'get'
  /** What the device is asked, or the path that gives it when it is needed. */
  options: object | string
  button: Child
  kind?: 'main' | 'plain'
  form: FormState
}>

/**
 * A form whose answer comes from the device. It shows where script runs and the browser knows passkeys
 * (views/client/passkeys.ts); without, there is another way in everywhere.
 */
export function PasskeyForm({ action, ceremony, options, button, kind, form, children }: PasskeyFormProps) {
  const { m } = useWords()
  const error = form.errors.answer
  const asked = typeof options === 'string' ? { 'data-from': options } : { 'data-options': JSON.stringify(options) }
  return (
    <form class="form" method="post" action={action} data-passkey={ceremony} {...asked} hidden>
      <HiddenField name="answer" value="" />
      {children}
      <p class="wrong" role="alert" data-failed={m.factors.passkeys.failed}>
        {error && m.fields[error]}
      </p>
      <Button kind={kind}>{button}</Button>
    </form>
  )
}
