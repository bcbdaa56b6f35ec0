import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { newEditor, newNewsletter } from './desk.ts'
import { expect, mailedLink, newEmail, test, visitor, work } from './fixtures.ts'

const { desk, deskHealth, deskLog, deskReaders } = ar

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('an editor sees how the service does, drawn and as a table', async ({ page }) => {
      await newEditor(page)
      await work()
      await page.goto('/desk')
      await page.getByRole('link', { name: desk.screens.health }).click()
      await expect(page.getByRole('heading', { level: 1, name: deskHealth.title })).toBeVisible()
      const drawn = page.locator('.chart').filter({ has: page.getByRole('img', { name: deskHealth.past.hours('٢٤') }) })
      await expect(drawn.locator('.chart-bar').first()).toBeVisible()
      await drawn.getByText(deskHealth.past.table).click()
      await expect(drawn.getByRole('table').getByRole('row')).toHaveCount(25)
      await expect(page.getByRole('rowheader', { name: deskHealth.kinds.cron })).toBeVisible()
    })

    test('an invitation by mail opens the desk to its account alone', async ({ page, browser }) => {
      const invited = newEmail()
      await newEditor(page)
      await page.goto('/desk/readers')
      await page.getByRole('link', { name: deskReaders.editors.title, exact: true }).click()
      await page.getByLabel(ar.accounts.fields.email).fill(invited)
      await page.getByRole('button', { name: deskReaders.editors.invite.button }).click()
      await expect(page.getByText(deskReaders.editors.notices.invited)).toBeVisible()
      await work()
      const link = await mailedLink(page, invited)
      await page.goto(link)
      await expect(page.getByText(deskReaders.invitation.other)).toBeVisible()

      const other = await visitor(browser, { javaScriptEnabled: script })
      await other.goto(link)
      await expect(other.getByText(deskReaders.invitation.visitor)).toBeVisible()
      await newReader(other, invited)
      await other.goto(link)
      await other.getByRole('button', { name: deskReaders.invitation.accept }).click()
      await expect(other.getByRole('navigation', { name: desk.label })).toBeVisible()
      await other.context().close()

      await page.goto('/desk/log?noun=editor')
      const joined = page
        .getByRole('row')
        .filter({ hasText: deskLog.actions.editor.joined })
        .filter({ hasText: invited })
      await expect(joined.first()).toBeVisible()
    })

    test('an editor finds a reader, ends their sessions, and has their account deleted and kept', async ({
      page,
      browser,
    }) => {
      const reader = await visitor(browser, { javaScriptEnabled: script })
      const email = await newReader(reader)
      await newEditor(page)
      await page.goto('/desk/readers')
      await page.getByLabel(deskReaders.search.label).fill(email.slice(0, -4).toUpperCase())
      await page.getByRole('button', { name: ar.search.submit }).click()
      await page.getByRole('table').getByRole('link', { name: email }).click()
      await page.getByRole('button', { name: deskReaders.sessions.button }).click()
      await expect(page.getByText(deskReaders.notices.ended)).toBeVisible()
      await reader.goto('/list')
      await expect(reader).toHaveURL('/login')
      await reader.context().close()
      await page.getByText(deskReaders.deletion.ask).click()
      await page.getByRole('button', { name: deskReaders.deletion.button }).click()
      await expect(page.getByText(deskReaders.notices.deletion)).toBeVisible()
      await page.getByRole('button', { name: deskReaders.deletion.keep }).click()
      await expect(page.getByText(deskReaders.notices.kept)).toBeVisible()
    })
  })
}

test('the log says who changed a newsletter, from what to what', async ({ page }) => {
  const email = await newEditor(page)
  await newNewsletter(page, 'logged')
  await page.getByLabel(desk.fields.name).fill('نشرة باسم آخر')
  await page.getByRole('button', { name: desk.save }).click()
  await page.getByRole('link', { name: desk.screens.log }).click()
  await page
    .getByRole('navigation', { name: deskLog.filter })
    .getByRole('link', { name: deskLog.nouns.newsletter })
    .click()
  const row = page.getByRole('row').filter({ hasText: email }).filter({ hasText: deskLog.actions.newsletter.changed })
  await expect(row).toContainText(`${deskLog.from} رسالة logged ${deskLog.to} نشرة باسم آخر`)
})
