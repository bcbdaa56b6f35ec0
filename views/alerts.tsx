import type { AlertChoices, AlertsDone } from '../src/core/alerts.ts'
import { type Followable, type FollowState, isFollowed } from '../src/core/follow.ts'
import { OptInAsked } from './opt-in.tsx'
import { HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

type ChoiceProps = {
  choices: AlertChoices
  /** Where it is posted: a mailed link has its own route. */
  action?: string
}

/** How often alerts come, if at all: one press is the choice, and the words of consent stand with it. */
export function AlertChoice({ choices: { chosen, offered }, action = '/following/alerts' }: ChoiceProps) {
  const { m } = useWords()
  const words = m.alerts
  if (offered.length === 0) return null
  return (
    <form
      id="alert-choice"
      class="alert-choice"
      method="post"
      action={action}
      hx-post={action}
      hx-target="this"
      hx-swap="outerMorph"
    >
      <fieldset class="choice" aria-describedby="alert-line">
        <legend>{words.title}</legend>
        {(['none', ...offered] as const).map((one) => (
          <button type="submit" name="alerts" value={one} aria-pressed={one === chosen ? 'true' : 'false'}>
            {words.choices[one]}
          </button>
        ))}
      </fieldset>
      <p class="hint" id="alert-line">
        {words.line} {m.newsletters.consent}
      </p>
    </form>
  )
}

type SwitchProps = { of: Followable; state: FollowState }

/** Whether alerts name a keyword; not there while it is not followed. */
export function AlertSwitch({ of: { ref, label }, state }: SwitchProps) {
  const { m } = useWords()
  const action = '/following/alerts/keywords'
  return (
    <form
      class="switch alert-switch"
      method="post"
      action={action}
      data-alert={ref}
      hidden={!isFollowed(state)}
      hx-post={action}
      hx-target="this"
      hx-swap="outerMorph"
    >
      <HiddenField name="ref" value={ref} />
      <HiddenField name="wanted" value={state.alerts ? '0' : '1'} />
      <span aria-hidden="true">{m.alerts.alert}</span>
      <button
        type="submit"
        role="switch"
        aria-checked={state.alerts ? 'true' : 'false'}
        aria-label={m.alerts.of(label)}
      />
    </form>
  )
}

/** In an answer: the switch of a keyword, wherever it stands, is as its state says. */
export function AlertPartial(props: SwitchProps) {
  return (
    <hx-partial hx-target={`[data-alert="${props.of.ref}"]`} hx-swap="outerMorph">
      <AlertSwitch {...props} />
    </hx-partial>
  )
}

/** In an answer: the choice that stands on the page is this now. */
export function ChoicePartial({ choices }: { choices: AlertChoices }) {
  return (
    <hx-partial hx-target="#alert-choice" hx-swap="outerMorph">
      <AlertChoice choices={choices} />
    </hx-partial>
  )
}

/** In an answer: what was done, as the page after a plain form says it on top. */
export function AlertsToast({ what }: { what: AlertsDone }) {
  const { m } = useWords()
  return (
    <hx-partial hx-target="#toast" hx-swap="innerHTML">
      <p>{m.alerts.done[what]}</p>
    </hx-partial>
  )
}

/** In an answer: the choice waits for a mail to be answered. */
export function AskedPartial({ email }: { email: string }) {
  return (
    <hx-partial hx-target="#alert-choice" hx-swap="outerMorph">
      <OptInAsked email={email} />
    </hx-partial>
  )
}
