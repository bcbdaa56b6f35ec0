import { ar } from '../../src/i18n/ar.ts'
import { expect, mailedLink, newEmail, PASSWORD, test, work } from './fixtures.ts'

const { accounts, articles, newsletters, site } = ar

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a visitor reads, saves, signs up, finds it saved, opts in and signs out', async ({ page }) => {
      const email = newEmail()

      await page.goto('/')
      const lead = page.getByRole('main').getByRole('heading', { level: 2 }).getByRole('link').first()
      const title = (await lead.innerText()).trim()
      await lead.click()
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(title)
      const article = new URL(page.url()).pathname

      await page.locator('.tools').getByRole('button', { name: articles.save }).click()
      await expect(page.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()
      await expect(page.getByText(accounts.asked.save)).toContainText(title)

      await page.getByRole('main').getByRole('link', { name: accounts.register.title }).click()
      await expect(page.getByText(accounts.asked.save)).toContainText(title)
      await page.getByLabel(accounts.fields.email).fill(email)
      await page.getByLabel(accounts.fields.password).fill(PASSWORD)
      await page.getByRole('button', { name: accounts.register.button }).click()
      await expect(page.getByRole('heading', { name: accounts.sent.title })).toBeVisible()
      await expect(page.getByText(email)).toBeVisible()

      await work()
      await page.goto(await mailedLink(page, email))
      await page.getByRole('button', { name: accounts.verify.button }).click()
      await expect(page).toHaveURL(article)
      if (script) await expect(page.locator('.tools').getByText(articles.saved, { exact: true })).toBeVisible()

      await page.getByRole('link', { name: site.nav.list }).first().click()
      await expect(page.getByRole('main').getByRole('link', { name: title })).toBeVisible()

      await page.getByRole('link', { name: site.nav.newsletters }).first().click()
      await expect(page.getByRole('heading', { level: 1, name: newsletters.title })).toBeVisible()
      // Without script a public page cannot know its reader: the switches stand among the settings.
      if (!script) await page.goto('/settings/newsletters')
      const name = ar.starter.newsletters[0].name
      const choice = page.getByRole('switch', { name })
      await expect(choice).toHaveAttribute('aria-checked', 'false')
      await choice.click()
      await expect(choice).toHaveAttribute('aria-checked', 'true')
      await page.goto('/settings/newsletters')
      await expect(page.getByRole('switch', { name })).toHaveAttribute('aria-checked', 'true')

      await page.goto('/settings/account')
      await page.getByRole('button', { name: accounts.settings.signOut }).click()
      await expect(page).toHaveURL('/')
      await page.goto('/list')
      await expect(page.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()
    })
  })
}
