import { followKey, isFollowed } from '../src/core/follow.ts'
import type { Following, Shown } from '../src/core/following.ts'
import { emptyForm, type FormState } from '../src/core/form.ts'
import { Layout } from './layout.tsx'
import { Bdi, Button, Field, HiddenField, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type WelcomeProps = {
  following: Following
  form?: FormState
  /** What was ticked in a form that is shown again; else what is followed is. */
  ticked?: string[]
}

/** The first choice, in one form and one step; whoever has chosen finds it ticked. It can be passed by. */
export function WelcomePage({ following, form = emptyForm, ticked }: WelcomeProps) {
  const { m } = useWords()
  const words = m.following.welcome
  return (
    <Layout title={words.title} current="forYou" robots="noindex" narrow>
      <h1>{words.title}</h1>
      <p class="lead">{words.line}</p>
      <form class="welcome" method="post" action="/welcome">
        <Choices title={m.following.topics} of={following.topics} ticked={ticked} />
        <Choices title={m.following.sources} of={following.sources} ticked={ticked} />
        {following.searched && <p class="hint">{words.moreSources}</p>}
        <Field name="keyword" label={words.keyword} hint={m.following.keywords.hint} form={form} />
        <div class="buttons">
          <Button>{words.button}</Button>
          <LinkButton href="/for-you" kind="quiet">
            {words.skip}
          </LinkButton>
        </div>
      </form>
    </Layout>
  )
}

/** `shown` says what could be ticked: of all else the form says nothing. */
function Choices({ title, of, ticked }: { title: string; of: Shown[]; ticked?: string[] }) {
  const isTicked = (one: Shown) => (ticked ? ticked.includes(followKey(one)) : isFollowed(one))
  return of.length > 0 ? (
    <fieldset class="choices">
      <legend>{title}</legend>
      {of.map((one) => (
        <label>
          <HiddenField name="shown" value={followKey(one)} />
          <input type="checkbox" name="ticked" value={followKey(one)} checked={isTicked(one)} />
          <Bdi>{one.label}</Bdi>
        </label>
      ))}
    </fieldset>
  ) : null
}
