import type { FormState } from '../src/core/form.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { DeskArticle } from '../src/store/desk-articles.ts'
import type { Draft } from '../src/store/drafts.ts'
import type { LoggedEdit } from '../src/store/edits.ts'
import { Asked, DeskLayout } from './desk.tsx'
import { ArticleStates } from './desk-articles.tsx'
import { Stands } from './field-notes.tsx'
import { Button, Field, HiddenField, LinkButton, Meta, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type Notice = 'saved' | 'hidden' | 'shown' | 'picked' | 'unpicked' | 'undone' | 'late'

type Props = {
  article: DeskArticle
  form: FormState
  topics: TopicName[]
  /** Who changed it, by id. */
  names: Map<number, string>
  /** The draft behind it, where it is the site's own. */
  draft: Pick<Draft, 'id' | 'state'> | null
  notice?: Notice
}

export function DeskArticlePage({ article, form, topics, names, draft, notice }: Props) {
  const { m, picture } = useWords()
  const words = m.deskArticles
  // It comes out again by its draft alone.
  const withdrawn = draft !== null && draft.state !== 'published'
  return (
    <DeskLayout
      title={article.title}
      current="articles"
      notice={form.stands ? m.desk.overtaken : notice && words.notices[notice]}
    >
      <Facts article={article} own={draft !== null} />
      {!withdrawn && <Acts {...article} />}
      <Section title={words.edit}>
        {draft === null ? (
          <>
            <p class="hint">{words.editLine}</p>
            {article.state.picture && (
              <img class="desk-picture" src={picture(article.state.picture)} alt={article.state.pictureAlt} />
            )}
            <EditForm id={article.id} form={form} topics={topics} />
          </>
        ) : (
          <>
            <p>{words.own}</p>
            <LinkButton href={`/desk/articles/drafts/${draft.id}`} kind="plain">
              {words.ownEdit}
            </LinkButton>
          </>
        )}
      </Section>
      <Edits id={article.id} edits={article.edits} names={names} undoable={!withdrawn} />
    </DeskLayout>
  )
}

function Facts({ article, own }: { article: DeskArticle; own: boolean }) {
  const words = useWords().m.deskArticles
  return (
    <Meta>
      <ArticleStates {...article} />
      <b>
        <bdi>{article.sourceName}</bdi>
      </b>
      <Time at={article.sortedAt} withTime />
      {article.hiddenAt === null && <a href={`/articles/${article.id}`}>{words.page}</a>}
      {!own && (
        <a href={article.url} rel="noreferrer">
          {words.original}
        </a>
      )}
    </Meta>
  )
}

/** Each posts the state it wants, so that pressing twice is harmless. */
function Acts({ id, hiddenAt, pickedAt }: DeskArticle) {
  const words = useWords().m.deskArticles
  const path = `/desk/articles/${id}`
  return (
    <>
      <div class="acts">
        {hiddenAt === null && pickedAt !== null && <Act path={`${path}/picked`} wanted={false} word={words.unpick} />}
        {hiddenAt === null && pickedAt === null && <Act path={`${path}/picked`} wanted word={words.pick} />}
        {hiddenAt === null ? (
          <Asked title={words.hideAsk} line={words.hideLine}>
            <Act path={`${path}/hidden`} wanted word={words.hide} warn />
          </Asked>
        ) : (
          <Act path={`${path}/hidden`} wanted={false} word={words.show} />
        )}
      </div>
      {hiddenAt === null && pickedAt === null && <p class="hint">{words.pickLine}</p>}
    </>
  )
}

function Act({ path, wanted, word, warn }: { path: string; wanted: boolean; word: string; warn?: boolean }) {
  return (
    <form method="post" action={path}>
      <HiddenField name="wanted" value={wanted ? '1' : '0'} />
      <Button kind={warn ? 'warn' : 'plain'}>{word}</Button>
    </form>
  )
}

function EditForm({ id, form, topics }: { id: number; form: FormState; topics: TopicName[] }) {
  const words = useWords().m.deskArticles
  return (
    <form class="form wide" method="post" action={`/desk/articles/${id}`}>
      <HiddenField name="version" value={form.values.version ?? ''} />
      <Field name="title" label={words.fields.title} form={form} required />
      <PictureAndTopics form={form} topics={topics} />
      <Button>{words.save}</Button>
    </form>
  )
}

/** What an article of a source and one of the site's own have in common. */
export function PictureAndTopics({ form, topics }: { form: FormState; topics: TopicName[] }) {
  const { m } = useWords()
  const words = m.deskArticles.fields
  return (
    <>
      <Field name="picture" label={words.picture} hint={words.pictureHint} form={form} dir="ltr" />
      <Field name="pictureAlt" label={words.pictureAlt} hint={words.pictureAltHint} form={form} />
      {topics.length > 0 && (
        <fieldset class="ticks">
          <legend>{words.topics}</legend>
          {topics.map(({ id, name }) => (
            <label>
              <input type="checkbox" name={`topic:${id}`} value="1" checked={form.values[`topic:${id}`] === '1'} />{' '}
              <bdi>{name}</bdi>
              {form.stands?.[`topic:${id}`] !== undefined && (
                <Stands>{m.desk.ticked[form.stands[`topic:${id}`] ? 'on' : 'off']}</Stands>
              )}
            </label>
          ))}
        </fieldset>
      )}
    </>
  )
}

type EditsProps = { id: number; edits: LoggedEdit[]; names: Map<number, string>; undoable: boolean }

function Edits({ id, edits, names, undoable }: EditsProps) {
  const { m } = useWords()
  const words = m.deskArticles
  const said = (edit: LoggedEdit) => (m.deskLog.actions.article as Record<string, string>)[edit.action] ?? edit.action
  return (
    <Section title={words.edits}>
      {edits.length === 0 && <p class="hint">{words.noEdits}</p>}
      <ol class="edits">
        {edits.map((edit, at) => (
          <li>
            <span>
              {said(edit)} <span class="hint">{words.by(names.get(edit.editorId) ?? m.deskLog.gone)}</span>{' '}
              <Time at={edit.editedAt} withTime />
            </span>
            {undoable && at === 0 && (
              <form method="post" action={`/desk/articles/${id}/undone`}>
                <HiddenField name="edit" value={edit.id} />
                <Button kind="plain" label={words.undoOf(said(edit))}>
                  {words.undo}
                </Button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </Section>
  )
}
