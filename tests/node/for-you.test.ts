import { describe, expect, it } from 'vitest'
import type { Choice } from '../../src/core/chosen.ts'
import { type Card, latestOf, scoreOf, type Told, unmuted } from '../../src/core/for-you.ts'
import { POINT, rankOf } from '../../src/core/rank.ts'
import { article, choice, HOUR, ids, keyword, NOW, page, topic, type World } from '../helpers/for-you.ts'

const termsOf = (cards: Card<Told>[], id: number) => cards.find((card) => card.article.id === id)?.terms

describe('the order for one reader', () => {
  it('is by time alone where nothing else speaks', () => {
    expect(ids(page({ block: [article(3), article(1), article(2)] }))).toEqual([1, 2, 3])
  })

  it('has of equals the one that came later first', () => {
    const block = [1, 2, 3].map((id) => article(id, { sortedAt: NOW }))
    expect(ids(page({ block }))).toEqual([3, 2, 1])
  })

  const LIFTS: [name: string, hours: number, values: Partial<Told>, choices: Choice[]][] = [
    ['a followed source', 13, {}, [choice('source', 200)]],
    ['a second followed topic', 8, { topicIds: [1, 2] }, [choice('topic', 2)]],
    ['a keyword', 11, { title: 'قمة المناخ' }, [keyword('مناخ')]],
    ['a rare source', 6, { rare: true }, []],
    ['an editor pick', 4, { picked: true }, []],
  ]

  it.each(LIFTS)('lifts %s by %i hours and not by one more', (_, hours, values, more) => {
    const choices = [topic, ...more]
    const spoken = (id: number) => article(id, { ...values, sourceId: 200 })
    expect(ids(page({ choices, block: [article(1), spoken(1 + hours)] }))).toEqual([1 + hours, 1])
    expect(ids(page({ choices, block: [article(1), spoken(2 + hours)] }))).toEqual([1, 2 + hours])
  })

  const LOWERS: [name: string, hours: number, given: Partial<World>][] = [
    ['what is saved already', 22, { saved: new Set([1]) }],
    ['what is wanted less of', 13, { choices: [topic, choice('source', 101, { less: true })] }],
  ]

  it.each(LOWERS)('lowers %s by %i hours and not by one more', (_, hours, given) => {
    expect(ids(page({ ...given, block: [article(1), article(1 + hours)] }))).toEqual([1 + hours, 1])
    expect(ids(page({ ...given, block: [article(1), article(2 + hours)] }))).toEqual([1, 2 + hours])
  })

  it('lifts by 22 hours what nine readers saved, and never changes by waiting', () => {
    const saved = article(20, { rank: rankOf({ sortedAt: NOW - 20 * HOUR, saves: 9 }) })
    const block = [article(1), article(2), saved]
    expect(ids(page({ block }))).toEqual([20, 1, 2])
    const later = block.map((one) => ({ ...one, rank: one.rank + 30 * 86_400, sortedAt: one.sortedAt + 30 * 86_400 }))
    expect(ids(page({ block: later }))).toEqual(ids(page({ block })))
  })

  it('is told in terms that add up to it', () => {
    const [card] = page({
      block: [article(1, { title: 'قمة المناخ', sourceId: 7, topicIds: [1, 2], picked: true, rare: true })],
      choices: [topic, choice('topic', 2, { followed: true, less: true }), choice('source', 7), keyword('مناخ')],
      saved: new Set([1]),
    })
    expect(card?.terms.map(({ kind, of, points }) => [kind, of?.label, points])).toEqual([
      ['source', 'source 7', 0.6],
      ['keyword', 'مناخ', 0.5],
      ['topic', 'topic 1', 0.4],
      ['topic', 'topic 2', 0.4],
      ['rare', undefined, 0.3],
      ['picked', undefined, 0.2],
      ['saved', undefined, -1],
      ['less', 'topic 2', -0.6],
    ])
    expect(card && scoreOf(card)).toBe(NOW - HOUR + Math.round(0.8 * POINT))
  })
})

