import { ar } from '../../src/i18n/ar.ts'
import { isolate } from '../../src/i18n/format.ts'
import { expect, test } from './fixtures.ts'

const { search } = ar

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a visitor searches from any page, and goes from what was found to the article', async ({ page }) => {
      await page.goto('/about')
      await page.getByRole('banner').getByRole('link', { name: search.title }).click()
      const field = page.getByRole('searchbox', { name: search.field })
      await field.fill('هلال زرافة')
      await field.press('Enter')
      await expect(page.getByText(search.none(isolate('هلال زرافة')))).toBeVisible()

      await field.fill('هلال')
      await page.getByRole('button', { name: search.submit }).click()
      await expect(field).toHaveValue('هلال')
      const hit = page.getByRole('heading', { level: 2 }).getByRole('link').first()
      await expect(hit.locator('mark').first()).toHaveText('الهلال')
      const title = await hit.innerText()
      await hit.click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
    })

    test('a slip of the finger is put right', async ({ page }) => {
      await page.goto(`/search?${new URLSearchParams({ q: 'الهلاق' })}`)
      await page.getByRole('main').getByRole('link', { name: 'الهلال' }).click()
      await expect(page.locator('mark').first()).toBeVisible()
    })
  })
}

test('a marked word is as wide as it was: its letters stay joined', async ({ page }) => {
  await page.goto(`/search?${new URLSearchParams({ q: 'هلال' })}`)
  const widths = await page
    .locator('.row-title mark')
    .first()
    .evaluate((mark) => {
      const marked = mark.closest('bdi')?.getBoundingClientRect().width
      mark.replaceWith(mark.textContent ?? '')
      return [marked, document.querySelector('.row-title bdi')?.getBoundingClientRect().width]
    })
  expect(widths[0]).toBeGreaterThan(50)
  expect(widths[0]).toBeCloseTo(widths[1] ?? 0, 1)
})
