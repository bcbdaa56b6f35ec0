import { emptyForm, type FormState } from '../src/core/form.ts'
import { isolate } from '../src/i18n/format.ts'
import type { PageOf } from '../src/store/pages.ts'
import { Layout } from './layout.tsx'
import { PasteForm } from './pasting.tsx'
import { Bdi, Button, Field, HiddenField, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** The page behind the bookmarklet, the share sheet and the link in the list. It shows; its button posts. */
export function NewPage({ form }: { form: FormState }) {
  const { m, site } = useWords()
  const words = m.saving.elsewhere
  return (
    <Layout title={m.saving.title} current="list" robots="noindex" narrow>
      <h1>{m.saving.title}</h1>
      <p class="lead">{m.saving.line}</p>
      <NewForm form={form} />
      <Section title={words.title}>
        <p>
          <a class="button plain" href={bookmarklet(site.url)} data-bookmarklet>
            {words.bookmarklet(site.name)}
          </a>
        </p>
        <p class="hint">{words.drag}</p>
        <p class="hint" id="bookmarklet-hint">
          {words.copy}
        </p>
        <p>
          <textarea class="code" dir="ltr" rows={4} readonly aria-labelledby="bookmarklet-hint">
            {bookmarklet(site.url)}
          </textarea>
        </p>
        <p class="hint">{words.phone(isolate(site.name))}</p>
      </Section>
    </Layout>
  )
}

/** It ends on the list: nothing for htmx to do. */
export function NewForm({ form }: { form: FormState }) {
  const { m } = useWords()
  const { title } = form.values
  return (
    <form class="form" method="post" action="/list">
      <Field name="url" label={m.saving.field} hint={m.saving.hint} dir="ltr" autocomplete="off" form={form} required />
      {title && (
        <p class="hint">
          {m.saving.named}: «<Bdi>{title}</Bdi>»
        </p>
      )}
      {title && <HiddenField name="title" value={title} />}
      <Button>{m.saving.button}</Button>
    </form>
  )
}

/** Dragged into a browser's bar, it runs on the page that is open there; on our own pages the CSP keeps it still. */
function bookmarklet(siteUrl: string): string {
  const here = 'encodeURIComponent(location.href)'
  return `javascript:location.href='${siteUrl}/list/new?url='+${here}+'&title='+encodeURIComponent(document.title)`
}

type StateProps = {
  saved: PageOf
  /** Whether there is a text to read, be it the page's or the article's. */
  text: boolean
}

/** What became of the page, over its text or in its place, and what can be done about it. */
export function PageState({ saved, text }: StateProps) {
  const { m } = useWords()
  const words = m.saving.page
  const { page, pageFault } = saved
  const reason = pageFault ? ` ${m.saving.faults[pageFault]}` : ''
  if (page === 'waiting') {
    return (
      <div id="page-state" class="notice" role="status">
        <p>{pageFault ? `${m.saving.faults[pageFault]} ${words.failing}` : words.waiting}</p>
        {pageFault ? <Ways saved={saved} fetch={words.retry} /> : <a href={`/list/${saved.id}`}>{words.look}</a>}
      </div>
    )
  }
  if (text) {
    return (
      <div id="page-state">
        {pageFault && <p class="notice">{`${words.stale}${reason}`}</p>}
        <details class="repair">
          <summary>{words.repair}</summary>
          <Ways saved={saved} fetch={words.refetch} />
        </details>
      </div>
    )
  }
  const said = page === 'link' ? words.link : page === 'none' ? words.none : words.failed
  return (
    <div id="page-state" class="notice">
      <p>{`${said}${reason}`}</p>
      <Ways saved={saved} fetch={page === 'none' ? words.fetch : words.retry} />
    </div>
  )
}

/** To ask the site once more, or to paste what a browser shows of it. */
function Ways({ saved, fetch }: { saved: PageOf; fetch: string }) {
  const { m } = useWords()
  const action = `/list/${saved.id}/page`
  return (
    <div class="page-ways">
      <form method="post" action={action} hx-post={action} hx-target="#page-state" hx-swap="outerHTML">
        <HiddenField name="wanted" value="1" />
        <Button kind="plain">{fetch}</Button>
      </form>
      <details>
        <summary>{m.saving.paste.title}</summary>
        <PasteForm id={saved.id} form={emptyForm} />
      </details>
    </div>
  )
}

/** The same in a row of the list, in few words; nothing where there is a text. */
export function PageNote({ saved }: { saved: PageOf }) {
  const { m } = useWords()
  const { page, pageFault } = saved
  if (page === 'none' || page === 'ready') return null
  const reason = page === 'failed' && pageFault ? `: ${m.saving.faults[pageFault]}` : ''
  return <span class={page === 'failed' ? 'wrong' : undefined}>{`${m.saving.row[page]}${reason}`}</span>
}
