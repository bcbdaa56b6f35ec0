import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { expect, test } from './fixtures.ts'

const { list, site, tags } = ar
const { many, filters } = list

const rows = (page: Page) => page.locator('#rows > article.row')
const boxes = (page: Page) => page.locator('#rows input[name="ids"]')

/** A new reader with three saved articles, the second of which carries a tag. */
async function withThree(page: Page): Promise<void> {
  await newReader(page)
  await page.goto('/')
  const links = page.locator('main a[href^="/articles/"]')
  const hrefs = new Set(await links.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? '')))
  const origin = new URL(page.url()).origin
  for (const href of [...hrefs].slice(0, 3)) {
    const form = { article_id: href.split('/').at(-1) ?? '' }
    const saved = await page.context().request.post('/list', { form, headers: { Origin: origin }, maxRedirects: 0 })
    expect(saved.status()).toBe(303)
  }
  await page.goto('/list/2')
  await page.locator('#tags').fill('ماء، "ري، وبذر"')
  await page.getByRole('button', { name: tags.ofArticle.saveTags }).click()
  await expect(page.getByText(list.done.tagged)).toBeVisible()
  await page.goto('/list')
  await expect(rows(page)).toHaveCount(3)
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a list is narrowed by its form, and what is picked in it is changed at once', async ({ page }) => {
      await withThree(page)
      await page.getByText(filters.title).click()
      await page.getByLabel(filters.tag, { exact: true }).selectOption('ماء')
      await page.getByLabel(filters.sort, { exact: true }).selectOption('oldest')
      await page.getByRole('button', { name: filters.apply, exact: true }).click()
      await expect(page).toHaveURL(`/list?sort=oldest&tag=${encodeURIComponent('ماء')}`)
      await expect(rows(page)).toHaveCount(1)
      await page.getByRole('list', { name: filters.active }).getByRole('link').click()
      await expect(page).toHaveURL('/list?sort=oldest')
      await expect(rows(page)).toHaveCount(3)
      await page.getByRole('link', { name: list.states.archived }).click()
      await expect(page.getByText(list.empty.archived.title)).toBeVisible()

      await page.goto('/list')
      await expect(boxes(page).first()).toBeHidden()
      await expect(page.locator('#many')).toBeHidden()
      await page.getByText(many.pick, { exact: true }).click()
      await boxes(page).nth(0).check()
      await boxes(page).nth(2).check()
      if (script) await expect(page.locator('#many output')).toHaveText(many.picked('٢'))
      await page.getByRole('button', { name: list.archive, exact: true }).click()
      await expect(page.getByText(many.done.archived(many.articles(2, '٢')))).toBeVisible()
      await expect(rows(page)).toHaveCount(1)
      await page.getByRole('status').getByRole('button', { name: site.undo }).click()
      await expect(page.getByText(list.done.undone)).toBeVisible()
      await expect(rows(page)).toHaveCount(3)

      await page.getByText(many.pick, { exact: true }).click()
      await boxes(page).nth(0).check()
      await page.getByPlaceholder(many.tag).fill('وصفات')
      await page.getByPlaceholder(many.tag).press('Enter')
      await expect(rows(page).first().locator('.tag')).toHaveText('#وصفات')
    })

    test('tags and a note come back as they were, and a tag is merged into another', async ({ page }) => {
      await withThree(page)
      await page.goto('/list/2')
      const before = await page.locator('#tags').inputValue()
      await page.locator('#tags').fill('علم')
      await page.getByRole('button', { name: tags.ofArticle.saveTags }).click()
      await expect(page.getByText(list.done.untagged)).toBeVisible()
      await page.getByRole('status').getByRole('button', { name: site.undo }).click()
      await expect(page.getByText(list.done.undone)).toBeVisible()
      await expect(page.locator('#tags')).toHaveValue(before)

      const save = page.getByRole('button', { name: tags.ofArticle.saveNote })
      await page.locator('#note').fill('سطر\nوسطر')
      await save.click()
      await expect(page.getByText(list.done.noted)).toBeVisible()
      await page.reload()
      await expect(page.locator('#note')).toHaveValue('سطر\nوسطر')
      await page.locator('#note').fill('')
      await save.click()
      await expect(page.getByText(list.done.unnoted)).toBeVisible()
      await page.getByRole('status').getByRole('button', { name: site.undo }).click()
      await expect(page.getByText(list.done.undone)).toBeVisible()
      await expect(page.locator('#note')).toHaveValue('سطر\nوسطر')

      await page.goto('/list/tags')
      await page.getByRole('link', { name: tags.editNamed('⁨ماء⁩') }).click()
      await page.getByLabel(tags.rename.name).fill('ري، وبذر')
      await page.getByRole('button', { name: tags.rename.button }).click()
      await page.getByRole('alert').getByRole('button').click()
      await expect(page.getByText(tags.merge.done)).toBeVisible()
      await page.getByRole('link', { name: tags.editNamed('⁨ري، وبذر⁩') }).click()
      await page.getByRole('button', { name: tags.remove.button }).click()
      await page.getByRole('button', { name: site.undo }).click()
      await expect(page.locator('.tags li', { hasText: 'ري، وبذر' })).toContainText(tags.count(1, '١'))
    })
  })
}

test('a row becomes a favourite at once, a stretch is picked with Shift, and a page by one box', async ({ page }) => {
  await withThree(page)
  await rows(page).nth(1).locator('form[action$="/favourite"] button').click()
  await expect(rows(page).nth(1).locator('form[action$="/favourite"]')).toHaveClass('saved')
  await page.getByRole('link', { name: list.states.favourite, exact: true }).click()
  await expect(rows(page)).toHaveCount(1)

  await page.goto('/list')
  await page.getByText(many.pick, { exact: true }).click()
  const archive = page.getByRole('button', { name: list.archive, exact: true })
  await expect(page.getByLabel(many.all)).toBeVisible()
  await expect(archive).toBeHidden()
  await boxes(page).nth(0).click()
  await expect(archive).toBeEnabled()
  await boxes(page)
    .nth(2)
    .click({ modifiers: ['Shift'] })
  await expect(page.locator('#many output')).toHaveText(many.picked('٣'))
  await page.getByLabel(many.all).uncheck()
  await expect(page.locator('#many output')).toHaveText(many.picked('٠'))
  await page.getByLabel(many.all).check()
  await page.getByRole('button', { name: list.remove, exact: true }).click()
  await expect(page.getByText(many.done.removed(many.articles(3, '٣')))).toBeVisible()
  await expect(page.getByRole('heading', { name: list.empty.unread.title })).toBeVisible()
})
