import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test'
import { givePassword } from './accounts.ts'
import { expect, visitor } from './fixtures.ts'

/** Saves one of the newest articles, and gives the path to read it in the list. */
export async function saveFirst(page: Page, nth = 0): Promise<string> {
  await page.goto('/')
  const links = await page
    .locator('main a[href^="/articles/"]')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')))
  await page.goto([...new Set(links)][nth] ?? '')
  await page.locator('.tools .save button, .list-end .save button').first().click()
  await expect(page.locator('.saved button, .notice[role="status"]').first()).toBeVisible()
  await page.goto('/list')
  return (await page.locator('#rows .row-title a').first().getAttribute('href')) ?? ''
}

/** The same reader in another browser. */
export async function signedInElsewhere(
  browser: Browser,
  email: string,
  options?: BrowserContextOptions,
): Promise<Page> {
  const page = await visitor(browser, options)
  await givePassword(page, email)
  await expect(page).toHaveURL('/list')
  return page
}

/** The first words of the paragraph at the top of the screen; empty at the start of the text. */
export function topBlock(page: Page): Promise<string> {
  return page.evaluate(() => {
    if (scrollY === 0) return ''
    const blocks = [...document.querySelectorAll('.text p')]
    const block = blocks.find((one) => one.getBoundingClientRect().bottom > 40)
    return block?.textContent?.slice(0, 40) ?? ''
  })
}

type Part = { block?: number; from: number; to: number }

/** Selects letters of a paragraph, and gives them; the button to mark them is there by then. */
export async function select(page: Page, { block = 0, from, to }: Part): Promise<string> {
  const selected = await page.evaluate(
    ([nth = 0, start = 0, end = 0]) => {
      const paragraph = document.querySelectorAll('.text p')[nth]
      const node = document.createTreeWalker(paragraph as Element, NodeFilter.SHOW_TEXT).nextNode() as Text
      const range = document.createRange()
      range.setStart(node, start)
      range.setEnd(node, Math.min(end, node.length))
      getSelection()?.removeAllRanges()
      getSelection()?.addRange(range)
      return range.toString().trim()
    },
    [block, from, to],
  )
  await expect(page.locator('#mark')).not.toHaveAttribute('hidden')
  return selected
}

/** Where each word of a text begins on its line, in pixels: letters that come apart, or together, move it. */
export function wordsAt(text: Locator): Promise<number[]> {
  return text.evaluate((element) => {
    const places: number[] = []
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    for (let node = walker.nextNode() as Text | null; node; node = walker.nextNode() as Text | null) {
      for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
        const range = document.createRange()
        range.setStart(node, index)
        range.setEnd(node, index + word.length)
        const { left, width } = range.getBoundingClientRect()
        places.push(left, width)
      }
    }
    return places
  })
}
