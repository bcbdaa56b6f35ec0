import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Choice, chosenOf, unchosen, withoutMuted } from '../../src/core/chosen.ts'
import { type Keyword, keywordOf } from '../../src/core/keyword.ts'
import { ranked } from '../../src/core/ranking.ts'

// The same worlds at each run: what fails is found again.
fc.configureGlobal({ seed: 20261125 })

const NOW = Date.UTC(2026, 10, 24, 9) / 1000
const HOUR = 3600

type Article = Parameters<typeof chosenOf>[0][number]

function article(values: Partial<Article> = {}): Article {
  const { articleId = 1 } = values
  return {
    articleId,
    title: `عنوان ${articleId}`,
    sourceId: 1,
    sourceName: 'الواحة',
    excerpt: '',
    language: 'ar',
    direction: 'rtl',
    words: 300,
    picture: null,
    pictureAlt: '',
    rank: NOW,
    picked: false,
    rare: false,
    topicIds: [],
    ...values,
  }
}

const choice = (kind: Choice['kind'], ref: string, muted = false): Choice => ({
  kind,
  ref: kind === 'keyword' ? keyword(ref).ref : ref,
  label: `«${ref}»`,
  followed: true,
  muted,
  less: false,
})
const lessOf = (kind: Choice['kind'], ref: string, followed = false): Choice => ({
  ...choice(kind, ref),
  followed,
  less: true,
})
function keyword(typed: string): Keyword {
  const read = keywordOf(typed)
  if (typeof read === 'string') throw new Error(`${typed} is ${read}`)
  return read
}
const idsOf = (articles: { articleId: number }[]) => articles.map(({ articleId }) => articleId)

describe('the order of articles', () => {
  it('is by time, but for an editor pick and a rare source, and never changes by waiting', () => {
    const busy = [1, 2, 3].map((articleId) => article({ articleId, rank: NOW - articleId * HOUR }))
    const rare = article({ articleId: 4, rare: true, rank: NOW - 4 * HOUR })
    const picked = article({ articleId: 5, rank: NOW - 5 * HOUR, picked: true })
    // A rare source is worth 6.6 hours, an editor's pick 4.4.
    expect(idsOf(ranked([...busy, picked, rare]))).toEqual([4, 5, 1, 2, 3])
    const later = [...busy, picked, rare].map((one) => ({ ...one, rank: one.rank + 30 * 86_400 }))
    expect(idsOf(ranked(later))).toEqual([4, 5, 1, 2, 3])
  })
})

describe('what somebody chose', () => {
  it('comes with its strongest reason, under the name they know', () => {
    const found = chosenOf(
      [
        article({ articleId: 1, sourceId: 7, topicIds: [3] }),
        article({ articleId: 2, topicIds: [3] }),
        article({ articleId: 3, title: 'قمة المناخ تبدأ غدًا' }),
        article({ articleId: 4 }),
      ],
      [choice('topic', '3'), choice('source', '7'), choice('keyword', 'مناخ')],
    )
    expect(Object.fromEntries(found.map(({ articleId, why }) => [articleId, why]))).toEqual({
      1: { kind: 'source', label: '«7»' },
      2: { kind: 'topic', label: '«3»' },
      3: { kind: 'keyword', label: '«مناخ»' },
    })
  })

  it('is found by a keyword in any form of its words, all of them', () => {
    const titles = ['وللمكتبات العامة دور جديد', 'مكتبة عامّة في كل حي', 'المكتبة الخاصة', 'كتاب عام']
    const articles = titles.map((title, articleId) => article({ articleId, title }))
    expect(idsOf(chosenOf(articles, [choice('keyword', 'مكتبة عامة')])).toSorted()).toEqual([0, 1])
  })

  it('is never what is muted, whatever speaks for it', () => {
    const both = article({ articleId: 1, sourceId: 7, topicIds: [3], title: 'مباراة القمة' })
    const follows = choice('source', '7')
    expect(chosenOf([both], [follows, choice('topic', '3', true)])).toEqual([])
    expect(chosenOf([both], [follows, choice('keyword', 'المباراة', true)])).toEqual([])
    expect(withoutMuted([both], [choice('source', '7', true)])).toEqual([])
    expect(withoutMuted([both], [choice('source', '8', true)])).toEqual([both])
  })

  it('is nothing that is only wanted less of, and that comes later', () => {
    const [first, second] = [article({ articleId: 2, sourceId: 7 }), article({ articleId: 1, sourceId: 8 })]
    expect(chosenOf([first], [lessOf('source', '7')])).toEqual([])
    const both = [choice('source', '8'), lessOf('source', '7', true)]
    expect(idsOf(chosenOf([first, second], both))).toEqual([1, 2])
    expect(idsOf(unchosen([first, second], []))).toEqual([2, 1])
    expect(idsOf(unchosen([first, second], [lessOf('source', '7')]))).toEqual([1, 2])
    expect(idsOf(unchosen([first, second], [choice('source', '7', true)]))).toEqual([1])
  })

  it('is the same in the same order however the articles and choices lie', () => {
    const few = fc.integer({ min: 1, max: 5 })
    const articles = fc.uniqueArray(
      fc.record({
        articleId: fc.integer({ min: 1, max: 60 }),
        sourceId: few,
        rank: fc.integer({ min: NOW - 86_400, max: NOW }),
        picked: fc.boolean(),
        topicIds: fc.array(few, { maxLength: 2 }),
      }),
      { selector: ({ articleId }) => articleId, maxLength: 40 },
    )
    const choices = fc.uniqueArray(
      fc.record({ kind: fc.constantFrom('source' as const, 'topic' as const), ref: few, muted: fc.boolean() }),
      { selector: ({ kind, ref }) => `${kind} ${ref}`, maxLength: 6 },
    )
    fc.assert(
      fc.property(articles, choices, (some, drawn) => {
        const wanted = drawn.map(({ kind, ref, muted }) => choice(kind, String(ref), muted))
        const all = some.map(article)
        const found = chosenOf(all, wanted)
        expect(idsOf(chosenOf(all.toReversed(), wanted.toReversed()))).toEqual(idsOf(found))
        const speaks = ({ kind, ref }: Choice, { sourceId, topicIds }: Article) =>
          kind === 'source' ? sourceId === Number(ref) : topicIds.includes(Number(ref))
        for (const one of found) {
          expect(wanted.some((given) => given.muted && speaks(given, one))).toBe(false)
          expect(wanted.some((given) => given.label === one.why.label && !given.muted && speaks(given, one))).toBe(true)
        }
      }),
    )
  })
})
