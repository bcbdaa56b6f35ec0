import { Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/** Shown by client/listen.ts, where the browser has a voice for the text's language. */
export function ListenButton() {
  const { m } = useWords()
  return (
    <button type="button" class="tool" data-listen hidden>
      <Icon name="listen" />
      <span>{m.saved.listen.start}</span>
    </button>
  )
}

/** What is at hand while a text is read out. */
export function Player() {
  const { m } = useWords()
  const words = m.saved.listen
  return (
    <section id="player" class="player" aria-label={words.label} hidden>
      <button type="button" class="button main" data-pause data-resume={words.resume}>
        {words.pause}
      </button>
      <label>
        <span class="meta">{words.rate}</span>
        <select data-rate>
          {Object.entries(words.rates)
            .toSorted(([a], [b]) => Number(a) - Number(b))
            .map(([rate, word]) => (
              <option value={rate} selected={rate === '1'}>
                {word}
              </option>
            ))}
        </select>
      </label>
      <button type="button" class="button quiet" data-stop>
        {words.stop}
      </button>
    </section>
  )
}
