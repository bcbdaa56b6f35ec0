import { directionOf } from '../src/i18n/messages.ts'
import type { Preference } from '../src/store/newsletters.ts'
import type { Reader } from '../src/store/readers.ts'
import type { Saved } from '../src/store/saved.ts'
import type { SecurityEvent } from '../src/store/security-events.ts'
import { agentName } from './security.tsx'
import { Bdi, Time } from './ui.tsx'
import { fragment, useWords, type Words } from './words.tsx'

// The page inside a download: opened from a disk, years later, without this site. Hence no script, no picture, no file
// of ours, and its few styles inside.

const STYLE = `:root { color-scheme: light dark }
body { max-width: 45rem; margin: 2rem auto; padding: 0 1rem; font: 1.1rem/1.8 system-ui, sans-serif }
h1, h2 { line-height: 1.4 }
dt, small { color: GrayText }
li { margin-block: 0.75rem }`

export type ArchiveParts = {
  reader: Pick<Reader, 'email' | 'name' | 'createdAt'>
  newsletters: Preference[]
  /** Unix seconds. */
  madeAt: number
}

/** What there may be many of, in pages. */
export type ArchiveLists = { saved: AsyncIterable<Saved[]>; events: AsyncIterable<SecurityEvent[]> }

/** The page, piece by piece: a list of twenty thousand is never in memory whole. */
export async function* archiveHtml(
  words: Words,
  parts: ArchiveParts,
  { saved, events }: ArchiveLists,
): AsyncGenerator<string> {
  const { language } = words.site
  yield `<!doctype html>\n<html lang="${language}" dir="${directionOf(language)}">${fragment(words, <Head />)}<body>`
  yield `${fragment(words, <Account {...parts} />)}<ol>`
  let empty = true
  for await (const rows of saved) {
    empty &&= rows.length === 0
    yield rows.map((row) => fragment(words, <Item saved={row} />)).join('\n')
  }
  yield `</ol>${empty ? fragment(words, <NothingSaved />) : ''}${fragment(words, <EventsTitle />)}<ol>`
  for await (const rows of events) yield rows.map((row) => fragment(words, <Event event={row} />)).join('\n')
  yield '</ol></body></html>\n'
}

function Head() {
  const { m, site } = useWords()
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{m.data.archive.title(site.name)}</title>
      <style>{STYLE}</style>
    </head>
  )
}

function Account({ reader, newsletters, madeAt }: ArchiveParts) {
  const { m, f, site } = useWords()
  const words = m.data.archive
  const subscribed = newsletters.filter(({ on }) => on)
  return (
    <>
      <h1>{words.title(site.name)}</h1>
      <p>
        {words.made} <Time at={madeAt} withTime />. {words.complete}
      </p>
      <dl>
        <dt>{words.email}</dt>
        <dd>
          <bdi dir="ltr">{reader.email}</bdi>
        </dd>
        {reader.name && (
          <>
            <dt>{words.name}</dt>
            <dd>
              <Bdi>{reader.name}</Bdi>
            </dd>
          </>
        )}
        <dt>{words.since}</dt>
        <dd>
          <Time at={reader.createdAt} />
        </dd>
        <dt>{words.newsletters}</dt>
        <dd>{subscribed.length > 0 ? f.list(subscribed.map(({ name }) => name)) : words.noNewsletters}</dd>
      </dl>
      <h2>{words.list}</h2>
    </>
  )
}

function Item({ saved }: { saved: Saved }) {
  const { m } = useWords()
  const { archived, removed } = m.data.archive
  return (
    <li>
      <a href={saved.url} lang={saved.language} dir={saved.direction}>
        {saved.title}
      </a>
      <br />
      <small>
        <Bdi>{saved.sourceName}</Bdi> · {m.list.savedAt} <Time at={saved.savedAt} />
        {saved.removedAt !== null ? ` · ${removed}` : saved.archivedAt !== null ? ` · ${archived}` : ''}
      </small>
    </li>
  )
}

function NothingSaved() {
  const { m } = useWords()
  return <p>{m.data.archive.noSaved}</p>
}

function EventsTitle() {
  const { m } = useWords()
  return <h2>{m.security.events.title}</h2>
}

function Event({ event: { kind, loggedAt, agent, country } }: { event: SecurityEvent }) {
  const { m, f } = useWords()
  return (
    <li>
      {m.security.events.kinds[kind]}
      <br />
      <small>
        <Time at={loggedAt} withTime /> · {agentName(m, agent)} {f.country(country)}
      </small>
    </li>
  )
}
