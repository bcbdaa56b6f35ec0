import type { Follow } from '../src/core/follow.ts'
import type { PrefName, Prefs } from '../src/core/prefs.ts'
import { KeptHere } from './connection.tsx'
import { RankingSection } from './ranking.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, Icon, Section, Select, Time } from './ui.tsx'
import { useWords } from './words.tsx'

const BOX = ['size', 'theme', 'font', 'lines', 'width'] as const

/** How the text looks, for whoever reads here. It takes script, and shows itself only where script runs. */
export function ReadingBox() {
  const { m } = useWords()
  const words = m.site.reading
  return (
    <details class="reading">
      <summary class="tool" aria-label={words.label}>
        <Icon name="size" />
        <span>{words.size.label}</span>
      </summary>
      <div class="reading-box">
        {BOX.map((name) => {
          const { label, ...choices } = words[name]
          return <Choice label={label} name={name} choices={Object.entries(choices)} />
        })}
      </div>
    </details>
  )
}

function Choice({ label, name, choices }: { label: string; name: PrefName; choices: [string, string][] }) {
  return (
    <fieldset class={`choice choice-${name}`}>
      <legend>{label}</legend>
      {choices.map(([value, word]) => (
        <button type="button" data-pref={name} value={value} aria-pressed="false">
          {word}
        </button>
      ))}
    </fieldset>
  )
}

const GROUPS: { name: 'look' | 'list' | 'dates'; fields: PrefName[] }[] = [
  { name: 'look', fields: ['theme', 'size', 'font', 'lines', 'width'] },
  { name: 'list', fields: ['finish', 'offline'] },
  { name: 'dates', fields: ['digits', 'calendar', 'shift', 'months'] },
]

type SettingsProps = {
  prefs: Prefs
  now: number
  /** What the order of news knows of the reader. */
  said: Follow[]
  done?: 'reading' | 'wiped'
}

/** All there is to choose, as one plain form; the date of now shows what was chosen. */
export function ReadingSettingsPage({ prefs, now, said, done }: SettingsProps) {
  const { m } = useWords()
  const words = m.reading
  return (
    <SettingsLayout title={words.title} notice={done && { reading: words.saved, wiped: words.ranking.wipe.done }[done]}>
      <p>{words.line}</p>
      <p>
        <a href="#ranking">{words.ranking.link}</a>
      </p>
      <form class="form" method="post" action="/settings/reading">
        {GROUPS.map(({ name, fields }) => (
          <Section title={words.groups[name]}>
            <div class="form">
              {fields.map((field) => (
                <Select name={field} {...choicesOf(words.fields[field])} chosen={prefs[field] ?? ''} />
              ))}
              {name === 'dates' && (
                <p class="hint">
                  {words.example}: <Time at={now} withTime />
                </p>
              )}
            </div>
          </Section>
        ))}
        <Button>{words.save}</Button>
      </form>
      <RankingSection said={said} />
      <KeptHere />
    </SettingsLayout>
  )
}

/** The order is that of the words, but for keys that look like numbers, which an object puts first: «none» leads. */
function choicesOf({ choices, ...words }: { label: string; hint?: string; choices: Record<string, string> }) {
  return { ...words, choices: Object.entries(choices).toSorted(([a], [b]) => Number(b === '') - Number(a === '')) }
}
