import { ar } from '../../src/i18n/ar.ts'
import { newEditor } from './desk.ts'
import { expect, test, work } from './fixtures.ts'
import { expectSound } from './sound.ts'

const words = ar.deskSources
const FEED = 'https://sample.raff.invalid/culture.xml'

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('an editor tests a source, renames it, takes it off and adds it again', async ({ page }) => {
      await newEditor(page)
      await page.goto('/desk')
      await expect(page.getByRole('heading', { level: 1, name: words.title })).toBeVisible()
      const row = page.getByRole('row').filter({ hasText: FEED.replace('https://', '') })
      await expect(row.getByText(words.healths.well)).toBeVisible()
      const title = await row.getByRole('rowheader').locator('a').innerText()
      await row.getByRole('button', { name: words.columns.menu }).click()
      await row.getByRole('link', { name: words.settings }).click()

      await page.getByRole('button', { name: words.test }).click()
      await expect(page.getByText(words.preview.testedLine)).toBeVisible()
      await expect(page.getByRole('table').getByRole('row')).toHaveCount(6)

      await page.getByLabel(words.fields.title).fill('اسم جديد')
      await page.getByRole('button', { name: words.save }).click()
      await expect(page.getByText(words.notices.saved)).toBeVisible()
      await work()
      const name = page.getByRole('heading', { level: 1 })
      await expect(name).toHaveText('اسم جديد')
      await page.getByRole('link', { name: words.site }).click()
      await expect(page.locator('.row .meta').first()).toContainText('اسم جديد')
      await page.goBack()

      await page.getByRole('button', { name: words.pause }).click()
      await expect(page.getByText(words.healths.paused, { exact: true })).toBeVisible()
      await page.getByRole('link', { name: words.remove }).click()
      await expect(page.getByRole('heading', { name: 'اسم جديد' })).toBeVisible()
      await expect(page.getByLabel(words.removing.fates.stay.name)).toBeChecked()
      await page.getByRole('button', { name: words.removing.button }).click()
      await expect(page.getByText(words.notices.removed)).toBeVisible()
      await page.goto('/sources')
      await expect(page.getByRole('link', { name: 'اسم جديد' })).toHaveCount(0)

      await page.goto('/desk/sources')
      await page.getByRole('link', { name: words.add }).click()
      await page.getByLabel(words.find.url).fill('https://192.168.1.1/feed')
      await page.getByRole('button', { name: words.find.button }).click()
      await expect(page.getByText(ar.sources.errors.forbidden_url)).toBeVisible()
      await page.getByLabel(words.find.url).fill(FEED)
      await page.getByRole('button', { name: words.find.button }).click()
      await expect(page.getByText(words.preview.nothing)).toBeVisible()
      await page.getByLabel(words.fields.title).fill(title)
      await page.getByLabel(words.fields.display).selectOption('full')
      await page.getByRole('button', { name: words.find.add }).click()
      await expect(page.getByText(words.notices.added)).toBeVisible()
      await work()
      await page.reload()
      await expect(page.getByText(words.healths.well, { exact: true })).toBeVisible()
    })
  })
}

test('what a feed would bring is shown on pages that everybody can use', async ({ page }) => {
  await newEditor(page)
  await page.goto('/desk/sources/new')
  await page.getByLabel(words.find.url).fill('https://sample.raff.invalid/science.xml')
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    page.getByRole('button', { name: words.find.button }).click(),
  ])
  await expect(page.getByText(words.find.known)).toBeVisible()
  await expectSound(page, await answer.text())
})
