import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader, signOut } from './accounts.ts'
import { held } from './held.ts'
import { expect, test } from './own-site.ts'
import { topBlock } from './saving.ts'

const { list, offline, reading } = ar

// The site is killed and starts again, and passwords are computed on purpose slowly.
test.setTimeout(120_000)

/** So many articles of the sample in the reader's list; gives their paths in it, newest first. */
async function save(page: Page, count: number): Promise<string[]> {
  const xml = await (await page.request.get('/sitemaps/1')).text()
  const ids = [...xml.matchAll(/\/articles\/(\d+)<\/loc>/g)].map(([, id = '']) => id).slice(0, count)
  expect(ids).toHaveLength(count)
  for (const id of ids) {
    await page.request.post('/list', { form: { article_id: id }, headers: { 'Sec-Fetch-Site': 'same-origin' } })
  }
  return Array.from({ length: count }, (_, i) => `/list/${count - i}`)
}

async function keep(page: Page, count: number): Promise<string[]> {
  await newReader(page)
  const saved = await save(page, count)
  await page.goto('/settings/reading')
  await page.getByLabel(reading.fields.offline.label).selectOption('20')
  await page.getByRole('button', { name: reading.save }).click()
  await expect.poll(async () => (await held(page)).pages.length, { timeout: 60_000 }).toBe(Math.min(count, 20) + 1)
  return saved
}

test('the newest of the list are read without a connection, their pictures too; the rest says what it is', async ({
  page,
  context,
  site,
}) => {
  const saved = await keep(page, 21)
  let pictures = 0
  await site.kill()
  await context.setOffline(true)

  await page.goto('/list')
  await expect(page.getByText(offline.shown)).toBeVisible()
  await expect(page.locator('#rows > .row')).toHaveCount(21)
  for (const path of saved.slice(0, 20)) {
    const html = await page.evaluate(async (path) => (await fetch(path)).text(), path)
    expect(html.length).toBeGreaterThan(5_000)
    if (!html.includes('src="/i/')) continue
    await page.goto(path)
    await expect(page.getByText(offline.shown)).toBeVisible()
    for (const picture of await page.locator('main img').all()) {
      await picture.scrollIntoViewIfNeeded()
      await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
      pictures += 1
    }
  }
  expect(pictures).toBeGreaterThan(0)

  const [first = ''] = saved
  await page.goto(first)
  await page.mouse.wheel(0, 900)
  await expect.poll(async () => (await held(page)).waiting).toBe(1)
  const left = await topBlock(page)
  expect(left).not.toBe('')
  await page.goto('/list')
  await page.goto(first)
  await expect.poll(() => topBlock(page)).toBe(left)

  await page.goto(saved[20] ?? '')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(offline.title)
  await page.getByRole('link', { name: offline.open }).click()
  await expect(page.locator('#rows > .row')).toHaveCount(21)

  await context.setOffline(false)
  await site.comeBack()
  await page.goto(saved[20] ?? '')
  await expect(page.getByText(offline.shown)).toBeHidden()
  await expect(page.locator('.text')).toBeVisible()
})

test('what is changed without a connection is done once it is back, and once', async ({ page, context, site }) => {
  const [first = '', second = '', third = ''] = await keep(page, 3)
  const other = await context.newPage()
  await other.goto('/')
  const card = other.locator('form.save[data-article]:not(.saved)').first()
  const title = (await card.getByRole('button').getAttribute('aria-label')) ?? ''
  await other.bringToFront()
  await site.kill()
  await context.setOffline(true)

  await card.getByRole('button').click()
  await expect(other.locator('#toast')).toContainText(offline.queued.saved)
  await page.goto('/list')
  const rows = page.locator('#rows > .row')
  await expect(rows).toHaveCount(3)
  await rows
    .filter({ has: page.locator(`a[href="${first}"]`) })
    .getByRole('button', { name: list.archive })
    .click()
  await expect(page.locator('#toast')).toContainText(offline.queued.archived)
  await expect(rows.locator(`a[href="${first}"]`)).toBeHidden()
  await rows
    .filter({ has: page.locator(`a[href="${third}"]`) })
    .getByRole('button', { name: list.remove })
    .click()
  await page.locator('#toast').getByRole('button', { name: ar.site.undo }).click()
  await expect(page.locator('#toast')).toContainText(offline.queued.undone)
  await expect(rows.locator(`a[href="${third}"]`)).toBeVisible()

  await page.goto(second)
  await page.locator('.tools').getByRole('button', { name: list.remove }).click()
  await expect(page).toHaveURL('/list')
  await expect(rows.locator(`a[href="${second}"]`)).toBeHidden()

  await page.getByRole('main').getByRole('link', { name: list.add }).click()
  await expect(page.getByLabel(offline.later.url)).toBeVisible()
  await page.goto('/list/new?text=%D8%AE%D8%A8%D8%B1%20https%3A%2F%2Fsample.raff.invalid%2Fshared&title=x')
  await page.getByRole('button', { name: offline.later.button, exact: true }).click()
  await expect(page).toHaveURL('/list')
  const waiting = page.locator('#waiting li')
  await expect(waiting).toHaveCount(4)
  await expect(waiting.last()).toContainText('https://sample.raff.invalid/shared')
  await expect(waiting.last()).toContainText(offline.queued.saved)

  const sent: string[] = []
  context.on('response', (response) => {
    const request = response.request()
    if (request.serviceWorker() && request.method() === 'POST') sent.push(new URL(request.url()).pathname)
  })
  await site.comeBack()
  await context.setOffline(false)
  await page.goto('/list')
  await expect.poll(async () => (await held(page)).waiting).toBe(0)
  await page.goto('/list')
  expect(sent).toEqual(['/list', `${first}/archived`, `${second}/removed`, '/list'])
  await expect(page.locator('#waiting')).toBeHidden()
  await expect(rows).toHaveCount(3)
  await expect(rows.filter({ hasText: 'sample.raff.invalid' })).toHaveCount(1)
  await expect(rows.locator(`a[href="${third}"]`)).toBeVisible()
  expect(title).toContain(await rows.locator('h2').nth(1).innerText())
  await page.goto('/list?state=archived')
  await expect(rows).toHaveCount(1)
  await expect(rows.locator(`a[href="${first}"]`)).toBeVisible()
})

