import { COLUMNS, type FileFault, type ImportReport, takesNone } from '../src/core/subscriber-file.ts'
import type { DeskNewsletter } from '../src/store/desk-newsletters.ts'
import type { SubscriberDay } from '../src/store/subscribers.ts'
import { DeskLayout } from './desk.tsx'
import { SubscriberChart } from './subscriber-chart.tsx'
import { Bdi, Button, Notice, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** What came of an upload. */
export type Uploaded = ImportReport | FileFault | 'noFile' | 'alerts' | 'ended'

type Props = { newsletter: DeskNewsletter; days: SubscriberDay[]; uploaded?: Uploaded }

/** How many a newsletter has and had, and how they move in and out. */
export function DeskSubscribersPage({ newsletter, days, uploaded }: Props) {
  const { m, f } = useWords()
  const words = m.subscribers
  const { id, name, subscribers } = newsletter
  const path = `/desk/newsletters/${id}/subscribers`
  const closed = takesNone(newsletter)
  return (
    <DeskLayout title={words.title(name)}>
      <p>
        <a href={`/desk/newsletters/${id}`}>{words.back}</a>
      </p>
      {uploaded && <Outcome uploaded={uploaded} />}
      <p class="lead">{words.count(subscribers, f.number(subscribers))}</p>
      <SubscriberChart days={days} />
      <Section title={words.export.title}>
        <p class="hint">{words.export.line}</p>
        <form method="post" action={`${path}.csv`}>
          <Button kind="plain">{words.export.button}</Button>
        </form>
      </Section>
      <Section title={words.import.title} id="import">
        {closed ? (
          <p class="hint">{words.import.faults[closed]}</p>
        ) : (
          <>
            <p class="hint">{words.import.line}</p>
            <p class="hint">
              {words.import.columns} {f.list(Object.values(words.columns))} (<bdi dir="ltr">{COLUMNS.join(', ')}</bdi>)
            </p>
            <UploadForm action={path} />
          </>
        )}
      </Section>
    </DeskLayout>
  )
}

function UploadForm({ action }: { action: string }) {
  const words = useWords().m.subscribers.import
  return (
    <form class="form" method="post" action={action} enctype="multipart/form-data">
      <div class="field">
        <label for="file">{words.file}</label>
        <input id="file" name="file" type="file" accept=".csv,text/csv" required aria-describedby="file-hint" />
        <p class="hint" id="file-hint">
          {words.hint}
        </p>
      </div>
      <Button>{words.button}</Button>
    </form>
  )
}

function Outcome({ uploaded }: { uploaded: Uploaded }) {
  const words = useWords().m.subscribers.import
  return typeof uploaded === 'string' ? <Notice>{words.faults[uploaded]}</Notice> : <Report report={uploaded} />
}

/** Rows that a page shows of those that were not taken. */
const SHOWN = 200

function Report({ report }: { report: ImportReport }) {
  const { m, f } = useWords()
  const words = m.subscribers.import
  const { added, known, repeated, refused } = report
  return (
    <section class="notice" role="status" aria-label={words.done}>
      <p>{words.done}</p>
      <dl class="numbers">
        {Object.entries({ added, known, repeated, refused: refused.length }).map(([name, n]) => (
          <div>
            <dt>{words.counts[name as keyof typeof words.counts]}</dt>
            <dd>{f.number(n)}</dd>
          </div>
        ))}
      </dl>
      {refused.length > 0 && <RefusedRows refused={refused} />}
    </section>
  )
}

function RefusedRows({ refused }: Pick<ImportReport, 'refused'>) {
  const { m, f } = useWords()
  const { import: words, columns, rowFaults } = m.subscribers
  return (
    <section class="scroll" tabindex={0} aria-label={words.refused}>
      {refused.length > SHOWN && <p class="hint">{words.first(SHOWN, f.number(SHOWN))}</p>}
      <table class="desk-table">
        <caption>{words.refused}</caption>
        <thead>
          <tr>
            <th scope="col">{words.row}</th>
            <th scope="col">{columns.email}</th>
            <th scope="col">{words.why}</th>
          </tr>
        </thead>
        <tbody>
          {refused.slice(0, SHOWN).map(({ row, email, fault }) => (
            <tr>
              <td data-label={words.row}>{f.number(row)}</td>
              <td>
                <Bdi dir="ltr">{email}</Bdi>
              </td>
              <td>{rowFaults[fault]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
