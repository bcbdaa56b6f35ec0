import { BY_COMMAND, EDITS, type EditedFields, type EditNoun, type Named } from '../src/core/edit.ts'
import type { LoggedEdit } from '../src/store/edits.ts'
import { DeskLayout, DeskTable } from './desk.tsx'
import { Empty, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = {
  edits: LoggedEdit[]
  /** Of those whose account is still there, by id. */
  names: Map<number, string>
  /** What ids in their fields are called. */
  named: Named
  noun: EditNoun | null
  older: number | null
}

const NOUNS = Object.keys(EDITS) as EditNoun[]

/** Who changed what when, with what was there and what came. */
export function DeskLogPage({ edits, names, named, noun, older }: Props) {
  const words = useWords().m.deskLog
  return (
    <DeskLayout title={words.title} current="log">
      <p class="lead">{words.line}</p>
      <nav class="chips" aria-label={words.filter}>
        {[null, ...NOUNS].map((of) => (
          <a href={pathOf(of)} aria-current={of === noun ? 'true' : undefined}>
            {of ? words.nouns[of] : words.all}
          </a>
        ))}
      </nav>
      {edits.length > 0 && <Edits edits={edits} names={names} named={named} />}
      {edits.length === 0 && noun === null && <Empty title={words.none} line={words.noneLine} />}
      {edits.length === 0 && noun !== null && <p class="hint">{words.noneOf}</p>}
      {older !== null && <a href={pathOf(noun, older)}>{words.older}</a>}
    </DeskLayout>
  )
}

function pathOf(noun: EditNoun | null, before?: number): string {
  const query = new URLSearchParams({ ...(noun && { noun }), ...(before && { before: String(before) }) })
  return query.size ? `/desk/log?${query}` : '/desk/log'
}

function Edits({ edits, names, named }: Pick<Props, 'edits' | 'names' | 'named'>) {
  const words = useWords().m.deskLog
  const { when, who, what, fields } = words.columns
  return (
    <DeskTable label={words.title} heads={[what, who, when, fields]}>
      {edits.map((edit) => (
        <tr>
          <th scope="row">
            <What edit={edit} />
          </th>
          <td>
            <Who id={edit.editorId} names={names} />
          </td>
          <td>
            <Time at={edit.editedAt} withTime />
          </td>
          <td>
            <Fields {...edit} named={named} />
          </td>
        </tr>
      ))}
    </DeskTable>
  )
}

function What({ edit: { noun, ref, label, action } }: { edit: LoggedEdit }) {
  const { m } = useWords()
  const said = (m.deskLog.actions[noun] as Record<string, string>)[action] ?? action
  const path = ref > 0 ? PATHS[noun]?.(ref) : undefined
  const name =
    noun === 'job' ? ((m.deskHealth.kinds as Record<string, string>)[label] ?? label) : label || m.deskLog.gone
  return (
    <>
      <span class="hint">{said}</span>
      {path ? (
        <a href={path}>
          <bdi>{name}</bdi>
        </a>
      ) : (
        <bdi>{name}</bdi>
      )}
    </>
  )
}

/** Where what was changed has a page at the desk. */
const PATHS: Partial<Record<EditNoun, (ref: number) => string>> = {
  source: (id) => `/desk/sources/${id}`,
  topic: (id) => `/desk/topics/${id}`,
  article: (id) => `/desk/articles/${id}`,
  draft: (id) => `/desk/articles/drafts/${id}`,
  newsletter: (id) => `/desk/newsletters/${id}`,
  issue: (id) => `/desk/issues/${id}`,
  subscriber: (id) => `/desk/newsletters/${id}/subscribers`,
  reader: (id) => `/desk/readers/${id}`,
  editor: (id) => `/desk/readers/${id}`,
}

function Who({ id, names }: { id: number; names: Map<number, string> }) {
  const words = useWords().m.deskLog
  const name = names.get(id)
  return name ? <bdi>{name}</bdi> : <span class="hint">{id === BY_COMMAND ? words.command : words.gone}</span>
}

/** What only an undo needs: topics stand beside their ids by name. */
const FOR_UNDO = ['topicIds', 'held']

function Fields({ before, after, named }: { before: EditedFields; after: EditedFields; named: Named }) {
  const words = useWords().m.deskLog
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => !FOR_UNDO.includes(name))
  if (names.length === 0) return null
  return (
    <dl class="edited">
      {names.map((name) => (
        <div>
          <dt>{words.fields[name] ?? <bdi dir="ltr">{name}</bdi>}</dt>
          <dd>
            {name in before && (
              <>
                {words.from} <Value name={name} value={before[name]} named={named} /> {words.to}{' '}
              </>
            )}
            <Value name={name} value={after[name]} named={named} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const LONGEST = 120

/** A value of a field: moments and times of day by the clock, words of ours in words, long texts cut. */
function Value({ name, value = null, named }: { name: string; value?: string | number | null; named: Named }) {
  const { m, f } = useWords()
  const words = m.deskLog
  if (value === null || value === '') return <>{words.empty}</>
  const own = words.values[name]?.[value]
  const called = named[name]
  if (called) return <bdi>{f.list(`${value}`.split(',').map((id) => called.get(id) ?? id))}</bdi>
  if (name === 'weekdays') return <bdi>{f.list(`${value}`.split(',').map((day) => f.weekday(Number(day))))}</bdi>
  if (typeof value === 'number') return <bdi>{own ?? numberOf(name, value)}</bdi>
  const said = own ?? value
  return <bdi>{said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said}</bdi>

  function numberOf(of: string, n: number): string {
    if (of.endsWith('AtMinute')) return f.clock(n)
    return of.endsWith('At') ? f.dateTime(n) : f.number(n)
  }
}
