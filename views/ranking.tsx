import { type Follow, isFollowed } from '../src/core/follow.ts'
import { Bdi, Button, LinkButton, Section } from './ui.tsx'
import { useWords } from './words.tsx'

/** All that the order of «for you» knows of its reader, and the one button that makes it forget. */
export function RankingSection({ said }: { said: Follow[] }) {
  const { m } = useWords()
  const words = m.reading.ranking
  return (
    <Section title={words.title} id="ranking">
      <p>{words.line}</p>
      {said.length > 0 ? (
        <dl class="ranking">
          <Names term={words.followed} of={said.filter(isFollowed)} />
          <Names term={words.less} of={said.filter(({ less, muted }) => less && !muted)} />
          <Names term={words.muted} of={said.filter(({ muted }) => muted)} />
        </dl>
      ) : (
        <p class="hint">{words.nothing}</p>
      )}
      <p>{words.saved}</p>
      <p>{words.others}</p>
      <LinkButton href="/following" kind="plain">
        {m.following.title}
      </LinkButton>
      {said.length > 0 && <Wipe />}
    </Section>
  )
}

function Names({ term, of }: { term: string; of: Follow[] }) {
  const { compare } = new Intl.Collator(useWords().site.language)
  if (of.length === 0) return null
  const names = of.map(({ label }) => label).toSorted(compare)
  return (
    <>
      <dt>{term}</dt>
      {names.map((name) => (
        <dd>
          <Bdi>{name}</Bdi>
        </dd>
      ))}
    </>
  )
}

function Wipe() {
  const { m } = useWords()
  const { title, line, button } = m.reading.ranking.wipe
  return (
    <details class="sure">
      <summary class="button quiet">{title}</summary>
      <p>{line}</p>
      <form method="post" action="/settings/reading/wiped">
        <Button kind="warn">{button}</Button>
      </form>
    </details>
  )
}
