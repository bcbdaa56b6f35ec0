import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { expect, visitor, watch } from './fixtures.ts'
import { apart, read, select, signedInElsewhere, test, topBlock, wordsAt } from './saving.ts'

const { highlights, saved: words } = ar

const marks = (page: Page) => page.evaluate(() => CSS.highlights.get('mark')?.size ?? 0)

// One reader for all: each test that leaves something behind has an article of its own.
test.beforeEach(async ({ page, shelf }) => {
  await page.context().addCookies(shelf.cookies)
})

test.describe('a saved text', () => {
  test('opens where another browser left it, with a way back to its start', async ({ page, shelf, browser }) => {
    const path = await read(page, shelf, 0)
    const told = page.waitForResponse((response) => response.url().endsWith('/progress'))
    await page.mouse.wheel(0, 900)
    expect((await told).status()).toBe(204)
    const left = await topBlock(page)
    expect(left).not.toBe('')

    const other = await signedInElsewhere(browser, shelf, { viewport: { width: 420, height: 800 } })
    const watched = watch(other)
    await other.goto(path)
    await expect.poll(() => topBlock(other)).toBe(left)
    await other.getByRole('button', { name: words.fromStart }).click()
    await expect.poll(() => other.evaluate(() => scrollY)).toBe(0)
    expect(watched.faults).toEqual([])
  })

  test('is archived at its end where its reader wants that, and the toast takes it back', async ({ page, shelf }) => {
    await page.goto('/settings/reading')
    await page.getByLabel(ar.reading.fields.finish.label).selectOption('archive')
    await page.getByRole('button', { name: ar.reading.save }).click()
    const path = await read(page, shelf, 1)
    await page.locator('.original, .notice').last().scrollIntoViewIfNeeded()
    await page.mouse.wheel(0, 3000)
    await expect(page.getByText(words.finished)).toBeVisible()
    await expect(page.getByRole('button', { name: ar.list.restore }).first()).toBeVisible()
    await page.locator('#toast').getByRole('button', { name: ar.site.undo }).click()
    await expect(page.locator('#toast')).toContainText(ar.list.done.undone)
    await page.goto('/list')
    await expect(page.locator(`main a[href="${path}"]`).first()).toBeVisible()
  })

  test('has its words marked, noted, unmarked and marked again', async ({ page, shelf }) => {
    await read(page, shelf, 2)
    const quote = await select(page, { from: 4, to: 60 })
    await page.getByRole('button', { name: highlights.mark, exact: true }).click()
    const item = page.locator('.highlight')
    await expect(item.locator('blockquote')).toHaveText(quote)
    expect(await marks(page)).toBeGreaterThan(0)

    await item.getByText(highlights.note, { exact: true }).click()
    await item.getByRole('textbox').fill('فكرة للمقال القادم')
    await item.getByRole('button', { name: highlights.saveNote }).click()
    await expect(page.locator('.highlight .note')).toHaveText('فكرة للمقال القادم')

    await page.reload()
    await expect.poll(() => marks(page)).toBeGreaterThan(0)
    await page.getByRole('button', { name: highlights.remove }).click()
    await expect.poll(() => marks(page)).toBe(0)
    const undo = page.locator('.highlight.done').getByRole('button')
    await expect(undo).toBeFocused()
    await undo.click()
    await expect.poll(() => marks(page)).toBeGreaterThan(0)
  })

  test('is found at a mark, from the page of all marks', async ({ page, shelf }) => {
    await read(page, shelf, 3)
    const last = await page.locator('.text p').count()
    const quote = await select(page, { block: last - 1, from: 0, to: 30 })
    await page.keyboard.press('h')
    await expect(page.locator('.highlight blockquote')).toHaveText(quote)
    await page.goto('/list/highlights')
    await page.getByRole('link', { name: highlights.place }).first().click()
    await expect(page).toHaveURL(/#h-\d+$/)
    const seen = () =>
      page.evaluate(() => {
        const [mark] = CSS.highlights.get('mark') ?? []
        const { top = -1 } = mark instanceof Range ? mark.getBoundingClientRect() : {}
        return top >= 0 && top < innerHeight
      })
    await expect.poll(seen).toBe(true)
  })

  test('keeps its own times as they are written, be they dates or not', async ({ page, shelf }) => {
    const path = await read(page, shelf, 9)
    const text =
      '<p>نُشر <time datetime="2026-11-24">يوم الثلاثاء</time>، ويُقرأ في <time datetime="PT5M">خمس دقائق</time>.</p>'
    await page.evaluate(
      ([action = '', pasted = '']) => {
        const body = new FormData()
        body.set('text', pasted)
        return fetch(action, { method: 'POST', body }).then(({ ok }) => ok)
      },
      [`${path}/text`, text],
    )
    await page.goto(path)
    await expect(page.locator('article header time')).toHaveAttribute('title')
    await expect(page.locator('.text')).toHaveText('نُشر يوم الثلاثاء، ويُقرأ في خمس دقائق.')
  })

  test('says which marks are not in it any more', async ({ page, shelf }) => {
    const path = await read(page, shelf, 4)
    await page.evaluate((action) => {
      const body = new URLSearchParams({ quote: 'كلمات حُذفت من المقال', prefix: '', suffix: '', position: '0' })
      return fetch(action, { method: 'POST', body }).then(({ ok }) => ok)
    }, `${path}/highlights`)
    await page.goto(path)
    await expect(page.getByText(highlights.lost)).toBeVisible()
  })

  for (const [way, nth, script] of [
    ['by the browser', 5, ''],
    ['by wrapping', 6, 'delete CSS.highlights'],
  ] as const) {
    test(`keeps its letters joined where it is marked ${way}`, async ({ page, shelf }) => {
      await page.addInitScript(`${script}; addEventListener('DOMContentLoaded', () => {
        const sheet = new CSSStyleSheet()
        sheet.replaceSync('::highlight(mark), .text mark { background-color: transparent } #mark { display: none }')
        document.adoptedStyleSheets = [sheet]
      })`)
      await read(page, shelf, nth)
      const paragraph = page.locator('.text p').first()
      await paragraph.scrollIntoViewIfNeeded()
      // Pictures above it that came later would move it by parts of a pixel.
      await page.waitForLoadState('networkidle')
      const before = { picture: await paragraph.screenshot(), words: await wordsAt(paragraph) }
      // In the middle of a word: its letters are joined on both sides of the cut.
      await select(page, { from: 6, to: 43 })
      await page.evaluate(() => document.querySelector<HTMLFormElement>('#mark')?.requestSubmit())
      await expect(page.locator('.highlight[data-position]')).toHaveCount(1)
      await expect(page.locator('.text mark')).toHaveCount(script ? 1 : 0)
      const after = await wordsAt(paragraph)
      expect(after).toHaveLength(before.words.length)
      for (const [n, at] of before.words.entries()) expect(Math.abs((after[n] ?? 0) - at)).toBeLessThan(1)
      expect(await apart(page, before.picture, await paragraph.screenshot())).toBeLessThan(0.001)
    })
  }
})

test('keys move through the list and its articles, on an Arabic keyboard too', async ({ page }) => {
  await page.goto('/list?sort=oldest')
  const links = page.locator('#rows .row-title a')
  const second = (await links.nth(1).getAttribute('href')) ?? ''
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await expect(links.nth(2)).toBeFocused()
  await page.keyboard.press('k')
  await expect(links.nth(1)).toBeFocused()
  await page.evaluate(() =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key: 'خ', code: 'KeyO', bubbles: true })),
  )
  await expect(page).toHaveURL(second)

  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: words.keys.title })
  await expect(help).toBeVisible()
  await page.keyboard.press('j')
  await page.keyboard.press('Escape')
  await expect(help).toBeHidden()
  await page.keyboard.press('Control+e')
  await expect(page).toHaveURL(second)

  const next = (await page.locator('a[rel="next"]').getAttribute('href')) ?? ''
  await page.keyboard.press('j')
  await expect(page).toHaveURL(next)
  await page.keyboard.press('u')
  await expect(page).toHaveURL('/list')
  await page.keyboard.press('j')
  await page.keyboard.press('e')
  const undo = page.locator('.row.done').getByRole('button')
  await expect(undo).toBeFocused()
  await undo.click()
  await expect(page.locator('.row.done')).toHaveCount(0)
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('a saved text has its way on, its direction and its archive, and no button that does nothing', async ({
    page,
    shelf,
  }) => {
    await read(page, shelf, 8)
    await page.getByRole('button', { name: words.direction.choices.ltr }).click()
    await expect(page.locator('.text')).toHaveAttribute('dir', 'ltr')
    for (const name of [highlights.mark, words.listen.start, words.keys.title]) {
      await expect(page.getByRole('button', { name, exact: true })).toBeHidden()
    }
    await page.locator('a[rel="next"]').click()
    await page.waitForURL((url) => url.pathname !== shelf.paths[8])
    await page.locator('a[rel="prev"]').click()
    await expect(page).toHaveURL(shelf.paths[8] ?? '')
    await page.getByRole('button', { name: ar.list.archive }).first().click()
    await expect(page.getByText(ar.list.done.archived)).toBeVisible()
  })
})

test('a stranger’s browser is sent to sign in', async ({ browser }) => {
  const page = await visitor(browser)
  await page.goto('/list/highlights')
  await expect(page).toHaveURL('/login')
})
