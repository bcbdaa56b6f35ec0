import { readFileSync } from 'node:fs'
import type { Download, Page } from '@playwright/test'
import { strFromU8, unzipSync } from 'fflate'
import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { expect, test, work } from './fixtures.ts'

const { exports: words, articles } = ar

/** A new reader who has saved the newest article; gives its title. */
async function saveOne(page: Page): Promise<string> {
  await newReader(page)
  await page.goto('/')
  const lead = page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first()
  const title = (await lead.innerText()).trim()
  await lead.click()
  await page.locator('.tools').getByRole('button', { name: articles.save }).click()
  await page.goto('/list')
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  return title
}

async function downloaded(page: Page): Promise<{ download: Download; bytes: Uint8Array }> {
  const link = page.getByRole('link', { name: words.download }).first()
  const [download] = await Promise.all([page.waitForEvent('download'), link.click()])
  return { download, bytes: new Uint8Array(readFileSync(await download.path())) }
}

test('a reader takes the list along: the page shows the file as soon as it is made', async ({ page }) => {
  const title = await saveOne(page)
  await page.goto('/list/exports')
  await page.getByRole('button', { name: words.formats.json.button }).click()
  await work()
  // The page asks by itself.
  const { download, bytes } = await downloaded(page)
  expect(download.suggestedFilename()).toMatch(/^raff-\d{4}-\d\d-\d\d\.json$/)
  expect(JSON.parse(new TextDecoder().decode(bytes)).items).toMatchObject([{ title, text: { own: false } }])
  await expect(page.getByText(words.until)).toBeVisible()
})

test.describe('without script', () => {
  test.use({ javaScriptEnabled: false })

  test('an article becomes a book that bears its name', async ({ page }) => {
    const title = await saveOne(page)
    await page.getByRole('link', { name: title }).click()
    await page.getByRole('button', { name: words.book }).click()
    await expect(page).toHaveURL('/list/exports')
    await expect(page.getByRole('heading', { name: title })).toBeVisible()
    await work()
    await page.goto('/list/exports')
    const { download, bytes } = await downloaded(page)
    expect(download.suggestedFilename()).toMatch(/\.epub$/)
    expect(download.suggestedFilename()).toContain(title.slice(0, 10))
    const files = unzipSync(bytes)
    expect(strFromU8(files['EPUB/package.opf'] ?? new Uint8Array())).toContain('page-progression-direction="rtl"')
    expect(strFromU8(files['EPUB/a1.xhtml'] ?? new Uint8Array())).toContain(title)
  })
})
