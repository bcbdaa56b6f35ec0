import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { expect, fileNamed, test, visitor, work } from './fixtures.ts'

const words = ar.imports

const POCKET = `title,url,time_added,cursor,tags,status
مقال عن النهر,https://away.example/river,1700000000,,ماء|أرض,unread
مقال قرأته,https://away.example/read,1600000000,,,archive
بريد,mailto:x@example.com,1600000000,,,unread
`

test('a list moves in from a file, and says how far it is', async ({ page }) => {
  await newReader(page)
  await page.goto('/list/imports')
  await page.getByLabel(words.file).setInputFiles(fileNamed('part_1.csv', POCKET))
  await page.getByRole('button', { name: words.button }).click()
  await expect(page.getByText(words.states.running)).toBeVisible()
  await work()
  // The page asks by itself.
  await expect(page.getByText(words.states.done)).toBeVisible({ timeout: 10_000 })
  await expect(page.getByRole('heading', { name: 'part_1.csv' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('row').filter({ hasText: words.rowFaults.not_a_link })).toContainText(
    'mailto:x@example.com',
  )
  await page.getByRole('link', { name: words.toList }).click()
  await expect(page.getByRole('link', { name: 'مقال عن النهر' })).toBeVisible()
  await page.goto('/list?state=archived')
  await expect(page.getByRole('link', { name: 'مقال قرأته' })).toBeVisible()
})

test('a list moves in without script', async ({ browser }) => {
  const page = await visitor(browser, { javaScriptEnabled: false })
  await newReader(page)
  await page.goto('/list/imports')
  await page
    .getByLabel(words.file)
    .setInputFiles(fileNamed('روابط.txt', 'https://away.example/one\nhttps://away.example/two\n'))
  await page.getByRole('button', { name: words.button }).click()
  await expect(page.getByText(words.states.running)).toBeVisible()
  await work()
  await page.getByRole('link', { name: words.refresh }).click()
  await expect(page.getByText(words.states.done)).toBeVisible()
  await page.goto('/list/imports')
  await expect(page.getByRole('link', { name: 'روابط.txt' })).toBeVisible()
})

test('a file that is no list says so', async ({ page }) => {
  await newReader(page)
  await page.goto('/list/imports')
  await page.getByLabel(words.file).setInputFiles(fileNamed('x.html', '<html><body>صفحة</body></html>'))
  await page.getByRole('button', { name: words.button }).click()
  await expect(page.getByText(words.states.running)).toBeVisible()
  await work()
  await expect(page.getByText(words.faults.unknown_format)).toBeVisible({ timeout: 10_000 })
})
