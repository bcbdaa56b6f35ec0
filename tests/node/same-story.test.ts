import { describe, expect, it } from 'vitest'
import { onceEach } from '../../src/core/same-story.ts'

describe('of articles in order', () => {
  const article = (storyId: number, sourceId: number) => ({ storyId, sourceId })

  it('each story is told once, by the first that tells it', () => {
    const articles = [article(7, 1), article(7, 2), article(9, 2)]
    expect(onceEach(articles)).toEqual([articles[0], articles[2]])
  })

  it('no source has more than its share, and one that is told elsewhere costs it none', () => {
    const articles = [article(7, 2), article(7, 1), ...[11, 12, 13].map((storyId) => article(storyId, 1))]
    expect(onceEach(articles)).toEqual([articles[0], articles[2], articles[3]])
  })
})
