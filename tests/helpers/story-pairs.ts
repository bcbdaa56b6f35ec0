import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'

export type Words = { title: string; excerpt: string }
export type StoryPair = { same: boolean; oneSource: boolean; a: Words; b: Words }

/** What stands before both lines of a block of story-pairs.txt. */
const MARKS = {
  '=': { same: true, oneSource: false },
  '!': { same: false, oneSource: false },
  '@': { same: true, oneSource: true },
  '#': { same: false, oneSource: true },
}

/**
 * Headlines with leads as different outlets write them of one story, and of stories that look alike: another match of
 * the team, another decision of the ministry, another city's accident, a column's next issue. Written before there was
 * anything to tell them apart. Every third pair is held out: nothing is tuned on it.
 */
export const storyPairs: (StoryPair & { heldOut: boolean })[] = readFileSync(
  resolve(import.meta.dirname, 'story-pairs.txt'),
  'utf8',
)
  .trim()
  .split('\n\n')
  .map((block, index) => {
    const [a = '', b = ''] = block.split('\n')
    const mark = a.charAt(0)
    if (!(mark in MARKS) || b.charAt(0) !== mark) throw new Error(`no pair: ${block}`)
    return { ...MARKS[mark as keyof typeof MARKS], a: wordsOf(a), b: wordsOf(b), heldOut: index % 3 === 2 }
  })

function wordsOf(line: string): Words {
  const [title = '', excerpt = ''] = line.slice(2).split(' | ')
  return { title, excerpt }
}
