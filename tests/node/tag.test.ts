import { describe, expect, it } from 'vitest'
import { joinTags, namedTags, splitTags, tagKey, tagName } from '../../src/core/tag.ts'

describe('a tag’s name', () => {
  it.each([
    ['  بحث   الماجستير ', 'بحث الماجستير'],
    ['##وصفات', 'وصفات'],
    ['C#', 'C#'],
    ['\u202eعكس\u2066', 'عكس'],
    ['مُدَوَّنة', 'مُدَوَّنة'],
    ['أإآاىيةه', 'أإآاىيةه'],
  ])('%j is kept as %j', (typed, kept) => {
    expect(tagName(typed)).toBe(kept)
  })

  it('is none where nothing is left, and 60 characters at most', () => {
    expect(['', ' ', '# ', '\u200f'].map(tagName)).toEqual([null, null, null, null])
    expect([...(tagName('😀'.repeat(80)) ?? '')]).toHaveLength(60)
  })
})

describe('two spellings are one tag', () => {
  it('by normal form, case and white space, and by nothing else', () => {
    expect(tagKey('Cafe\u0301  Noir')).toBe(tagKey('CAFÉ noir'))
    expect(tagKey('أرض')).not.toBe(tagKey('ارض'))
    expect(tagKey('مَاء')).not.toBe(tagKey('ماء'))
    expect(namedTags(['Water', 'ماء', 'WATER', ' '])).toEqual([
      { name: 'Water', key: 'water' },
      { name: 'ماء', key: 'ماء' },
    ])
  })
})

describe('a typed list', () => {
  it('takes the comma of any script between two names', () => {
    expect(splitTags('أ، ب؛ c, d; e，f、g').map((name) => name.trim())).toEqual(['أ', 'ب', 'c', 'd', 'e', 'f', 'g'])
    expect(splitTags(' , ،')).toEqual([' ', ' '])
  })

  it.each([
    [['ماء', 'أرض']],
    [['ري، وبذر', 'peanut, butter', 'أ']],
    [['"quoted"', 'half "quoted" name', '5" screen', '"']],
    [['"a", b', 'c']],
    [[]],
  ])('gives back what was joined: %j', (names) => {
    for (const separator of ['، ', ',']) {
      expect(namedTags(splitTags(joinTags(names, separator))).map(({ name }) => name)).toEqual(names)
    }
  })
})
