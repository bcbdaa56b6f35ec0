import type { FormState } from '../src/core/form.ts'
import { listPath } from '../src/core/list-filters.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Tag } from '../src/store/tags.ts'
import { Layout } from './layout.tsx'
import { ListNav } from './list-nav.tsx'
import { StateForm } from './saved-row.tsx'
import { Bdi, Button, Empty, Field, HiddenField, Section, Select } from './ui.tsx'
import { useWords } from './words.tsx'

/** What has just been done to a tag, as the page after it says. */
export const TAG_DONE = ['renamed', 'merged', 'removed', 'undone'] as const
export type TagDone = (typeof TAG_DONE)[number]

type NoticeProps = { what: TagDone; id: number }

export function TagsPage({ tags, done }: { tags: Tag[]; done?: NoticeProps }) {
  const { m } = useWords()
  const { title, line, empty } = m.tags
  return (
    <Layout title={title} current="list" narrow>
      {done && <TagNotice {...done} />}
      <ListNav current="tags" />
      <h1>{title}</h1>
      {tags.length === 0 ? (
        <Empty title={empty.title} line={empty.line} action={{ href: '/list', label: empty.action }} />
      ) : (
        <>
          <p class="lead">{line}</p>
          <ul class="tags">
            {tags.map((tag) => (
              <TagRow tag={tag} />
            ))}
          </ul>
        </>
      )}
    </Layout>
  )
}

function TagRow({ tag }: { tag: Tag }) {
  const { m, f } = useWords()
  return (
    <li>
      <a href={pathOf(tag)}>
        <Bdi>{tag.name}</Bdi>
      </a>
      <span class="meta">{m.tags.count(tag.saved, f.number(tag.saved))}</span>
      <a class="button quiet" href={`/list/tags/${tag.id}`} aria-label={m.tags.editNamed(isolate(tag.name))}>
        {m.tags.edit}
      </a>
    </li>
  )
}

/** The list of what carries a tag, archived or not. */
function pathOf({ name }: Tag): string {
  return listPath({ state: 'all', sort: 'newest', tag: name })
}

function TagNotice({ what, id }: NoticeProps) {
  const { m } = useWords()
  const { rename, merge, remove, undone } = m.tags
  const words = { renamed: rename.done, merged: merge.done, removed: remove.done, undone }
  return (
    <div class="notice" role="status">
      <p>{words[what]}</p>
      {what === 'removed' && (
        <StateForm action={`/list/tags/${id}/removed`} wanted={false}>
          <button class="button quiet" type="submit">
            {m.site.undo}
          </button>
        </StateForm>
      )}
    </div>
  )
}

type TagProps = {
  tag: Tag
  /** The tags that it can be merged into. */
  others: Tag[]
  form: FormState
  /** The tag that has the name it was to be given. */
  taken?: Tag
}

export function TagPage({ tag, others, form, taken }: TagProps) {
  const { m, f } = useWords()
  const words = m.tags
  return (
    <Layout title={words.page(isolate(tag.name))} current="list" narrow>
      <ListNav current="tags" />
      <h1>
        <Bdi>{tag.name}</Bdi>
      </h1>
      <p class="lead">
        {words.count(tag.saved, f.number(tag.saved))} · <a href={pathOf(tag)}>{words.show}</a>
      </p>
      <Section title={words.rename.title}>
        {taken && <Taken tag={tag} taken={taken} />}
        <form class="form" method="post" action={`/list/tags/${tag.id}`}>
          <Field name="name" label={words.rename.name} hint={words.rename.hint} form={form} required />
          <Button>{words.rename.button}</Button>
        </form>
      </Section>
      {others.length > 0 && <MergeSection tag={tag} others={others} />}
      <Section title={words.remove.title}>
        <p class="hint">{words.remove.line}</p>
        <form method="post" action={`/list/tags/${tag.id}/removed`}>
          <HiddenField name="wanted" value="1" />
          <Button kind="warn">{words.remove.button}</Button>
        </form>
      </Section>
    </Layout>
  )
}

/** The name is another tag's: the two can become one. */
function Taken({ tag, taken }: { tag: Tag; taken: Tag }) {
  const { m } = useWords()
  return (
    <div class="notice" role="alert">
      <p>{m.tags.taken(isolate(taken.name))}</p>
      <form method="post" action={`/list/tags/${tag.id}/merged`}>
        <HiddenField name="into" value={taken.id} />
        <Button kind="plain">{m.tags.merge.named(isolate(taken.name))}</Button>
      </form>
    </div>
  )
}

function MergeSection({ tag, others }: { tag: Tag; others: Tag[] }) {
  const { m } = useWords()
  const { title, into, hint, button } = m.tags.merge
  const choices = others.map(({ id, name }): [string, string] => [String(id), name])
  return (
    <Section title={title}>
      <form class="form" method="post" action={`/list/tags/${tag.id}/merged`}>
        <Select name="into" label={into} hint={hint} choices={choices} chosen="" />
        <Button>{button}</Button>
      </form>
    </Section>
  )
}