test('after signing out nothing is left here, and whoever comes next finds nothing', async ({
  page,
  context,
  site,
}) => {
  const [first = ''] = await keep(page, 2)
  await signOut(page)
  const left = await page.evaluate(async () => [
    (await caches.keys()).filter((name) => name.startsWith('list-')),
    await navigator.serviceWorker.getRegistrations(),
  ])
  expect(left).toEqual([[], []])
  expect(await held(page)).toEqual({ pages: [], pictures: [], waiting: 0 })

  await newReader(page)
  await expect.poll(async () => (await held(page)).pages).toEqual(['/list'])
  await site.kill()
  await context.setOffline(true)
  await page.goto(first)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(offline.title)
  await page.goto('/list')
  await expect(page.getByText(list.empty.new.title)).toBeVisible()
  await context.setOffline(false)
  await site.comeBack()
})

for (const same of [true, false]) {
  const who = same ? 'the same reader' : 'nobody else'
  test(`a session that ended takes its pages; what waits is for ${who}`, async ({ page, context, site }) => {
    const email = await newReader(page)
    await expect.poll(async () => (await held(page)).pages).toEqual(['/list'])
    const [first = ''] = await save(page, 1)
    await page.goto(first)
    await site.kill()
    await context.setOffline(true)
    await page.locator('.tools').getByRole('button', { name: list.archive }).click()
    await expect.poll(async () => (await held(page)).waiting).toBe(1)
    await context.clearCookies()
    await site.comeBack()
    await context.setOffline(false)
    await page.goto('/about')
    await expect.poll(async () => held(page)).toMatchObject({ pages: [], waiting: 1 })
    if (!same) {
      await newReader(page)
      await expect.poll(async () => (await held(page)).waiting).toBe(0)
      await context.clearCookies()
    }
    await givePassword(page, email)
    await expect(page).toHaveURL('/list')
    await expect.poll(async () => (await held(page)).waiting).toBe(0)
    await page.goto('/list?state=archived')
    await expect(page.locator('#rows > .row')).toHaveCount(same ? 1 : 0)
  })
}

test('a reader sees how much is kept here, clears it, and chooses to keep nothing', async ({ page }) => {
  await keep(page, 2)
  await page.goto('/settings/reading')
  const facts = page.locator('#kept dd')
  await expect(facts.first()).toHaveText('٢')
  await expect(facts.last()).toHaveText(/^[٠-٩٫]+ م/)
  await page.getByRole('button', { name: offline.kept.clear }).click()
  await expect(page.getByText(offline.kept.cleared)).toBeVisible()
  await expect(facts.first()).toHaveText('٠')
  expect(await held(page)).toMatchObject({ pages: [], pictures: [] })

  await page.goto('/list')
  await page.goto('/settings/reading')
  await page.getByLabel(reading.fields.offline.label).selectOption('0')
  await page.getByRole('button', { name: reading.save }).click()
  await expect(page.getByText(reading.saved)).toBeVisible()
  await page.goto('/list')
  await expect(facts).toHaveCount(0)
  expect(await held(page)).toMatchObject({ pages: [], pictures: [] })
})

test('a visitor has no worker, and asks for none', async ({ page, watched }) => {
  await page.goto('/')
  await page.waitForLoadState('networkidle')
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0)
  expect(watched.requests.filter((request) => /sw\.js|offline/.test(request))).toEqual([])
})
