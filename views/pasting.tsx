import type { FormState } from '../src/core/form.ts'
import { Layout } from './layout.tsx'
import { Button } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = { id: number; form: FormState }

/** The form on a page of its own, when what was pasted is no text. */
export function PastePage(props: Props) {
  const { m } = useWords()
  return (
    <Layout title={m.saving.paste.title} current="list" robots="noindex" narrow>
      <h1>{m.saving.paste.title}</h1>
      <PasteForm {...props} />
    </Layout>
  )
}

/** It ends on the article's page: nothing for htmx to do. A text is sent as it is, not written out by percent signs. */
export function PasteForm({ id, form }: Props) {
  const { m } = useWords()
  const words = m.saving.paste
  const error = form.errors.text
  return (
    <form class="form" method="post" action={`/list/${id}/text`} enctype="multipart/form-data">
      <div class="field">
        <label for="text">{words.field}</label>
        <textarea
          id="text"
          name="text"
          rows={8}
          dir="auto"
          required
          aria-describedby={error ? 'text-hint text-error' : 'text-hint'}
          aria-invalid={error && 'true'}
          autofocus={error !== undefined}
        >
          {form.values.text}
        </textarea>
        <p class="hint" id="text-hint">
          {words.hint}
        </p>
        {error && (
          <p class="wrong" id="text-error">
            {m.fields[error]}
          </p>
        )}
      </div>
      <Button>{words.button}</Button>
    </form>
  )
}
