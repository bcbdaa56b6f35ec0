import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { unzipSync } from 'fflate'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader, signOut } from './accounts.ts'
import { expect, mailedLink, PASSWORD, test, visitor, work } from './fixtures.ts'

const { data, articles } = ar

test('a reader takes everything along, and reads it without the site', async ({ page }, info) => {
  const email = await newReader(page)
  await page.goto('/')
  const lead = page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first()
  const title = (await lead.innerText()).trim()
  await lead.click()
  await page.locator('.tools').getByRole('button', { name: articles.save }).click()
  await expect(page.locator('.tools').getByText(articles.saved, { exact: true })).toBeVisible()

  await page.goto('/settings/data')
  const form = page.locator('form', { has: page.getByRole('button', { name: data.export.button }) })
  await form.getByLabel(data.password).fill(PASSWORD)
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    form.getByRole('button', { name: data.export.button }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^raff-\d{4}-\d\d-\d\d\.zip$/)
  const files = unzipSync(new Uint8Array(readFileSync(await download.path())))
  const archive = JSON.parse(new TextDecoder().decode(files['raff.json']))
  expect(archive.readers).toMatchObject([{ email }])
  expect(archive.saved).toMatchObject([{ title }])

  const file = info.outputPath('index.html')
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, files['index.html'] ?? '')
  await page.context().setOffline(true)
  await page.goto(`file://${file}`)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(data.archive.title('رَفّ'))
  await expect(page.getByRole('link', { name: title })).toBeVisible()
  await expect(page.getByText(email)).toBeVisible()
})

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a reader asks for deletion, sees it everywhere, and keeps the account', async ({ page }) => {
      await newReader(page)
      await page.goto('/settings/data')
      for (const what of data.deletion.goes) await expect(page.getByText(what)).toBeVisible()
      const form = page.locator('form', { has: page.getByRole('button', { name: data.deletion.button }) })
      await form.getByLabel(data.password).fill('not the password')
      await form.getByRole('button').click()
      await expect(page.getByText(ar.fields.passwordIncorrect)).toBeVisible()
      await form.getByLabel(data.password).fill(PASSWORD)
      await form.getByRole('button').click()
      await expect(page.getByText(data.pending.before)).toBeVisible()
      for (const place of ['account', 'security', 'reading', 'newsletters']) {
        await page.goto(`/settings/${place}`)
        await expect(page.getByText(data.pending.before)).toBeVisible()
      }
      await page.getByRole('button', { name: data.pending.button }).click()
      await expect(page.getByText(data.pending.kept)).toBeVisible()
      await expect(page.getByText(data.pending.before)).toHaveCount(0)
    })
  })
}

test('the mail about a deletion keeps the account without a sign-in', async ({ page, browser }) => {
  const email = await newReader(page)
  await page.goto('/settings/data')
  const form = page.locator('form', { has: page.getByRole('button', { name: data.deletion.button }) })
  await form.getByLabel(data.password).fill(PASSWORD)
  await form.getByRole('button').click()
  await signOut(page)
  await work()

  const elsewhere = await visitor(browser)
  await elsewhere.goto(await mailedLink(page, email))
  await expect(elsewhere.getByText(email)).toBeVisible()
  await elsewhere.getByRole('button', { name: data.keep.button }).click()
  await expect(elsewhere.getByRole('heading', { name: data.keep.done })).toBeVisible()

  await givePassword(page, email)
  await page.goto('/settings/account')
  await expect(page.getByText(data.pending.before)).toHaveCount(0)
})

test('assets are served with headers of their own', async ({ page, request }) => {
  await page.goto('/')
  const files = await page
    .locator('link[rel=stylesheet], script[src], link[rel=icon]')
    .evaluateAll((elements) =>
      elements.map((element) => element.getAttribute('href') ?? element.getAttribute('src') ?? ''),
    )
  expect(files.length).toBeGreaterThan(3)
  for (const file of files) {
    const headers = (await request.get(file)).headers()
    expect(headers, file).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
      'strict-transport-security': 'max-age=31536000',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  }
})
