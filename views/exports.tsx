import { EXPORT_KEPT, type ExportRefusal, type Selection } from '../src/core/export/selection.ts'
import { EXPORT_FORMATS } from '../src/core/transfer.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Export } from '../src/store/exports.ts'
import type { Tag } from '../src/store/tags.ts'
import { Layout } from './layout.tsx'
import { ListNav } from './list-nav.tsx'
import { Button, HiddenField, Meta, Notice, Section, Select, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type ExportsProps = { files: Export[]; tags: Tag[]; refused?: ExportRefusal }

/** Where a reading list goes out as a file: what there is to choose, and the files that wait. */
export function ExportsPage({ files, tags, refused }: ExportsProps) {
  const { m } = useWords()
  const words = m.exports
  return (
    <Layout title={words.title} current="list" robots="noindex" narrow>
      <ListNav current="exports" />
      <h1>{words.title}</h1>
      <p class="lead">{words.line}</p>
      {refused && <Notice>{words.refused[refused]}</Notice>}
      <Files files={files} />
      <form class="export" method="post" action="/list/exports">
        <Select name="state" label={words.what} choices={Object.entries(words.states)} chosen="all" />
        {tags.length > 0 && <TagSelect tags={tags} />}
        <ul class="formats">
          {EXPORT_FORMATS.map((format) => (
            <li>
              <div>
                <h2>{words.formats[format].name}</h2>
                <p>{words.formats[format].line}</p>
              </div>
              <button class="button plain" type="submit" name="format" value={format}>
                {words.formats[format].button}
              </button>
            </li>
          ))}
        </ul>
      </form>
    </Layout>
  )
}

function TagSelect({ tags }: { tags: Tag[] }) {
  const { m } = useWords()
  const names = tags.map(({ name }): [string, string] => [name, name])
  return <Select name="tag" label={m.exports.tag} choices={[['', m.exports.anyTag], ...names]} chosen="" />
}

/** Asks again by itself as long as something is in the making. */
function Files({ files }: { files: Export[] }) {
  const { m } = useWords()
  const words = m.exports
  const waits = files.some(({ state }) => state === 'running')
  const again = waits && { 'hx-get': '/list/exports', 'hx-trigger': 'every 2s', 'hx-select': '#exports' }
  return (
    <div id="exports" hx-swap="outerMorph" {...again}>
      {files.length > 0 && (
        <Section title={words.files} more={waits ? { href: '/list/exports', label: words.refresh } : undefined}>
          <ul class="formats">
            {files.map((file) => (
              <File file={file} />
            ))}
          </ul>
        </Section>
      )}
    </div>
  )
}

function File({ file }: { file: Export }) {
  const { m, f } = useWords()
  const words = m.exports
  const { state, format, items, bytes, finishedAt, selection } = file
  const name = words.formats[format].name
  const what = useSelectionWords(selection)
  return (
    <li>
      <div>
        <h3>
          {name}: {selection.title ? <bdi>«{selection.title}»</bdi> : what}
        </h3>
        {state === 'failed' ? (
          <p class="wrong">{words.faults[file.fault === 'too_large' ? 'too_large' : 'lost']}</p>
        ) : (
          <Meta>
            {state === 'running' && <span role="status">{words.running}</span>}
            {items > 0 && words.items(items, f.number(items))}
            {state === 'done' && f.bytes(bytes)}
            {finishedAt !== null && (
              <span>
                {words.until} <Time at={finishedAt + EXPORT_KEPT} />
              </span>
            )}
          </Meta>
        )}
      </div>
      {state === 'done' && (
        <a
          class="button main"
          href={`/list/exports/${file.id}/file`}
          download
          aria-label={words.downloadNamed(isolate(selection.title ?? `${name}: ${what}`))}
        >
          {words.download}
        </a>
      )}
    </li>
  )
}

function useSelectionWords({ ids, state = 'all', tag }: Selection): string {
  const words = useWords().m.exports
  if (ids) return words.selection
  return tag ? words.tagged(words.states[state], isolate(tag)) : words.states[state]
}

/** One saved article as a book. */
export function BookForm({ id }: { id: number }) {
  const { m } = useWords()
  return (
    <form class="book" method="post" action="/list/exports">
      <HiddenField name="format" value="epub" />
      <HiddenField name="ids" value={id} />
      <Button kind="plain">{m.exports.book}</Button>
    </form>
  )
}
