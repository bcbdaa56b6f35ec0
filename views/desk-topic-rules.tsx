import type { DeskTopic } from '../src/store/desk-topics.ts'
import type { RuleProps } from './desk-topics.tsx'
import { Marked } from './marked.tsx'
import { Button, Field, HiddenField, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** A topic's rules, and a new one that shows what it would catch as it is typed. */
export function TopicRules({ topic, rule }: { topic: DeskTopic; rule: RuleProps }) {
  const words = useWords().m.deskTopics.rules
  return (
    <Section title={words.title} id="rules">
      <p class="hint">{words.line}</p>
      {topic.rules.length === 0 ? <p>{words.none}</p> : <Rules topic={topic} />}
      <NewRule path={`/desk/topics/${topic.id}`} {...rule} />
    </Section>
  )
}

function Rules({ topic: { id, rules } }: { topic: DeskTopic }) {
  const words = useWords().m.deskTopics.rules
  return (
    <>
      <ul class="rules">
        {rules.map((rule) => (
          <li>
            <b>
              <bdi>{rule.words}</bdi>
            </b>
            <form method="post" action={`/desk/topics/${id}/rules/removed`}>
              <HiddenField name="rule" value={rule.id} />
              <Button kind="quiet" label={words.removeOf(rule.words)}>
                {words.remove}
              </Button>
            </form>
          </li>
        ))}
      </ul>
      <p class="hint">{words.removeHint}</p>
    </>
  )
}

/** While it is typed, or at a press where there is no script, it says what the rule would catch. */
function NewRule({ path, form, caught }: RuleProps & { path: string }) {
  const words = useWords().m.deskTopics.rules
  return (
    <form class="form" method="post" action={`${path}/rules`}>
      <div
        hx-get={path}
        hx-include="find input"
        hx-trigger="input delay:500ms"
        hx-select="#caught"
        hx-target="#caught"
        hx-swap="outerMorph"
      >
        <Field name="words" label={words.words} hint={words.wordsHint} form={form} required />
      </div>
      <Caught form={form} caught={caught} />
      <label class="tick">
        <input type="checkbox" name="apply" value="1" /> {words.apply}
      </label>
      <div class="buttons">
        <Button>{words.add}</Button>
        <button class="button plain" type="submit" formaction={`${path}#rules`} formmethod="get">
          {words.preview}
        </button>
      </div>
    </form>
  )
}

function Caught({ form, caught }: RuleProps) {
  const { m, f } = useWords()
  const words = m.deskTopics.rules
  const error = form.errors.words
  return (
    <div id="caught" role="status">
      {!caught && error && <p class="hint">{m.fields[error]}</p>}
      {caught && (
        <p>
          {words.caught(f.number(caught.ids.length), f.number(caught.of))} {caught.broad && words.broad}
        </p>
      )}
      {caught && caught.shown.length > 0 && (
        <>
          {caught.shown.length < caught.ids.length && <p class="hint">{words.first}</p>}
          <ul class="catch">
            {caught.shown.map(({ article, title, snippet }) => (
              <li>
                <a href={`/articles/${article.id}`}>
                  <Marked article={article} pieces={title} />
                </a>
                {snippet.length > 0 && (
                  <span class="hint">
                    <Marked article={article} pieces={snippet} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
