import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { expect, test } from './fixtures.ts'
import { expectSound } from './sound.ts'

const { articles, follow, following, forYou, issues, site, starter } = ar
const [, economy, science] = starter.topics.map(({ name }) => name) as [string, string, string]
const isolated = (text: string) => `\u2068${text}\u2069`
const reason = (topic: string) => issues.why.topic(topic)

const cards = (page: Page) => page.locator('#rows > article')
const idsOf = (page: Page) =>
  cards(page)
    .locator('.row-title a')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')))

/** A new reader, who chooses these topics. */
async function choose(page: Page, ...topics: string[]): Promise<void> {
  await newReader(page)
  await page.goto('/welcome')
  for (const topic of topics) await page.getByLabel(topic, { exact: true }).check()
  await page.getByRole('button', { name: following.welcome.button }).click()
  await expect(page).toHaveURL('/for-you')
}

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('what was chosen is there at once, each card with its reason', async ({ page }) => {
      await choose(page, economy, science)
      await expect(cards(page).first()).toBeVisible()
      for (const why of await page.locator('.why').allInnerTexts()) {
        expect([economy, science].some((topic) => why.includes(reason(topic)))).toBe(true)
      }
      const before = await idsOf(page)
      await page.reload()
      expect(await idsOf(page)).toEqual(before)
    })

    test('a source is muted beside its card, and had back', async ({ page }) => {
      await choose(page, economy)
      const before = await idsOf(page)
      const source = await cards(page).first().locator('.meta bdi').first().innerText()
      await page
        .getByRole('button', { name: follow.named.mute(isolated(source)) })
        .first()
        .click()
      await expect(page.getByText(follow.done.source.mute)).toBeVisible()
      await expect(cards(page).getByText(source, { exact: true })).toHaveCount(0)
      expect((await idsOf(page)).length).toBeLessThan(before.length)
      await page.getByRole('button', { name: site.undo, exact: true }).click()
      await expect(page.getByText(follow.undone)).toBeVisible()
      await page.goto('/for-you')
      expect(await idsOf(page)).toEqual(before)
    })

    test('less is wanted of a topic, which stays followed', async ({ page }) => {
      await choose(page, economy)
      await page
        .getByRole('button', { name: follow.named.less(isolated(economy)) })
        .first()
        .click()
      await expect(page.getByText(follow.done.topic.less)).toBeVisible()
      await page.goto('/following')
      await expect(page.getByRole('button', { name: follow.named.more(isolated(economy)) })).toBeVisible()
      await page.goto('/for-you')
      await expect(page.locator('.why').first()).toContainText(reason(economy))
    })

    test('the latest are another order of the same', async ({ page }) => {
      await choose(page, economy)
      const before = await idsOf(page)
      await page.getByRole('link', { name: forYou.latest, exact: true }).click()
      await expect(page).toHaveURL('/for-you?order=latest')
      expect((await idsOf(page)).toSorted()).toEqual(before.toSorted())
      await page.getByRole('navigation', { name: forYou.tabs }).getByRole('link', { name: forYou.title }).click()
      await expect(page).toHaveURL('/for-you')
    })

    test('a reader who chose nothing gets the latest and an invitation', async ({ page }) => {
      await newReader(page)
      await page.goto('/for-you')
      await expect(page.getByRole('heading', { name: issues.choose.title })).toBeVisible()
      await expect(cards(page).first()).toBeVisible()
      await page.getByRole('link', { name: issues.choose.button }).click()
      await expect(page).toHaveURL('/welcome')
    })
  })
}

test('an article is saved from its card, and stays saved', async ({ page }) => {
  await choose(page, science)
  const title = await cards(page).first().locator('.row-title').innerText()
  await page.getByRole('button', { name: articles.saveNamed(isolated(title)) }).click()
  const saved = page.getByRole('button', { name: articles.savedNamed(isolated(title)) })
  await expect(saved).toBeVisible()
  await page.reload()
  await expect(saved).toBeVisible()
})

test('cards with their buttons are sound', async ({ page }) => {
  await choose(page, economy, science)
  const response = await page.goto('/for-you')
  await expectSound(page, (await response?.text()) ?? '')
})
