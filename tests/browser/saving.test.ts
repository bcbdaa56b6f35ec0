import { ar } from '../../src/i18n/ar.ts'
import { newReader, signOut } from './accounts.ts'
import { expect, PASSWORD, test, work } from './fixtures.ts'

const { list, saving, accounts, fields } = ar
/** Nothing is there: the sample publication's host answers 404. */
const PAGE = 'https://sample.raff.invalid/pages/%D9%86%D9%87%D8%B1-%D8%B9%D8%A7%D8%AF'
const TITLE = 'sample.raff.invalid · نهر عاد'

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a url is saved from the list, its page asked for again, and its text pasted', async ({ page }) => {
      await newReader(page)
      await page.getByRole('link', { name: list.add }).click()
      await page.getByLabel(saving.field).fill('نهر عاد إلى مجراه')
      await page.getByRole('button', { name: saving.button, exact: true }).click()
      await expect(page.getByText(fields.urlMissing)).toBeVisible()
      await expect(page.getByLabel(saving.field)).toHaveValue('نهر عاد إلى مجراه')

      await page.getByLabel(saving.field).fill(`انظر ${PAGE}?utm_source=x مهم`)
      await page.getByRole('button', { name: saving.button, exact: true }).click()
      await expect(page).toHaveURL(/\/list\?done=saved/)
      await expect(page.getByText(list.done.saved)).toBeVisible()
      await page.getByRole('main').getByRole('link', { name: TITLE }).click()
      await expect(page.getByText(saving.page.waiting)).toBeVisible()

      await work()
      await page.reload()
      await expect(page.getByText(saving.faults.not_found)).toBeVisible()
      await page.getByRole('button', { name: saving.page.retry }).click()
      await expect(page.getByText(saving.page.waiting)).toBeVisible()
      await work()
      await page.reload()

      await page.getByText(saving.paste.title, { exact: true }).click()
      await page.getByLabel(saving.paste.field).fill('عاد النهر إلى مجراه القديم.\nوفرح أهل القرية.')
      await page.getByRole('button', { name: saving.paste.button }).click()
      await expect(page.getByText('وفرح أهل القرية.')).toBeVisible()
      await expect(page.getByText(saving.faults.not_found)).toBeHidden()
    })

    test('what a phone shares is shown first, then saved, by way of signing in', async ({ page }) => {
      const email = await newReader(page)
      await signOut(page)
      const manifest = await (await page.request.get('/manifest.webmanifest')).json()
      const { action, params } = manifest.share_target
      const shared = new URLSearchParams({ [params.title]: 'نهر عاد', [params.text]: `نهر عاد ${PAGE}` })
      await page.goto(`${action}?${shared}`)
      await expect(page.getByLabel(saving.field)).toHaveValue(PAGE)
      await page.getByRole('button', { name: saving.button, exact: true }).click()
      await expect(page.getByText(accounts.asked['save-url'])).toContainText(PAGE)
      await page.getByLabel(accounts.fields.email).fill(email)
      await page.getByLabel(accounts.fields.password).fill(PASSWORD)
      await page.getByRole('button', { name: accounts.signIn.button, exact: true }).click()
      await expect(page).toHaveURL('/list')
      await expect(page.getByRole('main').getByRole('link', { name: TITLE })).toBeVisible()
    })
  })
}

test('the bookmarklet leads from any page to the form', async ({ page }) => {
  await page.goto('/list/new')
  const code = (await page.locator('[data-bookmarklet]').getAttribute('href')) ?? ''
  await expect(page.locator('textarea.code')).toHaveValue(code)
  await page.goto('/about')
  const title = await page.title()
  // As a browser runs it from its bar: in the page that is open, whatever that page allows itself.
  await page.evaluate(code.replace(/^javascript:/, ''))
  await page.waitForURL(/\/list\/new\?/)
  await expect(page.getByText(title)).toBeVisible()
  await expect(page.getByLabel(saving.field)).toHaveValue(/\/about$/)
})
