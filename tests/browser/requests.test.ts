import { ar } from '../../src/i18n/ar.ts'
import { expect, test } from './reader.ts'

const { articles } = ar

test("a visitor's page view is one request for the page and none for a reader's state", async ({
  page,
  known,
  watched,
}) => {
  await page.goto(known.article)
  await page.waitForLoadState('networkidle')
  expect(watched.requests.filter((request) => request.startsWith('document'))).toHaveLength(1)
  expect(watched.requests.filter((request) => /^(fetch|xhr)/.test(request))).toEqual([])
  const fonts = await page.locator('link[rel=preload][as=font]').count()
  expect(fonts).toBe(1)
})

test.describe('a signed-in reader', () => {
  test.beforeEach(({ page, known }) => page.context().addCookies(known.state.cookies))

  test('is asked for once a page, and sees the same page with their own state', async ({ page, known, watched }) => {
    await page.goto(known.article)
    await expect(page.locator('.tools').getByText(articles.saved, { exact: true })).toBeVisible()
    expect(watched.requests.filter((request) => request.includes('/me/state'))).toHaveLength(1)
  })

  test('sees every copy of a save button change with one press', async ({ page }) => {
    await page.goto('/')
    const ids = await page
      .locator('form[data-article]')
      .evaluateAll((forms) => forms.map((form) => form.dataset.article))
    const twice = ids.find((id, i) => ids.indexOf(id) !== i)
    expect(twice, 'an article that stands twice on the home page').toBeDefined()
    const copies = page.locator(`form[data-article="${twice}"]`)
    const count = await copies.count()
    await expect(page.locator(`form.saved[data-article="${twice}"]`)).toHaveCount(0)
    await copies.first().getByRole('button').click()
    await expect(page.locator(`form.saved[data-article="${twice}"]`)).toHaveCount(count)
    await page.reload()
    await expect(page.locator(`form.saved[data-article="${twice}"]`)).toHaveCount(count)
    await copies.last().getByRole('button').click()
    await expect(page.locator(`form.saved[data-article="${twice}"]`)).toHaveCount(0)
  })
})
