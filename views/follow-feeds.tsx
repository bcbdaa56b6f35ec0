import type { FeedsResult } from '../src/core/following.ts'
import { Bdi, Button, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** How followed sources leave for another reader of feeds, and come from one. */
export function FeedsSection({ result }: { result?: FeedsResult }) {
  const { m } = useWords()
  const words = m.following.feeds
  const fault = result && 'fault' in result ? words.faults[result.fault] : undefined
  return (
    <Section title={words.title} id="feeds">
      {result && <Result result={result} />}
      <form class="form" method="post" action="/following/feeds#feeds" enctype="multipart/form-data">
        <div class="field">
          <label for="file">{words.label}</label>
          <input
            id="file"
            name="file"
            type="file"
            accept=".opml,.xml,text/xml,text/x-opml"
            required
            aria-describedby={fault ? 'file-hint file-error' : 'file-hint'}
            aria-invalid={fault && 'true'}
            autofocus={fault !== undefined}
          />
          <p class="hint" id="file-hint">
            {words.hint}
          </p>
          {fault && (
            <p class="wrong" id="file-error">
              {fault}
            </p>
          )}
        </div>
        <Button kind="plain">{words.button}</Button>
      </form>
      <LinkButton href="/following/sources.opml" kind="quiet">
        {words.out}
      </LinkButton>
    </Section>
  )
}

function Result({ result }: { result: FeedsResult }) {
  const { m, f } = useWords()
  const words = m.following.feeds
  const { followed, muted, full } = 'followed' in result ? result : { followed: [], muted: [], full: false }
  return (
    <div class="feeds-result" role="status">
      {followed.length > 0 && <p>{words.taken(followed.length, f.number(followed.length))}</p>}
      <Names of={followed} />
      {muted.length > 0 && <p>{words.muted}</p>}
      <Names of={muted} />
      {full && <p class="wrong">{words.full}</p>}
      {result.unknown.length > 0 && <p>{words.unknown}</p>}
      <Names of={result.unknown} />
    </div>
  )
}

const MOST_NAMES = 100

function Names({ of }: { of: string[] }) {
  const { m, f } = useWords()
  const more = of.length - MOST_NAMES
  return of.length > 0 ? (
    <ul class="points">
      {of.slice(0, MOST_NAMES).map((name) => (
        <li>
          <Bdi>{name}</Bdi>
        </li>
      ))}
      {more > 0 && (
        <li>
          {m.following.feeds.others}: {f.number(more)}
        </li>
      )}
    </ul>
  ) : null
}
