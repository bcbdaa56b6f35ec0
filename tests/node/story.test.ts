import { describe, expect, it } from 'vitest'
import { firstWords } from '../../src/core/article.ts'
import { decode } from '../../src/core/charset.ts'
import { parseFeed } from '../../src/core/feed.ts'
import { gistOf, likeness, withinReach } from '../../src/core/story.ts'
import { bandsOf } from '../../src/core/story-bands.ts'
import { corpusFile, hasCorpus } from '../helpers/corpus.ts'
import { heldOutPairs, type StoryPair, storyPairs, type Words } from '../helpers/story-pairs.ts'

const HOUR = 3600

function read(words: Words) {
  const gist = gistOf(words)
  return { gist, bands: new Set(bandsOf(gist)) }
}

/** Whether the job would take two articles for one story: they find each other, and are alike. */
function isOneStory(a: Words, b: Words, oneSource = false): boolean {
  return isOne(read(a), read(b), oneSource)
}

function isOne(a: ReturnType<typeof read>, b: ReturnType<typeof read>, oneSource: boolean): boolean {
  const meet = [...a.bands].some((band) => b.bands.has(band))
  return meet && likeness({ sourceId: 1, gist: a.gist }, { sourceId: oneSource ? 1 : 2, gist: b.gist }) > 0
}

function measured(name: string, pairs: StoryPair[]) {
  const judged = pairs.map((pair) => ({ pair, found: isOneStory(pair.a, pair.b, pair.oneSource) }))
  const right = judged.filter(({ pair, found }) => found && pair.same).length
  const precision = right / judged.filter(({ found }) => found).length
  const recall = right / pairs.filter(({ same }) => same).length
  const wrong = judged.filter(({ pair, found }) => found !== pair.same)
  console.log(
    `${name}: ${pairs.length} pairs, precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n${wrong
      .map(({ pair: { same, a, b } }) => `  ${same ? 'not found' : 'wrongly one'}: ${a.title} / ${b.title}`)
      .join('\n')}`,
  )
  return { precision, recall }
}

describe('on pairs that people labelled', () => {
  it('what is told as one story is one, and most of what is one is found', () => {
    const { precision, recall } = measured('pairs', storyPairs)
    expect(storyPairs.length).toBeGreaterThan(150)
    expect(precision).toBeGreaterThanOrEqual(0.96)
    expect(recall).toBeGreaterThanOrEqual(0.82)
  })

  it('and hardly less so where nothing was tuned', () => {
    const { precision, recall } = measured('held out', heldOutPairs)
    expect(precision).toBeGreaterThanOrEqual(0.92)
    expect(recall).toBeGreaterThanOrEqual(0.8)
  })

  it('articles of different pairs hardly ever meet', () => {
    const titles = new Map(storyPairs.flatMap(({ a, b }) => [a, b]).map((words) => [words.title, words]))
    const articles = [...titles].map(([title, words]) => ({ title, ...read(words) }))
    const labelled = new Set(storyPairs.flatMap(({ a, b }) => [a.title + b.title, b.title + a.title]))
    const others = articles.flatMap((a, at) =>
      articles.slice(at + 1).flatMap((b) => (labelled.has(a.title + b.title) ? [] : [{ a, b }])),
    )
    const found = others.filter(({ a, b }) => isOne(a, b, false)).length
    console.log(`pairs of no label: ${others.length}, one story by mistake or by way of a third: ${found}`)
    expect(found / others.length).toBeLessThan(0.001)
  })
})

describe('two articles are one story', () => {
  const flood = {
    title: 'سيول درنة تجرف جسر وادي الناقة وتقطع طريق المستشفى',
    excerpt: 'جرفت السيول في درنة الليبية جسر وادي الناقة بعد ليلة من الأمطار.',
  }

  it('when both have the headline of an agency, whatever stands below it', () => {
    expect(isOneStory(flood, { ...flood, excerpt: 'بنغازي – وكالات' })).toBe(true)
    expect(isOneStory(flood, flood)).toBe(true)
  })

  it('whatever marks, digits, forms and order their words have', () => {
    const a = { title: 'رصد ٣١٧ طائر فلامنغو في بحيرة قارون', excerpt: 'عاد الفلامنغو إلى بحيرة قارون' }
    const b = { title: 'في بُحيرة قارُون.. 317 فلامنغو يعودون', excerpt: 'طيور الفلامنغو في قارون من جديد' }
    expect(isOneStory(a, b)).toBe(true)
  })

  it.each<[string, Words, Words]>([
    ['headlines of ordinary words', { title: 'عاجل', excerpt: '' }, { title: 'عاجل', excerpt: '' }],
    ['the weather', { title: 'حالة الطقس اليوم', excerpt: 'غيوم' }, { title: 'حالة الطقس اليوم', excerpt: 'مطر' }],
    ['nothing', { title: '', excerpt: '' }, { title: '', excerpt: '' }],
  ])('but not for %s', (_, a, b) => {
    expect(isOneStory(a, b)).toBe(false)
  })

  it('but not for the same headline of one source: that is a column', () => {
    const column = { title: 'يوميات بولص من نينوى وحكايات قرقوش', excerpt: 'عن سوق الكتب' }
    expect(isOneStory(column, { ...column, excerpt: 'عن مطر تأخر' }, true)).toBe(false)
  })
})

it('an article has 33 bands at most, and the same whenever they are made', () => {
  const long = { title: 'Zarvok Kuldran Weser Ploven Trask Umbrel bridge road storm flood', excerpt: 'Velm Quorin' }
  expect(bandsOf(gistOf(long))).toHaveLength(33)
  expect(bandsOf(gistOf({ title: 'Zarvok opens Kuldran', excerpt: '' }))).toEqual([4281188565, 3941425397, 2849855699])
})

it.runIf(hasCorpus)('in feeds of one source next to nothing is one story', () => {
  const articles = ['headlines.rss.xml', 'headlines.atom.xml', 'headlines.json', 'world-full.rss.xml'].flatMap((name) =>
    parseFeed(decode(corpusFile(`feeds/${name}`), null), 'https://news.example/').items.map((item) => {
      const excerpt = firstWords((item.summary || item.html).replace(/<[^>]*>/g, ' '), 280)
      return { title: item.title, at: item.publishedAt ?? 0, ...read({ title: item.title, excerpt }) }
    }),
  )
  const near = articles.flatMap((a, at) =>
    articles.slice(at + 1).flatMap((b) => (withinReach(a.at, b.at) ? [{ a, b }] : [])),
  )
  const found = near.filter(({ a, b }) => isOne(a, b, true))
  console.log(
    `corpus: ${articles.length} articles, ${near.length} pairs within 72 hours\n${found
      .map(({ a, b }) => `  ${Math.round(Math.abs(a.at - b.at) / HOUR)} h: ${a.title} / ${b.title}`)
      .join('\n')}`,
  )
  expect(found.length).toBeLessThanOrEqual(3)
})
