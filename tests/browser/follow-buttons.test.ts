import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader } from './accounts.ts'
import { PASSWORD, visitor } from './fixtures.ts'
import { expect, test } from './reader.ts'
import { expectSound } from './sound.ts'

const { accounts, articles, follow, following, reading, site, starter } = ar
const science = starter.topics[2].name
const named = (wish: keyof typeof follow.named, name: string) => follow.named[wish](`\u2068${name}\u2069`)
const button = (page: Page, wish: keyof typeof follow.named, name: string) =>
  page.getByRole('button', { name: named(wish, name), exact: true })

/** The first card of the topic, and the words that name its menu. */
async function firstCard(page: Page) {
  await page.goto('/topics/science')
  const card = page.locator('#rows > article').first()
  const title = (await card.locator('.row-title').textContent()) ?? ''
  const source = (await card.locator('.meta b').textContent()) ?? ''
  return { card, source, options: card.getByRole('link', { name: articles.options(`\u2068${title}\u2069`) }) }
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a visitor who follows a topic signs in first and finds it followed', async ({ page, browser }) => {
      const email = await newReader(await visitor(browser))
      await page.goto('/topics/science')
      await button(page, 'follow', science).click()
      await expect(page.getByText(accounts.asked.follow)).toBeVisible()
      await page.getByLabel(accounts.fields.email).fill(email)
      await page.getByLabel(accounts.fields.password).fill(PASSWORD)
      await page.getByRole('button', { name: accounts.signIn.button, exact: true }).click()
      await expect(page).toHaveURL('/topics/science')
      await page.goto('/following')
      await expect(button(page, 'unfollow', science)).toBeVisible()
    })

    test('a topic, a source and what an article is about are followed and muted where they stand', async ({ page }) => {
      await newReader(page)
      const { card, source } = await firstCard(page)
      const path = (await card.locator('.row-title a').getAttribute('href')) ?? ''
      await button(page, 'follow', science).click()
      await expect(page.getByText(follow.done.topic.follow)).toBeVisible()
      await page.goto(path)
      await button(page, 'mute', source).click()
      await expect(page.getByText(follow.done.source.mute)).toBeVisible()
      await page.goto('/settings/reading')
      const known = page.locator('.ranking')
      await expect(known.getByText(science, { exact: true })).toBeVisible()
      await expect(known.getByText(source, { exact: true })).toBeVisible()
      await page.getByText(reading.ranking.wipe.title).click()
      await page.getByRole('button', { name: reading.ranking.wipe.button, exact: true }).click()
      await expect(page.getByText(reading.ranking.wipe.done)).toBeVisible()
      await expect(page.getByText(reading.ranking.nothing)).toBeVisible()
    })

    test('a card leads to what can be said of its source and topics', async ({ page }) => {
      await newReader(page)
      const { options, source } = await firstCard(page)
      await options.click()
      await button(page, 'less', source).click()
      await expect(page.getByText(follow.done.source.less)).toBeVisible()
      await page.getByRole('button', { name: site.undo, exact: true }).click()
      await expect(page.getByText(follow.undone)).toBeVisible()
    })
  })
}

test.describe('a page that is the same for everybody', () => {
  test('shows a visitor how to follow, nothing to mute and no options, and asks for nothing', async ({
    page,
    watched,
  }) => {
    const { options } = await firstCard(page)
    await page.waitForLoadState('networkidle')
    await expect(button(page, 'follow', science)).toBeVisible()
    await expect(button(page, 'mute', science)).toBeHidden()
    await expect(options).toBeHidden()
    expect(watched.requests.filter((request) => /^(fetch|xhr)/.test(request))).toEqual([])
  })

  test('shows a reader what they follow, by the one request for their state', async ({ page, watched }) => {
    await newReader(page)
    await page.goto('/topics/science')
    await button(page, 'follow', science).click()
    await expect(button(page, 'unfollow', science)).toBeVisible()
    watched.requests.length = 0
    await page.reload()
    await expect(button(page, 'unfollow', science)).toBeVisible()
    expect(watched.requests.filter((request) => request.includes('/me/state'))).toHaveLength(1)
  })

  test('forgets nothing of a reader who signed out and in again', async ({ page }) => {
    const email = await newReader(page)
    await page.goto('/topics/science')
    await button(page, 'mute', science).click()
    await expect(button(page, 'unmute', science)).toBeVisible()
    await page.context().clearCookies()
    await page.reload()
    await expect(button(page, 'follow', science)).toBeVisible()
    await givePassword(page, email)
    await expect(page).toHaveURL('/list')
    await page.goto('/topics/science')
    await expect(button(page, 'unmute', science)).toBeVisible()
  })
})

test.describe('the menu of a card', () => {
  test('opens in place by the keyboard, and closes by Escape with the focus back', async ({ page, known }) => {
    await page.context().addCookies(known.state.cookies)
    const { options } = await firstCard(page)
    const menu = page.getByRole('dialog', { name: site.options })
    const title = await page.title()
    await options.focus()
    await page.keyboard.press('Enter')
    await expect(menu.getByRole('button', { name: named('follow', science), exact: true })).toBeVisible()
    expect(await menu.evaluate((element) => element.contains(document.activeElement))).toBe(true)
    expect(page.url()).toContain('/topics/science')
    expect(await page.title()).toBe(title)
    await page.keyboard.press('Escape')
    await expect(menu).toBeHidden()
    await expect(options).toBeFocused()
  })

  test('closes by a press outside, and the focus is back', async ({ page, known }) => {
    await page.context().addCookies(known.state.cookies)
    const { options } = await firstCard(page)
    const menu = page.getByRole('dialog', { name: site.options })
    await options.click()
    await expect(menu).toBeVisible()
    await page.mouse.click(5, 400)
    await expect(menu).toBeHidden()
    await expect(options).toBeFocused()
  })

  test('closes when something is said, and every copy of the button knows it', async ({ page }) => {
    await newReader(page)
    const { options } = await firstCard(page)
    const menu = page.getByRole('dialog', { name: site.options })
    await options.click()
    await menu.getByRole('button', { name: named('follow', science), exact: true }).click()
    await expect(menu).toBeHidden()
    await expect(page.getByText(follow.done.topic.follow)).toBeVisible()
    await expect(page.locator('.page-head').getByRole('button', { name: named('unfollow', science) })).toBeVisible()
    await expect(options).toBeFocused()
  })

  for (const width of [390, 1280]) {
    test(`is sound, and whole on a screen of ${width} px`, async ({ page, known }) => {
      await page.context().addCookies(known.state.cookies)
      await page.setViewportSize({ width, height: 800 })
      const { options } = await firstCard(page)
      const html = await (await page.request.get('/topics/science')).text()
      await options.click()
      const menu = page.getByRole('dialog', { name: site.options })
      await expect(menu).toBeInViewport({ ratio: 1 })
      await expect(menu.getByRole('link', { name: following.title })).toBeVisible()
      await expectSound(page, html)
    })
  }
})
