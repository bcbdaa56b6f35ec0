import type { FormState } from '../src/core/form.ts'
import { RECENT } from '../src/core/topic-form.ts'
import type { Catch } from '../src/core/topic-rule.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { DeskTopic, TopicRow } from '../src/store/desk-topics.ts'
import { Area, Asked, DeskLayout, DeskTable, RowHead } from './desk.tsx'
import { TopicRules } from './desk-topic-rules.tsx'
import { Button, Empty, Field, HiddenField, LinkButton, Section, Select } from './ui.tsx'
import { useWords } from './words.tsx'

type Notice = 'saved' | 'ruled' | 'unruled' | 'removed'

export function DeskTopicsPage({ topics, notice }: { topics: TopicRow[]; notice?: Notice }) {
  const words = useWords().m.deskTopics
  const { name, recent, categories, rules, order } = words.columns
  return (
    <DeskLayout
      title={words.title}
      current="topics"
      action={<LinkButton href="/desk/topics/new">{words.new}</LinkButton>}
      notice={notice && words.notices[notice]}
    >
      {topics.length === 0 ? (
        <Empty title={words.none} line={words.noneLine} />
      ) : (
        <DeskTable label={words.title} heads={[name, recent, categories, rules, order]}>
          {topics.map((topic, place) => (
            <Row topic={topic} place={place} last={place === topics.length - 1} />
          ))}
        </DeskTable>
      )}
    </DeskLayout>
  )
}

function Row({ topic, place, last }: { topic: TopicRow; place: number; last: boolean }) {
  const { m, f } = useWords()
  const words = m.deskTopics
  const { id, name, slug, recent, categories, rules } = topic
  const counted = f.number(recent)
  return (
    <tr>
      <RowHead href={`/desk/topics/${id}`} under={[<bdi dir="ltr">{slug}</bdi>]}>
        <bdi>{name}</bdi>
      </RowHead>
      <td data-label={words.columns.recent}>{recent >= RECENT.most ? words.orMore(counted) : counted}</td>
      <td data-label={words.columns.categories}>{f.number(categories)}</td>
      <td data-label={words.columns.rules}>{f.number(rules)}</td>
      <td>
        <div class="moves">
          {place > 0 && <Move way="up" id={id} to={place - 1} word={words.up} label={words.upOf(name)} />}
          {!last && <Move way="down" id={id} to={place + 1} word={words.down} label={words.downOf(name)} />}
        </div>
      </td>
    </tr>
  )
}

type MoveProps = { way: 'up' | 'down'; id: number; to: number; word: string; label: string }

/** Posts the place it wants, so that pressing twice is harmless. */
function Move({ way, id, to, word, label }: MoveProps) {
  return (
    <form class={way} method="post" action={`/desk/topics/${id}/position`}>
      <HiddenField name="wanted" value={to} />
      <Button kind="quiet" label={label}>
        {word}
      </Button>
    </form>
  )
}

type FormProps = { form: FormState; taken?: { name: string; topic: string }[] }

export function NewTopicPage(props: FormProps) {
  const words = useWords().m.deskTopics
  return (
    <DeskLayout title={words.new} current="topics">
      <TopicForm {...props} action="/desk/topics" button={words.create} />
    </DeskLayout>
  )
}

/** The field of a new rule, and what it would catch. */
export type RuleProps = { form: FormState; caught?: Catch }

type PageProps = FormProps & {
  topic: DeskTopic
  others: TopicName[]
  newsletters: { id: number; name: string }[]
  rule: RuleProps
  notice?: Notice
}

export function DeskTopicPage({ topic, others, newsletters, form, taken, rule, notice }: PageProps) {
  const { m } = useWords()
  const words = m.deskTopics
  return (
    <DeskLayout
      title={topic.name}
      current="topics"
      action={
        <LinkButton href={`/topics/${topic.slug}`} kind="quiet">
          {words.page}
        </LinkButton>
      }
      notice={form.stands ? m.desk.overtaken : notice && words.notices[notice]}
    >
      <TopicForm form={form} taken={taken} action={`/desk/topics/${topic.id}`} button={words.save} />
      <TopicRules topic={topic} rule={rule} />
      <Removal topic={topic} others={others} newsletters={newsletters} />
    </DeskLayout>
  )
}

function TopicForm({ form, taken = [], action, button }: FormProps & { action: string; button: string }) {
  const words = useWords().m.deskTopics
  const { name, slug, slugHint, categories, categoriesHint } = words.fields
  return (
    <form class="form" method="post" action={action}>
      {form.values.version && <HiddenField name="version" value={form.values.version} />}
      <Field name="name" label={name} form={form} required />
      <Field name="slug" label={slug} hint={slugHint} form={form} dir="ltr" required />
      <Area name="categories" label={categories} hint={categoriesHint} form={form} rows={6} />
      {taken.length > 0 && (
        <ul class="wrong">
          {taken.map((one) => (
            <li>{words.taken(one.name, one.topic)}</li>
          ))}
        </ul>
      )}
      <Button>{button}</Button>
    </form>
  )
}

/** Asked first: where what is in it goes, and which newsletters draw from it. */
function Removal({ topic, others, newsletters }: Pick<PageProps, 'topic' | 'others' | 'newsletters'>) {
  const words = useWords().m.deskTopics.removal
  const choices = others.map(({ id, name }): [string, string] => [String(id), words.to(name)])
  return (
    <Section title={words.title}>
      <Asked title={words.title} line={words.line}>
        {newsletters.length > 0 && (
          <p>
            {words.newsletters}{' '}
            {newsletters.map(({ id, name }, at) => (
              <>
                {at > 0 && ' · '}
                <a href={`/desk/newsletters/${id}`}>
                  <bdi>{name}</bdi>
                </a>
              </>
            ))}
            . {words.newslettersLine}
          </p>
        )}
        <form class="form" method="post" action={`/desk/topics/${topic.id}/removed`}>
          <Select name="into" label={words.into} choices={[['', words.toNone], ...choices]} chosen="" />
          <Button kind="warn">{words.remove}</Button>
        </form>
      </Asked>
    </Section>
  )
}
