import { describe, expect, it } from 'vitest'
import { SHORTCUTS, signOf } from '../../src/core/shortcuts.ts'
import { ar } from '../../src/i18n/ar.ts'

const pressed = (key: string, code: string, shiftKey = false) => signOf({ key, code, shiftKey })

describe('a key', () => {
  it('means the same on a Latin and on an Arabic layout', () => {
    for (const [latin, arabic, code, shift] of [
      ['j', 'ت', 'KeyJ'],
      ['e', 'ث', 'KeyE'],
      ['h', 'ا', 'KeyH'],
      ['/', 'ظ', 'Slash'],
      ['?', '؟', 'Slash', true],
      ['#', '#', 'Digit3', true],
    ] as const) {
      expect(pressed(latin, code, shift)).toBe(latin)
      expect(pressed(arabic, code, shift)).toBe(latin)
    }
  })

  it('means what it types where a Latin layout has it elsewhere', () => {
    expect(pressed('j', 'KeyC')).toBe('j')
    expect(pressed('?', 'Minus', true)).toBe('?')
    expect(pressed('#', 'Backslash')).toBe('#')
  })

  it('means nothing where it types no sign', () => {
    for (const key of ['Escape', 'Tab', 'ArrowDown', 'F1', ' ']) expect(pressed(key, key)).toBe('')
  })

  it('does one thing, and has words for it', () => {
    for (const place of ['list', 'article'] as const) {
      const keys = Object.values(SHORTCUTS[place])
      expect(new Set(keys).size).toBe(keys.length)
      expect(Object.keys(ar.saved.keys[place]).sort()).toEqual(Object.keys(SHORTCUTS[place]).sort())
    }
  })
})
