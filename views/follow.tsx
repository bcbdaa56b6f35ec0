import {
  type Followable,
  type FollowState,
  type FollowWish,
  followKey,
  NOTHING,
  stateText,
} from '../src/core/follow.ts'
import type { Shown } from '../src/core/following.ts'
import { isolate } from '../src/i18n/format.ts'
import { AlertPartial, AlertSwitch } from './alerts.tsx'
import { Bdi, HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = { of: Followable; state?: FollowState }

/**
 * What can be said of one topic, source or keyword: follow, want less of, mute, as real buttons of one form. Without
 * `state` it is as for somebody who has said nothing, and the same for everybody. Where it stands decides whether «less»
 * is seen (css), so that one answer fits all copies.
 *
 * `POST /following` takes `kind`, `ref` (and `keyword`, a keyword as it was typed) with the `want`ed wish. htmx gets
 * FollowAnswer: partials that replace every `[data-follow="KIND:REF"]`, and a toast with the way back; what else the
 * button's own `hx-target` is for is left to the page. A plain form goes back to the private page it stood on, else to
 * /following, with a notice (`FollowNotice`). Who is not signed in signs in first.
 */
export function FollowButtons({ of, state = NOTHING }: Props) {
  const { followed, muted, less } = state
  const named = { of, quiet: true }
  return (
    <form
      class="follow-buttons"
      method="post"
      action="/following"
      data-follow={followKey(of)}
      hx-post="/following"
      hx-target="this"
      hx-swap="outerMorph"
    >
      <Target of={of} />
      {muted ? (
        <WishButton of={of} want="unmute" />
      ) : (
        <>
          <WishButton of={of} want={followed ? 'unfollow' : 'follow'} />
          <WishButton {...named} want={less ? 'more' : 'less'} />
          <WishButton {...named} want="mute" />
        </>
      )}
    </form>
  )
}

/** Topics and sources, or keywords, each with all that can be said of it. */
export function FollowList({ of }: { of: Shown[] }) {
  return (
    <ul class="follows">
      {of.map((one) => (
        <li>
          <b>
            {one.path ? (
              <a href={one.path}>
                <Bdi>{one.label}</Bdi>
              </a>
            ) : (
              <Bdi>{one.label}</Bdi>
            )}
          </b>
          {one.kind === 'keyword' && <AlertSwitch of={one} state={one} />}
          <FollowButtons of={one} state={one} />
        </li>
      ))}
    </ul>
  )
}

/** The fields that name it, for a form to `/following`. */
export function Target({ of }: { of: Followable }) {
  return (
    <>
      <HiddenField name="kind" value={of.kind} />
      <HiddenField name="ref" value={of.ref} />
      {of.kind === 'keyword' && <HiddenField name="keyword" value={of.label} />}
    </>
  )
}

/** One wish, as a button of a form with a Target; its name says of what. */
export function WishButton({ of, want, quiet }: { of: Followable; want: FollowWish; quiet?: boolean }) {
  const { m } = useWords()
  return (
    <button
      class={`button ${quiet ? 'quiet' : 'plain'} ${want}`}
      type="submit"
      name="want"
      value={want}
      aria-label={m.follow.named[want](isolate(of.label))}
    >
      {m.follow.wishes[want]}
    </button>
  )
}

/** What was done to it, and what was said of it before; `restore`: that was an undo. */
export type FollowDone = { of: Followable; want: FollowWish | 'restore'; before: FollowState }

/** The answer to a press: every copy on the page shows what is said now, and a toast offers the way back. */
export function FollowAnswer({ done, state }: { done: FollowDone; state: FollowState }) {
  return (
    <>
      <FollowPartial of={done.of} state={state} />
      {done.of.kind === 'keyword' && <AlertPartial of={done.of} state={state} />}
      {/* Where a page says what its cards are about, those of what is muted go. */}
      {state.muted && <hx-partial hx-target={`article:has([data-about~="${followKey(done.of)}"])`} hx-swap="delete" />}
      <hx-partial hx-target="#toast" hx-swap="innerHTML">
        <DoneWords done={done} />
        <UndoForm done={done} inPlace />
      </hx-partial>
    </>
  )
}

/** In an answer: every copy of these buttons on the page becomes this. */
export function FollowPartial({ of, state }: { of: Followable; state: FollowState }) {
  return (
    <hx-partial hx-target={`[data-follow="${followKey(of)}"]`} hx-swap="outerMorph">
      <FollowButtons of={of} state={state} />
    </hx-partial>
  )
}

/** The same words on the page after a plain form. */
export function FollowNotice({ done }: { done: FollowDone }) {
  return (
    <div class="notice" role="status">
      <DoneWords done={done} />
      <UndoForm done={done} />
    </div>
  )
}

function DoneWords({ done: { of, want } }: { done: FollowDone }) {
  const { m } = useWords()
  return <p>{want === 'restore' ? m.follow.undone : m.follow.done[of.kind][want]}</p>
}

function UndoForm({ done: { of, want, before }, inPlace }: { done: FollowDone; inPlace?: boolean }) {
  const { m } = useWords()
  if (want === 'restore') return null
  return (
    <form method="post" action="/following" {...(inPlace && { 'hx-post': '/following', 'hx-swap': 'none' })}>
      <Target of={of} />
      <HiddenField name="want" value="restore" />
      <HiddenField name="was" value={stateText(before)} />
      <button class={inPlace ? undefined : 'button quiet'} type="submit">
        {m.site.undo}
      </button>
    </form>
  )
}
