import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { newEditor } from './desk.ts'
import { expect, test, work } from './fixtures.ts'
import { expectSound } from './sound.ts'

const { deskArticles, deskDrafts, deskTopics } = ar

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('an editor makes a topic, tries a rule on what is there, keeps it, and takes the topic away', async ({
      page,
    }) => {
      await newEditor(page)
      await page.goto('/desk/topics')
      await page.getByRole('link', { name: deskTopics.new }).click()
      await page.getByLabel(deskTopics.fields.name).fill('مدن')
      await page.getByLabel(deskTopics.fields.slug).fill('feed')
      await page.getByRole('button', { name: deskTopics.create }).click()
      await expect(page.getByText(ar.fields.slugTaken)).toBeVisible()
      await page.getByLabel(deskTopics.fields.slug).fill(script ? 'cities' : 'towns')
      await page.getByRole('button', { name: deskTopics.create }).click()
      await expect(page.getByText(deskTopics.notices.saved)).toBeVisible()
      const path = new URL(page.url()).pathname

      const caught = page.locator('#caught')
      await page.getByLabel(deskTopics.rules.words).fill('م')
      if (!script) await page.getByRole('button', { name: deskTopics.rules.preview }).click()
      await expect(caught).toContainText(ar.fields.keywordShort)
      await page.getByLabel(deskTopics.rules.words).fill('مدينة')
      if (!script) await page.getByRole('button', { name: deskTopics.rules.preview }).click()
      await expect(caught.locator('mark').first()).toBeVisible()
      const preview = await page.goto(`${path}?${new URLSearchParams({ words: 'مدينة' })}`)
      if (script) await expectSound(page, (await preview?.text()) ?? '')
      await page.getByLabel(deskTopics.rules.apply).check()
      await page.getByRole('button', { name: deskTopics.rules.add }).click()
      await expect(page.getByText(deskTopics.notices.ruled)).toBeVisible()
      await page.getByRole('link', { name: deskTopics.page }).click()
      await expect(page.locator('#rows article').first()).toBeVisible()

      await page.goto('/desk/topics')
      await page.getByRole('button', { name: deskTopics.upOf('مدن') }).click()
      await expect(page.getByRole('row').nth(-2)).toContainText('مدن')
      await page.goto(path)
      await page.locator('summary', { hasText: deskTopics.removal.title }).click()
      await page.getByRole('button', { name: deskTopics.removal.remove }).click()
      await expect(page.getByText(deskTopics.notices.removed)).toBeVisible()
      await expect(page.getByRole('row', { name: 'مدن' })).toHaveCount(0)
    })

    test('an editor edits an article, takes that back, picks it, hides it and shows it again', async ({ page }) => {
      await newEditor(page)
      await page.goto('/desk/articles')
      const link = page
        .getByRole('rowheader')
        .locator('a')
        .nth(script ? 2 : 3)
      const title = await link.innerText()
      await link.click()
      const path = new URL(page.url()).pathname
      const article = path.replace('/desk', '')

      await page.getByLabel(deskArticles.fields.title).fill('عنوان من التحرير')
      await page.getByRole('button', { name: deskArticles.save }).click()
      await expect(page.getByRole('heading', { level: 1, name: 'عنوان من التحرير' })).toBeVisible()
      await page.getByRole('button', { name: deskArticles.undo }).click()
      await expect(page.getByText(deskArticles.notices.undone)).toBeVisible()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)

      await page.getByRole('button', { name: deskArticles.pick }).click()
      await expect(page.getByText(deskArticles.notices.picked)).toBeVisible()
      await page.goto('/')
      await expect(page.locator('.headline h2')).toHaveText(title)
      await page.goto(path)
      await page.getByRole('button', { name: deskArticles.unpick }).click()
      await expect(page.getByText(deskArticles.notices.unpicked)).toBeVisible()

      await ask(page, deskArticles.hide)
      await expect(page.getByText(deskArticles.notices.hidden)).toBeVisible()
      expect((await page.request.get(article)).status()).toBe(404)
      await page.goto('/desk/articles?show=hidden')
      await page.getByRole('link', { name: title }).click()
      await page.getByRole('button', { name: deskArticles.show }).click()
      await expect(page.getByText(deskArticles.notices.shown)).toBeVisible()
      expect((await page.request.get(article)).status()).toBe(200)
    })

    test('an editor writes an article, looks at it, publishes it, changes it and takes it back', async ({ page }) => {
      await newEditor(page)
      const title = `كلمة ${script ? 'اليوم' : 'الأمس'}`
      await page.goto('/desk/articles')
      await page.getByRole('link', { name: deskArticles.new }).click()
      await page.getByLabel(deskDrafts.fields.title).fill(title)
      await page.getByLabel(deskDrafts.fields.text, { exact: true }).fill('فقرة فيها **كلمة مهمة**.')
      await page.getByRole('button', { name: deskDrafts.preview }).click()
      await expect(page.locator('#preview strong')).toHaveText('كلمة مهمة')
      await expect(page.getByLabel(deskDrafts.fields.title)).toHaveValue(title)
      await page.getByRole('button', { name: deskDrafts.save }).click()
      await expect(page.getByText(deskDrafts.notices.saved)).toBeVisible()
      const draft = await page.reload()
      if (script) await expectSound(page, (await draft?.text()) ?? '')

      await ask(page, deskDrafts.publish.now)
      await expect(page.getByText(deskDrafts.notices.published)).toBeVisible()
      await work()
      await page.getByLabel(deskDrafts.fields.title).fill(`${title} مرة أخرى`)
      await page.getByRole('button', { name: deskDrafts.saveOut }).click()
      await expect(page.getByText(deskDrafts.notices.saved)).toBeVisible()
      const path = new URL(page.url()).pathname
      await page.getByRole('link', { name: deskDrafts.publish.page }).click()
      await expect(page.getByRole('heading', { level: 1, name: `${title} مرة أخرى` })).toBeVisible()
      await page.goto(path)
      await ask(page, deskDrafts.publish.withdraw)
      await expect(page.getByText(deskDrafts.notices.withdrawn)).toBeVisible()
    })
  })
}

test('the second of two who save one article sees what the first changed, and loses nothing', async ({ page }) => {
  await newEditor(page)
  await page.goto('/desk/articles')
  await page.getByRole('rowheader').locator('a').nth(8).click()
  const path = page.url()
  const second = await page.context().newPage()
  await second.goto(path)
  await page.getByLabel(deskArticles.fields.pictureAlt).fill('وصف الأول')
  await page.getByRole('button', { name: deskArticles.save }).click()
  await expect(page.getByText(deskArticles.notices.saved)).toBeVisible()
  await second.getByLabel(deskArticles.fields.title).fill('عنوان الثاني')
  await second.getByRole('button', { name: deskArticles.save }).click()
  await expect(second.getByText(ar.desk.overtaken)).toBeVisible()
  await expect(second.getByLabel(deskArticles.fields.title)).toHaveValue('عنوان الثاني')
  await expect(second.getByText('وصف الأول')).toBeVisible()
})

/** What is said once more before it is done: opens it, and does it. */
async function ask(page: Page, name: string): Promise<void> {
  await page.locator('summary', { hasText: name }).click()
  await page.getByRole('button', { name, exact: true }).click()
}
