import type { Browser, BrowserContextOptions, Locator, Page } from '@playwright/test'
import { givePassword, newReader } from './accounts.ts'
import { test as base, expect, visitor } from './fixtures.ts'

/** A reader with saved articles, the path of each, and their browser's cookies. */
export type Shelf = { email: string; cookies: Cookies; paths: string[] }
type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>

const SAVED = 10

export const test = base.extend<object, { shelf: Shelf }>({
  shelf: [
    async ({ browser }, use) => {
      const page = await visitor(browser)
      const email = await newReader(page)
      await page.goto('/')
      const links = page.locator('main a[href^="/articles/"]')
      const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''))
      const ids = [...new Set(hrefs)].slice(0, SAVED).map((href) => href.split('/').at(-1) ?? '')
      for (const id of ids) expect(await save(page, id)).toBe(200)
      const paths = ids.map((_, i) => `/list/${i + 1}`)
      await use({ email, cookies: await page.context().cookies(), paths })
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

/** As the button does it, without its page. */
function save(page: Page, id: string): Promise<number> {
  return page.evaluate(async (article) => {
    const body = new URLSearchParams({ article_id: article })
    return (await fetch('/list', { method: 'POST', body })).status
  }, id)
}

/** Opens one of the saved articles; each test that leaves something behind takes its own. */
export async function read(page: Page, { paths }: Shelf, nth: number): Promise<string> {
  const path = paths[nth] ?? ''
  await page.goto(path)
  return path
}

/** The same reader in another browser. */
export async function signedInElsewhere(
  browser: Browser,
  { email }: Shelf,
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

/** The share of pixels that clearly differ; how a glyph's edge is smoothed is no difference. */
export function apart(page: Page, before: Buffer, after: Buffer): Promise<number> {
  return page.evaluate(
    async (pictures) => {
      const [a, b] = await Promise.all(pictures.map(pixels))
      if (!a || !b || a.length !== b.length) return 1
      return a.filter((value, i) => Math.abs(value - (b[i] ?? 0)) > 64).length / a.length

      async function pixels(base64: string): Promise<Uint8ClampedArray> {
        const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0))
        const bitmap = await createImageBitmap(new Blob([bytes]))
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
        canvas?.drawImage(bitmap, 0, 0)
        return canvas?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? new Uint8ClampedArray()
      }
    },
    [before.toString('base64'), after.toString('base64')],
  )
}