describe('what a reader gets', () => {
  it('is what they follow and nothing else, each with its reason', () => {
    const block = [
      article(1, { topicIds: [2] }),
      article(2, { topicIds: [3], sourceId: 9 }),
      article(3, { topicIds: [3], title: 'للمكتبات العامة دور جديد' }),
      article(4, { topicIds: [3] }),
    ]
    const cards = page({ block, choices: [choice('topic', 2), choice('source', 9), keyword('مكتبة عامة')] })
    expect(ids(cards).toSorted()).toEqual([1, 2, 3])
    expect(termsOf(cards, 3)?.[0]).toMatchObject({ kind: 'keyword', of: { label: 'مكتبة عامة' } })
  })

  it('is never what they mute, whatever speaks for it', () => {
    const loved = article(1, { title: 'مباراة القمة', topicIds: [1, 2], sourceId: 9, picked: true })
    const follows = [topic, choice('source', 9)]
    for (const muted of [choice('topic', 2), choice('source', 9), keyword('المباراة')]) {
      const muting = { ...muted, followed: true, muted: true }
      const choices = [...follows.filter(({ kind, ref }) => kind !== muted.kind || ref !== muted.ref), muting]
      expect(ids(page({ block: [loved, article(2)], choices }))).toEqual([2])
      expect(latestOf([loved, article(2)], choices).map((card) => card.article.id)).toEqual([2])
      expect(unmuted([loved, article(2)], choices).map((card) => card.article.id)).toEqual([2])
    }
  })

  it('is not what they only want less of', () => {
    const choices = [topic, choice('source', 9, { less: true })]
    expect(ids(page({ block: [article(1, { topicIds: [], sourceId: 9 }), article(2)], choices }))).toEqual([2])
  })

  it('is newest first and all of it where nothing is to be weighed', () => {
    const block = [article(3, { rare: true, storyId: 1 }), article(1), article(2, { topicIds: [9] })]
    expect(latestOf(block, [topic]).map((card) => card.article.id)).toEqual([1, 3])
  })
})

describe('one story', () => {
  it('comes once, as the article that speaks most to this reader', () => {
    const block = [article(1, { storyId: 1 }), article(4, { storyId: 1, sourceId: 9 }), article(2)]
    expect(ids(page({ block, choices: [topic, choice('source', 9)] }))).toEqual([4, 2])
  })

  it('names who else tells it, the newest of each other source, followed or not, but nobody who is muted', () => {
    const told = { storyId: 1, topicIds: [5] }
    const others = [
      article(11, { ...told, sourceId: 3 }),
      article(12, { ...told, sourceId: 3 }),
      article(13, { ...told, sourceId: 4 }),
      article(14, { ...told, sourceId: 5 }),
      article(15, { ...told, sourceId: 101 }),
    ]
    const choices = [topic, choice('source', 4, { muted: true })]
    const [card] = page({ block: [article(1, { storyId: 1 })], others, choices })
    expect(card?.also.map(({ id }) => id)).toEqual([11, 14])
  })

  it('does not come again below a block in which this reader could see it', () => {
    const before = { at: NOW, id: 50 }
    const above = (values: Partial<Told>) => article(60, { storyId: 1, sortedAt: NOW + HOUR, ...values })
    const block = [article(1, { storyId: 1 }), article(2)]
    expect(ids(page({ block, before, others: [above({})] }))).toEqual([2])
    // They do not follow the one above, or mute it: nothing of this story was shown to them.
    expect(ids(page({ block, before, others: [above({ topicIds: [8] })] }))).toEqual([1, 2])
    const choices = [topic, choice('source', 160, { muted: true })]
    expect(ids(page({ block, before, others: [above({})], choices }))).toEqual([1, 2])
    expect(ids(page({ block, before, others: [article(70, { storyId: 1 })] }))).toEqual([1, 2])
  })
})

describe('the caps', () => {
  it('let no source come three times in a row', () => {
    const block = [1, 2, 3, 4].map((id) => article(id, { sourceId: 7 }))
    expect(ids(page({ block: [...block, article(9), article(10)] }))).toEqual([1, 2, 9, 3, 4, 10])
  })

  it('let no topic come a fourth time among any ten', () => {
    const choices = [topic, choice('topic', 2), choice('topic', 3), choice('topic', 4)]
    const some = [1, 2, 3, 4, 5].map((id) => article(id, { topicIds: [1] }))
    const others = Array.from({ length: 9 }, (_, i) => article(10 + i, { topicIds: [2 + (i % 3)] }))
    expect(ids(page({ block: [...some, ...others], choices })).slice(0, 11)).toEqual([
      ...[1, 2, 3],
      ...[10, 11, 12, 13, 14, 15, 16],
      4,
    ])
  })

  it('hold over the border of two pages', () => {
    const shown = [7, 7].map((sourceId) => ({ sourceId, topicIds: [] }))
    expect(ids(page({ block: [article(1, { sourceId: 7 }), article(2)], shown }))).toEqual([2, 1])
  })

  it('give way where nothing else is left, the topics first', () => {
    const ofOne = [1, 2, 3].map((id) => article(id, { sourceId: 7 }))
    expect(ids(page({ block: ofOne }))).toEqual([1, 2, 3])
    expect(ids(page({ block: [...ofOne, article(4), article(5)] }))).toEqual([1, 2, 4, 3, 5])
  })
})
