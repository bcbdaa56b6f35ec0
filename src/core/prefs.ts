/**
 * How somebody likes to read, with or without an account: the readable cookie `prefs`, such as
 * `theme_dark.size_large`, whose signs no cookie library encodes. Absent: the device's theme, the site's ways.
 */
export const PREFS = {
  theme: ['light', 'dark'],
  size: ['small', 'large', 'huge'],
  font: ['sans', 'system'],
  /** Of the column of a text, and between its lines. */
  width: ['narrow', 'wide'],
  lines: ['tight', 'loose'],
  /** What becomes of a saved article that was read to its end. */
  finish: ['archive'],
  /** Articles that a browser keeps readable without a connection. */
  offline: ['0', '20', '100', '200'],
  digits: ['arab', 'latn'],
  calendar: ['gregory', 'islamic-umalqura'],
  /** Days by which a country that sights the moon is before or behind the computed Hijri calendar. */
  shift: ['-1', '1'],
  /** Whose names the months have, as a country of that tradition. */
  months: ['EG', 'SY', 'DZ', 'MA'],
} as const

export type PrefName = keyof typeof PREFS
export type Prefs = { [Name in PrefName]?: (typeof PREFS)[Name][number] }

export const PREFS_COOKIE = 'prefs'

/** What a cookie header (or `document.cookie`) says; what is on no list is as if it were not there. */
export function readPrefs(cookies: string): Prefs {
  return parsePrefs(/(?:^|; )prefs=([^;]*)/.exec(cookies)?.[1] ?? '')
}

/** The same of the cookie's value alone, which is also how an account keeps it. */
export function parsePrefs(value: string): Prefs {
  const pairs = value.split('.').map((pair) => pair.split('_'))
  return Object.fromEntries(pairs.filter(([name = '', wanted = '']) => isPref(name, wanted)))
}

/** The cookie's value. */
export function writePrefs(prefs: Prefs): string {
  return Object.entries(prefs)
    .map((pair) => pair.join('_'))
    .join('.')
}

export function isPref(name: string, value: string): boolean {
  const values: readonly string[] | undefined = Object.hasOwn(PREFS, name) ? PREFS[name as PrefName] : undefined
  return values?.includes(value) ?? false
}
