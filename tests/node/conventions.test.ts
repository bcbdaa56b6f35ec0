import { describe, expect, it } from 'vitest'
import { code } from '../helpers/files.ts'
import { rules } from '../helpers/rules.ts'

const files = code('src', 'views', 'tests', 'migrations')

it('there is something to judge', () => {
  expect(files.length).toBeGreaterThan(50)
})

describe('in every file:', () => {
  it.each(rules)('$name', ({ wrong }) => {
    expect(files.flatMap((file) => wrong(file).map((what) => `${file.path}: ${what.trim()}`))).toEqual([])
  })
})

describe('the judge sees when it is broken that', () => {
  it.each(rules)('$name', ({ wrong, broken }) => {
    expect(wrong(broken)).not.toEqual([])
  })
})
