import type { DraftText, Made } from '../src/core/draft.ts'
import type { FormState } from '../src/core/form.ts'
import { isolate } from '../src/i18n/format.ts'
import type { TopicName } from '../src/store/articles.ts'
import type { Draft } from '../src/store/drafts.ts'
import { Area, Asked, DeskLayout } from './desk.tsx'
import { PictureAndTopics } from './desk-article.tsx'
import { type DraftNotice, DraftStateOf } from './desk-drafts.tsx'
import { Reading } from './text.tsx'
import { Button, Field, HiddenField, LinkButton, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

export type DraftProps = {
  form: FormState
  topics: TopicName[]
  /** As it would be read; null: there is nothing to read yet. */
  preview: { text: DraftText; made: Made } | null
  schedule: FormState
}

type NewProps = Pick<DraftProps, 'form' | 'topics'> & Partial<Pick<DraftProps, 'preview'>>

export function NewDraftPage({ form, topics, preview = null }: NewProps) {
  const words = useWords().m.deskDrafts
  return (
    <DeskLayout title={words.new} current="articles">
      <DraftForm path="/desk/articles/drafts" form={form} topics={topics} button={words.save} />
      <Preview preview={preview} />
    </DeskLayout>
  )
}

type PageProps = DraftProps & { draft: Draft; notice?: DraftNotice }

export function DeskDraftPage({ draft, form, topics, preview, schedule, notice }: PageProps) {
  const { m } = useWords()
  const words = m.deskDrafts
  const path = `/desk/articles/drafts/${draft.id}`
  return (
    <DeskLayout
      title={draft.title}
      current="articles"
      notice={form.stands ? m.desk.overtaken : notice && words.notices[notice]}
    >
      <p>
        <DraftStateOf {...draft} />
      </p>
      <DraftForm
        path={path}
        form={form}
        topics={topics}
        button={draft.state === 'published' ? words.saveOut : words.save}
      />
      <Preview preview={preview} />
      <Section title={words.publish.title}>
        {draft.state === 'published' ? <Out draft={draft} path={path} /> : <Waiting {...{ draft, path, schedule }} />}
      </Section>
      {draft.articleId === null && (
        <Asked title={words.removal.title} line={words.removal.line}>
          <Act path={`${path}/removed`} label={words.removal.title} kind="warn" />
        </Asked>
      )}
    </DeskLayout>
  )
}

type FormProps = Pick<DraftProps, 'form' | 'topics'> & { path: string; button: string }

function DraftForm({ path, form, topics, button }: FormProps) {
  const words = useWords().m.deskDrafts
  const { title, text, textHint, byline, excerpt, excerptHint } = words.fields
  return (
    <form class="form wide" method="post" action={path}>
      {form.values.version && <HiddenField name="version" value={form.values.version} />}
      <Field name="title" label={title} form={form} required />
      <Area name="markdown" label={text} hint={textHint} form={form} rows={18} />
      <Field name="byline" label={byline} form={form} />
      <Area name="excerpt" label={excerpt} hint={excerptHint} form={form} rows={3} />
      <PictureAndTopics form={form} topics={topics} />
      <div class="buttons">
        <Button>{button}</Button>
        <button class="button plain" type="submit" formaction={`${path}/preview#preview`}>
          {words.preview}
        </button>
      </div>
    </form>
  )
}

/** As its page will show it, without what stands around it there. */
function Preview({ preview }: Pick<DraftProps, 'preview'>) {
  const { m, site } = useWords()
  const words = m.deskDrafts
  if (!preview) return null
  const { text, made } = preview
  const { language, direction } = made
  return (
    <Section title={words.previewTitle} id="preview">
      <article class="article">
        <h3 class="previewed" dir={direction} lang={language}>
          {text.title}
        </h3>
        {text.byline && <p class="meta">{m.articles.byline(isolate(text.byline))}</p>}
        <Reading article={{ ...text, ...made, url: `${site.url}/` }} text={made} instead="" />
      </article>
    </Section>
  )
}

/** What can be done with one that is not out: now, at a moment, or no more at the moment that was set. */
function Waiting({ draft, path, schedule }: { draft: Draft; path: string; schedule: FormState }) {
  const { m, f, site } = useWords()
  const words = m.deskDrafts.publish
  return (
    <>
      {draft.state === 'scheduled' && draft.publishesAt !== null && (
        <div class="acts">
          <p>
            {words.waits} <Time at={draft.publishesAt} withTime />
          </p>
          <Act path={`${path}/unscheduled`} label={words.unschedule} />
        </div>
      )}
      <Asked title={words.now} line={words.nowLine}>
        <form method="post" action={`${path}/schedule`}>
          <HiddenField name="now" value="1" />
          <Button>{words.now}</Button>
        </form>
      </Asked>
      <form class="form" method="post" action={`${path}/schedule`}>
        <Field name="date" type="date" label={words.date} form={schedule} required />
        <Field name="time" type="time" label={words.time} hint={f.zone(site.zone)} form={schedule} required />
        <Button kind="plain">{words.schedule}</Button>
      </form>
    </>
  )
}

function Out({ draft: { articleId }, path }: { draft: Draft; path: string }) {
  const words = useWords().m.deskDrafts.publish
  return (
    <>
      <p>{words.out}</p>
      <div class="acts">
        <LinkButton href={`/articles/${articleId}`} kind="plain">
          {words.page}
        </LinkButton>
        <LinkButton href={`/desk/articles/${articleId}`} kind="plain">
          {words.desk}
        </LinkButton>
        <Asked title={words.withdraw} line={words.withdrawLine}>
          <Act path={`${path}/withdrawn`} label={words.withdraw} kind="warn" />
        </Asked>
      </div>
    </>
  )
}

function Act({ path, label, kind = 'plain' }: { path: string; label: string; kind?: 'plain' | 'warn' }) {
  return (
    <form method="post" action={path}>
      <Button kind={kind}>{label}</Button>
    </form>
  )
}
