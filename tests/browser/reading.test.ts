import type { Locator, Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader } from './accounts.ts'
import { expect, test, visitor } from './fixtures.ts'

const { reading } = ar

const CHOSEN = { theme: 'dark', size: 'large', font: 'sans', digits: 'latn', calendar: 'islamic-umalqura', shift: '1' }

async function choose(page: Page, chosen: Record<string, string>): Promise<void> {
  await page.goto('/settings/reading')
  for (const [name, value] of Object.entries(chosen)) {
    const { label } = reading.fields[name as keyof typeof reading.fields]
    await page.getByLabel(label).selectOption(value)
  }
  await page.getByRole('button', { name: reading.save }).click()
  await expect(page.getByText(reading.saved)).toBeVisible()
}

const MOROCCO = /\d+ (?:يناير|فبراير|مارس|أبريل|ماي|يونيو|يوليوز|غشت|شتنبر|أكتوبر|نونبر|دجنبر) \d{4}/

/** A date as it stands there; a recent one is told by its distance and says the date in its title. */
async function dateOf(time: Locator): Promise<string> {
  return (await time.getAttribute('title')) ?? (await time.innerText())
}

const colour = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const textStyle = (page: Page) =>
  page
    .locator('.text')
    .first()
    .evaluate((text) => {
      const { fontFamily, fontSize } = getComputedStyle(text)
      return { face: fontFamily.split(',')[0], size: Number.parseFloat(fontSize) }
    })

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, colorScheme: 'light' })

    test('what a reader chooses is how the private pages are', async ({ page }) => {
      await newReader(page)
      await page.goto('/settings/reading')
      const light = await page.locator('html').getAttribute('data-theme')
      expect(light).toBeNull()
      await choose(page, CHOSEN)
      const html = page.locator('html')
      for (const [name, value] of Object.entries(CHOSEN)) await expect(html).toHaveAttribute(`data-${name}`, value)
      expect(await dateOf(page.locator('main time').first())).toMatch(/1\d\d\d هـ/)
      await choose(page, { digits: '', calendar: '', months: 'SY' })
      expect(await dateOf(page.locator('main time').first())).toMatch(
        /كانون|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين/,
      )
    })
  })
}

test('what a reader chooses is how public pages are, and it follows to another device', async ({ page, browser }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await page.goto('/')
  await page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first().click()
  await page.locator('.text').first().waitFor()
  const article = new URL(page.url()).pathname
  const before = { colour: await colour(page), text: await textStyle(page) }

  const email = await newReader(page)
  await choose(page, CHOSEN)
  await page.goto(article)
  expect(await colour(page)).not.toBe(before.colour)
  const text = await textStyle(page)
  expect(text.face).not.toBe(before.text.face)
  expect(text.size).toBeGreaterThan(before.text.size)
  const date = page.locator('main time').first()
  await expect.poll(() => dateOf(date)).toMatch(/1\d\d\d هـ/)
  await expect(page.locator('main .n').first()).toHaveText(/^[^٠-٩]*\d[^٠-٩]*$/)

  await choose(page, { calendar: 'gregory', months: 'MA' })
  await page.goto(article)
  await expect.poll(() => dateOf(date)).toMatch(MOROCCO)

  const other = await visitor(browser)
  await givePassword(other, email)
  await expect(other).toHaveURL('/list')
  await other.goto(article)
  await expect(other.locator('html')).toHaveAttribute('data-theme', 'dark')
  await expect.poll(() => dateOf(other.locator('main time').first())).toMatch(MOROCCO)
})
