import { type Child, createContext, useContext } from 'hono/jsx'
import type { Site } from '../src/core/config.ts'
import type { Prefs } from '../src/core/prefs.ts'
import type { Format } from '../src/i18n/format.ts'
import type { Messages } from '../src/i18n/messages.ts'

/** What every view may need besides its props. Given once at the root, so that props carry data only. */
export type Words = {
  m: Messages
  f: Format
  site: Site
  /** The path of this page, for canonical links and "you are here". */
  path: string
  /** The path of a picture on our own host, for its original url. */
  picture: (url: string) => string
  /** Whom a private page is for; never set on a public one. `deletesAt`: when the account goes, if that was asked. */
  reader?: { name: string; role?: 'reader' | 'editor'; deletesAt?: number | null }
  /** How they like to read: like `reader`, of private pages alone. */
  prefs?: Prefs
}

const WordsContext = createContext<Words | null>(null)

export function useWords(): Words {
  const words = useContext(WordsContext)
  if (!words) throw new Error('a view was rendered outside render()')
  return words
}

/** A whole page as text. */
export function render(words: Words, view: Child): string {
  return `<!doctype html>${fragment(words, view)}`
}

/** A part of a page as text: what htmx swaps in. */
export function fragment(words: Words, view: Child): string {
  return String(<WordsContext.Provider value={words}>{view}</WordsContext.Provider>)
}
