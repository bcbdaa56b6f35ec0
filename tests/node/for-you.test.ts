import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Choice } from '../../src/core/chosen.ts'
import { isFollowed } from '../../src/core/follow.ts'
import { type Card, cardsOf, latestOf, scoreOf, type Told, unmuted } from '../../src/core/for-you.ts'
import { keywordOf } from '../../src/core/keyword.ts'
import { matcher } from '../../src/core/matches.ts'
import { POINT, rankOf } from '../../src/core/rank.ts'

const NOW = Date.UTC(2026, 10, 24, 9) / 1000
const HOUR = 3600

/** An article an hour older for each step of its id, of a source of its own. */
function article(id: number, values: Partial<Told> = {}): Told {
  const sortedAt = values.sortedAt ?? NOW - id * HOUR
  return {
    id,
    title: `عنوان ${id}`,
    excerpt: '',
    sourceId: 100 + id,
    topicIds: [1],
    sortedAt,
    rank: sortedAt,
    storyId: id,
    picked: false,
    rare: false,
    ...values,
  }
}

type Said = Partial<Pick<Choice, 'followed' | 'muted' | 'less'>>

function choice(kind: Choice['kind'], ref: number | string, said: Said = { followed: true }): Choice {
  return { kind, ref: String(ref), label: `${kind} ${ref}`, followed: false, muted: false, less: false, ...said }
}

function keyword(typed: string, said?: Said): Choice {
  const read = keywordOf(typed)
  if (typeof read === 'string') throw new Error(`${typed} is ${read}`)
  return { ...choice('keyword', read.ref, said), label: read.label }
}

const topic = choice('topic', 1)

type World = { block: Told[]; choices?: Choice[] } & Partial<Parameters<typeof cardsOf<Told>>[0]>

function page({ block, choices = [topic], ...given }: World): Card<Told>[] {
  return cardsOf({ block, choices, others: [], before: null, saved: new Set<number>(), shown: [], ...given })
}

const ids = (cards: Card<Told>[]) => cards.map((card) => card.article.id)
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

