import { emptyForm } from '../src/core/form.ts'
import { asset } from './asset.ts'
import { ConnectionNotices } from './connection.tsx'
import { Layout } from './layout.tsx'
import { Button, Field, HiddenField, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/**
 * What the browser's own worker shows for a page that it has not kept (views/client/sw). It is kept itself, and holds
 * what the worker answers with: a script has no words of its own.
 */
export function OfflinePage() {
  const { m } = useWords()
  const words = m.offline
  return (
    <Layout title={words.title} robots="noindex" narrow head={<script defer src={asset('offline.js')} />}>
      <div class="error">
        <h1>{words.title}</h1>
        <p>{words.line}</p>
        <LinkButton href="/list">{words.open}</LinkButton>
      </div>
      <SaveLater />
      <ConnectionNotices />
      {Object.entries(words.queued).map(([what, said]) => (
        <Answer what={what} said={said} />
      ))}
    </Layout>
  )
}

/** Whoever saves a url, or shares one to us, without a connection comes here (`/list/new`); script shows it. */
function SaveLater() {
  const { m } = useWords()
  const words = m.offline.later
  return (
    <form id="later" method="post" action="/list" hidden>
      <Section title={words.title}>
        <div class="form">
          <p>{words.line}</p>
          <Field name="url" label={words.url} form={emptyForm} dir="ltr" required />
          <HiddenField name="title" value="" />
          <Button>{words.button}</Button>
        </div>
      </Section>
    </form>
  )
}

/** To a form that htmx sent: a toast, and the way back where there is one. The worker puts the path and the value in. */
function Answer({ what, said }: { what: string; said: string }) {
  const { m } = useWords()
  return (
    <template data-answer={what}>
      <hx-partial hx-target="#toast" hx-swap="innerHTML">
        <p>{said}</p>
        {what !== 'undone' && (
          <form method="post" action="{path}" hx-post="{path}" hx-swap="none">
            <HiddenField name="wanted" value="{wanted}" />
            <HiddenField name="undo" value="1" />
            <button type="submit">{m.site.undo}</button>
          </form>
        )}
      </hx-partial>
    </template>
  )
}
