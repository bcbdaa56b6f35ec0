import { PREFS, type PrefName } from '../src/core/prefs.ts'
import { Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/** Theme and size of text for whoever reads here. It takes script, and shows itself only where script runs. */
export function ReadingBox() {
  const { m } = useWords()
  const words = m.site.reading
  const [small, large] = PREFS.size
  const [light, dark] = PREFS.theme
  return (
    <details class="reading">
      <summary class="tool" aria-label={words.label}>
        <Icon name="size" />
        <span>{words.size}</span>
      </summary>
      <div class="reading-box">
        <Choice
          label={words.size}
          name="size"
          choices={[
            [small, words.smaller],
            ['', words.normal],
            [large, words.larger],
          ]}
        />
        <Choice
          label={words.theme}
          name="theme"
          choices={[
            [light, words.light],
            [dark, words.dark],
            ['', words.system],
          ]}
        />
      </div>
    </details>
  )
}

function Choice({ label, name, choices }: { label: string; name: PrefName; choices: [string, string][] }) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {choices.map(([value, word]) => (
        <button type="button" data-pref={name} value={value} aria-pressed="false">
          {word}
        </button>
      ))}
    </fieldset>
  )
}