const few = fc.integer({ min: 1, max: 4 })
const words = fc.constantFrom('قمة المناخ', 'مباراة القمة', 'سعر القمح', 'كتاب جديد', 'رحلة إلى البحر')
const worldOf = (count: number) =>
  fc.uniqueArray(
    fc.record({
      id: fc.integer({ min: 1, max: 200 }),
      title: words,
      sourceId: few,
      topicIds: fc.uniqueArray(few, { maxLength: 2 }),
      age: fc.integer({ min: 0, max: 72 }),
      saves: fc.constantFrom(0, 0, 0, 1, 9, 99),
      storyId: fc.integer({ min: 1, max: 30 }),
      picked: fc.boolean(),
      rare: fc.boolean(),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: count },
  )
type Drawn = typeof worldOf extends (count: number) => fc.Arbitrary<infer A>
  ? A extends (infer B)[]
    ? B
    : never
  : never

const toArticle = ({ age, saves, ...values }: Drawn): Told => {
  const sortedAt = NOW - age * HOUR
  return article(values.id, { ...values, sortedAt, rank: rankOf({ sortedAt, saves }) })
}

const said = fc.record({ followed: fc.boolean(), muted: fc.boolean(), less: fc.boolean() })
const someChoices = fc
  .tuple(
    fc.uniqueArray(fc.tuple(fc.constantFrom('source' as const, 'topic' as const), few, said), {
      selector: ([kind, ref]) => `${kind} ${ref}`,
      maxLength: 6,
    }),
    fc.uniqueArray(fc.tuple(fc.constantFrom('قمة', 'قمح', 'كتاب'), said), { selector: ([word]) => word, maxLength: 2 }),
  )
  .map(([named, typed]) => [
    ...named.map(([kind, ref, state]) => choice(kind, ref, state)),
    ...typed.map(([word, state]) => keyword(word, state)),
  ])

/** The pages as the store cuts them: blocks of those that are followed, each below the one before. */
function pagesOf(world: Told[], choices: Choice[], size: number, between: (world: Told[]) => Told[] = (all) => all) {
  const pages: Card<Told>[][] = []
  let now = world
  let before: { at: number; id: number } | null = null
  let shown: Told[] = []
  for (;;) {
    const matching = matcher(choices.filter(isFollowed))
    const below: Told[] = now
      .filter((one) => matching(one).length > 0)
      .filter(({ rank, id }) => !before || rank < before.at || (rank === before.at && id < before.id))
      .toSorted((a, b) => b.rank - a.rank || b.id - a.id)
    const block = below.slice(0, size)
    const last = block.at(-1)
    if (!last) return pages
    const stories = new Set(block.map(({ storyId }) => storyId))
    const others = now.filter((one) => stories.has(one.storyId) && !block.includes(one))
    const cards = page({ block, others, before, choices, shown })
    pages.push(cards)
    shown = [...shown, ...cards.map((card) => card.article)].slice(-9)
    before = { at: last.rank, id: last.id }
    now = between(now)
  }
}

describe('for any world and any reader', () => {
  it('nothing that is muted is shown or named, and nothing that is not followed is shown', () => {
    fc.assert(
      fc.property(worldOf(60), worldOf(20), someChoices, (drawn, more, choices) => {
        const muted = matcher(choices.filter((one) => one.muted))
        const followed = matcher(choices.filter(isFollowed))
        const block = drawn.map(toArticle)
        const others = more.map(toArticle).filter(({ id }) => !block.some((one) => one.id === id))
        for (const card of page({ block, others, choices })) {
          for (const shown of [card.article, ...card.also]) expect(muted(shown)).toEqual([])
          expect(followed(card.article)).not.toEqual([])
        }
        for (const card of [...latestOf(block, choices), ...unmuted(block, choices)]) {
          expect(muted(card.article)).toEqual([])
        }
      }),
    )
  })

  it('no article and no story comes twice over all pages, while news arrives and saves grow', () => {
    fc.assert(
      fc.property(
        worldOf(60),
        worldOf(30),
        someChoices,
        fc.integer({ min: 3, max: 20 }),
        (drawn, coming, choices, size) => {
          const arriving = coming.map((one) => ({ ...toArticle({ ...one, id: one.id + 500 }) }))
          let step = 0
          const between = (world: Told[]) => {
            step += 1
            // News is newer than all there was, some of it of stories that were told; some articles are saved meanwhile.
            const fresh = arriving.splice(0, 3).map((one, i) => {
              const sortedAt = NOW + 10 * step * HOUR + i
              return { ...one, sortedAt, rank: sortedAt }
            })
            const grown = world.map((one) => (one.id % 3 === step % 3 ? { ...one, rank: one.rank + step * HOUR } : one))
            return [...grown, ...fresh]
          }
          const shown = pagesOf(drawn.map(toArticle), choices, size, between).flat()
          expect(new Set(ids(shown)).size).toBe(shown.length)
          expect(new Set(shown.map(({ article: { storyId } }) => storyId)).size).toBe(shown.length)
        },
      ),
    )
  })

  it('all that is followed and not muted is told, while nothing changes', () => {
    fc.assert(
      fc.property(worldOf(60), someChoices, fc.integer({ min: 3, max: 20 }), (drawn, choices, size) => {
        const world = drawn.map(toArticle)
        const wanted = matcher(choices.filter(isFollowed))
        const muted = matcher(choices.filter((one) => one.muted))
        const visible = world.filter((one) => wanted(one).length > 0 && muted(one).length === 0)
        const shown = pagesOf(world, choices, size).flat()
        expect(new Set(shown.map(({ article: { storyId } }) => storyId))).toEqual(
          new Set(visible.map(({ storyId }) => storyId)),
        )
      }),
    )
  })

  it('a cap is broken only where nothing that was left would have kept it', () => {
    fc.assert(
      fc.property(worldOf(60), someChoices, fc.integer({ min: 3, max: 20 }), (drawn, choices, size) => {
        let above: Told[] = []
        for (const cards of pagesOf(drawn.map(toArticle), choices, size)) {
          cards.forEach((card, at) => {
            const left = cards.slice(at).map((one) => one.article)
            const keepsSource = ({ sourceId }: Told) =>
              above.length < 2 || !above.slice(-2).every((one) => one.sourceId === sourceId)
            const keepsTopics = ({ topicIds }: Told) =>
              topicIds.every((id) => above.slice(-9).filter((one) => one.topicIds.includes(id)).length < 3)
            if (!keepsSource(card.article)) expect(left.filter(keepsSource)).toEqual([])
            if (!keepsTopics(card.article)) {
              expect(left.filter((one) => keepsTopics(one) && keepsSource(one))).toEqual([])
            }
            above = [...above, card.article]
          })
        }
      }),
    )
  })

  it('the same input gives the same cards, however it lies', () => {
    fc.assert(
      fc.property(
        worldOf(60),
        worldOf(20),
        someChoices,
        fc.infiniteStream(fc.integer()),
        (drawn, more, choices, chance) => {
          const shuffled = <T>(list: T[]) =>
            list
              .map((one) => ({ one, at: Number(chance.next().value) }))
              .toSorted((a, b) => a.at - b.at)
              .map(({ one }) => one)
          const block = drawn.map(toArticle)
          const others = more.map(toArticle).filter(({ id }) => !block.some((one) => one.id === id))
          const cards = page({ block, others, choices })
          expect(page({ block, others, choices })).toEqual(cards)
          expect(page({ block: shuffled(block), others: shuffled(others), choices: shuffled(choices) })).toEqual(cards)
          expect(latestOf(shuffled(block), shuffled(choices))).toEqual(latestOf(block, choices))
        },
      ),
    )
  })
})
