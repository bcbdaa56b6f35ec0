import { SHORTCUTS, type ShortcutPlace } from '../src/core/shortcuts.ts'
import { asset } from './asset.ts'
import { Icon } from './ui.tsx'
import { useWords } from './words.tsx'

/** For the head of a page that has shortcuts. */
export function ShortcutsScript() {
  return <script defer src={asset('shortcuts.js')} />
}

/** The button that lists the keys of this page, and the list. The keys take script; so does the button. */
export function Shortcuts({ on }: { on: ShortcutPlace }) {
  const { m } = useWords()
  const words = m.saved.keys
  const does: Record<string, string> = words[on]
  return (
    <div class="shortcuts scripted">
      <button type="button" class="tool" data-shortcuts aria-haspopup="dialog" aria-label={words.title}>
        <Icon name="keyboard" />
        <span>{words.title}</span>
      </button>
      <dialog id="shortcuts" data-on={on} aria-labelledby="shortcuts-title">
        <h2 id="shortcuts-title">{words.title}</h2>
        <p class="hint">{words.line}</p>
        <dl class="keys">
          {Object.entries(SHORTCUTS[on]).map(([what, key]) => (
            <div>
              <dt>
                <kbd dir="ltr">{key.toUpperCase()}</kbd>
              </dt>
              <dd>{does[what]}</dd>
            </div>
          ))}
        </dl>
        <form method="dialog">
          <button type="submit" class="button plain">
            {words.close}
          </button>
        </form>
      </dialog>
    </div>
  )
}
