/** What a key does on a page of rows and on an article's page; the words stand in `i18n`, the doing in views/client. */
export const SHORTCUTS = {
  list: {
    next: 'j',
    previous: 'k',
    open: 'o',
    archive: 'e',
    favourite: 'f',
    remove: '#',
    search: '/',
    help: '?',
  },
  article: {
    next: 'j',
    previous: 'k',
    archive: 'e',
    favourite: 'f',
    remove: '#',
    highlight: 'h',
    listen: 'l',
    look: 't',
    list: 'u',
    help: '?',
  },
} as const

export type ShortcutPlace = keyof typeof SHORTCUTS

type Pressed = { key: string; code: string; shiftKey: boolean }

/**
 * The sign that a key means: the one it types where that is Latin, else the one that stands in its place on a Latin
 * keyboard, so that nobody has to leave an Arabic layout.
 */
export function signOf({ key, code, shiftKey }: Pressed): string {
  if (/^[a-z#/?]$/i.test(key)) return key.toLowerCase()
  if (key === ARABIC_QUESTION) return '?'
  if (code === 'Slash') return shiftKey ? '?' : '/'
  if (code === 'Digit3' && shiftKey) return '#'
  return /^Key([A-Z])$/.exec(code)?.[1]?.toLowerCase() ?? ''
}

const ARABIC_QUESTION = '\u061f'
