import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ar } from '../../src/i18n/ar.ts'
import { root } from '../helpers/files.ts'

const languages = ['docs/desk.md', 'docs/desk.ar.md']

describe.each(languages)('the handbook %s', (path) => {
  const text = readFileSync(resolve(root, path), 'utf8')
  const named = [...text.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words.replace(/\s+/g, ' '))
  const buttons = named.filter((words) => /\p{Script=Arabic}/u.test(words))

  it('names buttons and screens by their very words', () => {
    const words = new Set(wordsIn(ar))
    expect(buttons.length).toBeGreaterThan(50)
    expect(buttons.filter((button) => !words.has(button))).toEqual([])
  })

  it('tells of every screen of the desk', () => {
    expect(Object.values(ar.desk.screens).filter((screen) => !text.includes(screen))).toEqual([])
  })

  it('shows every picture that is taken', () => {
    const shown = [...text.matchAll(/\]\(desk\/([\w-]+\.png)\)/g)].map(([, file]) => file)
    expect(shown.toSorted()).toEqual(readdirSync(resolve(root, 'docs/desk')).toSorted())
  })
})

it('tells the same things in both languages', () => {
  const [english, arabic] = languages.map((path) =>
    readFileSync(resolve(root, path), 'utf8').match(/^(#+|\|| *- |!)/gm),
  )
  expect(arabic).toEqual(english)
})

/** Every text of the interface that has no variable in it. */
function wordsIn(messages: unknown): string[] {
  if (typeof messages === 'string') return [messages]
  return typeof messages === 'object' && messages !== null ? Object.values(messages).flatMap(wordsIn) : []
}
