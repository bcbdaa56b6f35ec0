import { describe, expect, it } from 'vitest'
import { PREFS, readPrefs, writePrefs } from '../../src/core/prefs.ts'

describe('reading preferences', () => {
  it('come back as they were written, among other cookies', () => {
    const prefs = { theme: 'dark', size: 'large', calendar: 'islamic-umalqura', shift: '-1' } as const
    expect(readPrefs(`a=b; prefs=${writePrefs(prefs)}; __Host-reader=1`)).toEqual(prefs)
  })

  it('are written in signs that no cookie library encodes', () => {
    for (const [name, values] of Object.entries(PREFS)) {
      for (const value of values) expect(encodeURIComponent(`${name}_${value}.`)).toBe(`${name}_${value}.`)
    }
  })

  it('leave out what is on no list', () => {
    expect(readPrefs('prefs=theme_pink.colour_red.size_large.__proto___x.constructor_y')).toEqual({ size: 'large' })
    expect(readPrefs('notprefs=theme_dark')).toEqual({})
    expect(readPrefs('')).toEqual({})
  })
})
