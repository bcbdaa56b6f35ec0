import { isolate } from '../src/i18n/format.ts'
import type { Import, RefusedRow } from '../src/store/imports.ts'
import { asset } from './asset.ts'
import { Layout } from './layout.tsx'
import { ListNav } from './list-nav.tsx'
import { Bdi, Button, LinkButton, Meta, Notice, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** Why an upload was not taken. */
export type UploadRefusal = 'noFile' | 'tooMany'

type ImportsProps = { imports: Import[]; refused?: UploadRefusal }

/** Where a list moves in: the file to choose, what it may be, and what came in before. */
export function ImportsPage({ imports, refused }: ImportsProps) {
  const { m } = useWords()
  const words = m.imports
  return (
    <Layout title={words.title} current="list" robots="noindex" narrow head={<script defer src={asset('upload.js')} />}>
      <ListNav current="imports" />
      <h1>{words.title}</h1>
      {refused && <Notice>{words.refused[refused]}</Notice>}
      <p class="lead">{words.line}</p>
      <UploadForm />
      <Section title={words.accepted}>
        <dl class="accepted">
          {words.groups.map(({ name, of }) => (
            <div>
              <dt>{name}</dt>
              <dd>
                <bdi dir="ltr">{of}</bdi>
              </dd>
            </div>
          ))}
        </dl>
        <ul class="points">
          {words.others.map((other) => (
            <li>{other}</li>
          ))}
        </ul>
      </Section>
      {imports.length > 0 && (
        <Section title={words.past}>
          <ul class="formats">
            {imports.map((made) => (
              <PastImport made={made} />
            ))}
          </ul>
        </Section>
      )}
    </Layout>
  )
}

/** With script the file itself is the request, so that no form of 100 MB is ever in anybody's memory. */
function UploadForm() {
  const { m } = useWords()
  const words = m.imports
  return (
    <form
      class="form"
      id="upload"
      method="post"
      action="/list/imports"
      enctype="multipart/form-data"
      data-failed={words.uploadFailed}
      data-too-large={words.tooLarge}
    >
      <div class="field">
        <label for="file">{words.file}</label>
        <input id="file" name="file" type="file" required aria-describedby="file-hint upload-state" />
        <p class="hint" id="file-hint">
          {words.hint}
        </p>
      </div>
      <progress hidden max="1" value="0" aria-label={words.uploading} />
      <p class="wrong" id="upload-state" role="status" />
      <Button>{words.button}</Button>
    </form>
  )
}

function PastImport({ made }: { made: Import }) {
  const { m, f } = useWords()
  const words = m.imports
  const { added, known, refused, untagged } = made
  const count = (name: keyof typeof words.counts, n: number) => n > 0 && `${words.counts[name]}: ${f.number(n)}`
  return (
    <li>
      <div>
        <h3>
          <a href={`/list/imports/${made.id}`}>
            <FileName made={made} />
          </a>
        </h3>
        <Meta>
          {words.states[made.state]}
          <Time at={made.createdAt} />
          {count('added', added)}
          {count('known', known)}
          {count('refused', refused)}
          {count('untagged', untagged)}
        </Meta>
      </div>
    </li>
  )
}

function FileName({ made }: { made: Import }) {
  const { m } = useWords()
  return <Bdi>{made.name || m.imports.nameless}</Bdi>
}

/** `broken`: its upload never ended. `more`: behind which row the next page begins. */
type ImportProps = { made: Import; broken: boolean; refused: RefusedRow[]; more: number | null }

/** How far one file is, and what of it could not be taken. */
export function ImportPage({ made, broken, refused, more }: ImportProps) {
  const { m } = useWords()
  const words = m.imports
  const title = made.name ? words.named(isolate(made.name)) : words.nameless
  return (
    <Layout title={title} current="list" robots="noindex" narrow>
      <ListNav current="imports" />
      <h1>
        <FileName made={made} />
      </h1>
      <Progress made={made} broken={broken} />
      {refused.length > 0 && <RefusedRows made={made} refused={refused} more={more} />}
    </Layout>
  )
}

const COUNTS = ['added', 'known', 'refused'] as const

/** Asks again by itself as long as there is something to see. */
function Progress({ made, broken }: Pick<ImportProps, 'made' | 'broken'>) {
  const { m, f } = useWords()
  const words = m.imports
  const here = `/list/imports/${made.id}`
  const waits = !broken && (made.state === 'running' || made.state === 'storing')
  const fault = broken ? 'lost' : made.fault
  const counts = made.untagged > 0 ? ([...COUNTS, 'untagged'] as const) : COUNTS
  const again = waits && { 'hx-get': here, 'hx-trigger': 'every 2s', 'hx-select': '#import' }
  return (
    <section id="import" hx-swap="outerMorph" {...again}>
      <p role="status">
        <b>{words.states[broken ? 'failed' : made.state]}</b>
        {made.format && (
          <>
            {' · '}
            <Bdi>{words.formats[made.format]}</Bdi>
          </>
        )}
      </p>
      {fault && <p class="wrong">{words.faults[fault]}</p>}
      {waits && (
        <>
          <progress max={Math.max(1, made.bytes)} value={made.bytesDone} aria-label={words.states[made.state]} />
          <p>
            <a href={here}>{words.refresh}</a>
          </p>
        </>
      )}
      <dl class="counts">
        {counts.map((name) => (
          <div>
            <dt>{words.counts[name]}</dt>
            <dd>{f.number(made[name])}</dd>
          </div>
        ))}
      </dl>
      {made.state === 'done' && made.added > 0 && (
        <>
          <p class="hint">{words.pagesLater}</p>
          <LinkButton href="/list">{words.toList}</LinkButton>
        </>
      )}
    </section>
  )
}

function RefusedRows({ made, refused, more }: Omit<ImportProps, 'broken'>) {
  const { m, f } = useWords()
  const words = m.imports.rows
  const here = `/list/imports/${made.id}`
  return (
    <Section title={words.heading} more={{ href: `${here}/rows.csv`, label: words.download }}>
      <table class="refused">
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            <th scope="col">{words.why}</th>
            <th scope="col">
              {words.title} · {words.url}
            </th>
          </tr>
        </thead>
        <tbody>
          {refused.map(({ row, fault, title, url }) => (
            <tr>
              <td class="n">{f.number(row)}</td>
              <td>{m.imports.rowFaults[fault]}</td>
              <td>
                {title && <Bdi>{title}</Bdi>}
                {title && url && <br />}
                {url && <bdi dir="ltr">{url}</bdi>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more !== null && (
        <p class="older">
          <a href={`${here}?after=${more}`}>{words.next}</a>
        </p>
      )}
    </Section>
  )
}
