import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Choice } from '../../src/core/chosen.ts'
import { isFollowed } from '../../src/core/follow.ts'
import { type Card, latestOf, type Told, unmuted } from '../../src/core/for-you.ts'
import { matcher } from '../../src/core/matches.ts'
import { rankOf } from '../../src/core/rank.ts'
import { article, choice, HOUR, ids, keyword, NOW, page } from '../helpers/for-you.ts'

// The same worlds at each run: what fails is found again.
fc.configureGlobal({ seed: 20261125, numRuns: 500 })

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
