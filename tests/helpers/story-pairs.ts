import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export type Words = { title: string; excerpt: string }
export type StoryPair = { same: boolean; oneSource: boolean; a: Words; b: Words }

/** What stands before both lines of a block. */
const MARKS = {
  '=': { same: true, oneSource: false },
  '!': { same: false, oneSource: false },
  '@': { same: true, oneSource: true },
  '#': { same: false, oneSource: true },
}

/**
 * Headlines with leads as different outlets write them of one story, and of stories that look alike: another match of
 * the team, another decision of the ministry, another city's accident, a column's next issue.
 */
export const storyPairs: StoryPair[] = pairsIn('story-pairs.txt')

/** Every third of those that were written before there was anything to tell them apart: nothing was tuned on them. */
export const heldOutPairs: StoryPair[] = pairsIn('story-pairs-held-out.txt')

function pairsIn(name: string): StoryPair[] {
  const text = readFileSync(resolve(import.meta.dirname, name), 'utf8')
  return text.trim().split('\n\n').map(pairOf)
}

function pairOf(block: string): StoryPair {
  const [a = '', b = ''] = block.split('\n')
  const mark = a.charAt(0)
  if (!isMark(mark) || b.charAt(0) !== mark) throw new Error(`no pair: ${block}`)
  return { ...MARKS[mark], a: wordsOf(a), b: wordsOf(b) }
}

function isMark(mark: string): mark is keyof typeof MARKS {
  return mark in MARKS
}

function wordsOf(line: string): Words {
  const [title = '', excerpt = ''] = line.slice(2).split(' | ')
  return { title, excerpt }
}
