import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader, signOut } from './accounts.ts'
import { expect, mailedLink, newEmail, PASSWORD, test, visitor, work } from './fixtures.ts'

const { accounts, security } = ar
const NEW = 'another long sentence of no importance'

// Signing in computes a password, on purpose slowly, again and again.
test.setTimeout(60_000)

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a forgotten password is set anew by a link, and ends what was open', async ({ page, browser }) => {
      const email = await newReader(page)
      const other = await visitor(browser, { javaScriptEnabled: script })
      await other.goto('/login')
      await other.getByRole('link', { name: security.reset.forgotten }).click()
      await other.getByLabel(accounts.fields.email).fill(email)
      await other.getByRole('button', { name: security.reset.button }).click()
      await expect(other.getByRole('heading', { name: security.reset.sent })).toBeVisible()
      await work()
      await other.goto(await mailedLink(other, email))
      await expect(other.getByText(email)).toBeVisible()
      await other.getByLabel(security.password.new).fill('short')
      await other.getByRole('button', { name: security.reset.set }).click()
      await expect(other.getByText(ar.fields.passwordTooShort)).toBeVisible()
      await other.getByLabel(security.password.new).fill(NEW)
      await other.getByRole('button', { name: security.reset.set }).click()
      await expect(other.getByText(security.reset.done)).toBeVisible()

      await page.goto('/list')
      await expect(page.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()
      await givePassword(page, email)
      await expect(page.getByText(ar.fields.signInMismatch)).toBeVisible()
      await givePassword(page, email, NEW)
      await expect(page).toHaveURL('/list')
      await page.goto('/settings/security')
      await expect(page.getByText(security.events.kinds.password_reset)).toBeVisible()
      await expect(page.getByText(security.events.kinds.sign_in_failed)).toBeVisible()
      await other.context().close()
    })

    test('an account is open on two devices, and one ends the other', async ({ page, browser }) => {
      const email = await newReader(page)
      const phone = await visitor(browser, {
        javaScriptEnabled: script,
        userAgent: 'Mozilla/5.0 (Android 16; Mobile; rv:150.0) Gecko/150.0 Firefox/150.0',
      })
      await givePassword(phone, email)
      await expect(phone).toHaveURL('/list')

      await page.goto('/settings/security')
      await expect(page.getByText(security.devices.this)).toBeVisible()
      await page.getByRole('button', { name: security.agent.on('Firefox', 'Android') }).click()
      await expect(page.getByText(security.devices.ended, { exact: true })).toBeVisible()
      await expect(page.getByText(security.devices.none)).toBeVisible()
      await phone.goto('/settings/security')
      await expect(phone.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()

      await givePassword(phone, email)
      await expect(phone).toHaveURL('/list')
      await page.goto('/settings/security')
      await page.getByRole('button', { name: security.devices.endOthers }).click()
      await expect(page.getByText(security.devices.othersEnded)).toBeVisible()
      await phone.goto('/list')
      await expect(phone.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()
      await phone.context().close()
    })

    test('a password is changed by whoever knows it, and this device stays signed in', async ({ page }) => {
      const email = await newReader(page)
      await page.goto('/settings/security')
      await change(page, 'not the password')
      await expect(page.getByText(ar.fields.passwordIncorrect)).toBeVisible()
      await change(page, PASSWORD)
      await expect(page.getByText(security.password.changed)).toBeVisible()
      await signOut(page)
      await givePassword(page, email, NEW)
      await expect(page).toHaveURL('/list')
    })
  })
}

test('an account moves to another email, and the email it left takes it back', async ({ page, browser }) => {
  const email = await newReader(page)
  const moved = newEmail()
  await page.goto('/settings/account')
  await page.getByLabel(security.email.new).fill(moved)
  await page.getByLabel(security.email.password).fill(PASSWORD)
  await page.getByRole('button', { name: security.email.change }).click()
  await expect(page.getByText(security.email.asked)).toBeVisible()
  await work()
  await page.goto(await mailedLink(page, moved))
  await page.getByRole('button', { name: security.email.confirm }).click()
  await expect(page.getByRole('heading', { name: security.email.confirmed })).toBeVisible()
  await expect(page.getByText(moved)).toBeVisible()
  await work()

  const owner = await visitor(browser)
  await owner.goto(await mailedLink(owner, email))
  await owner.getByRole('button', { name: security.email.undo }).click()
  await expect(owner.getByRole('heading', { name: security.email.undone })).toBeVisible()
  await owner.getByRole('button', { name: security.reset.button }).click()
  await expect(owner.getByRole('heading', { name: security.reset.sent })).toBeVisible()
  await work()
  await owner.goto(await mailedLink(owner, email))
  await owner.getByLabel(security.password.new).fill(NEW)
  await owner.getByRole('button', { name: security.reset.set }).click()
  await givePassword(owner, email, NEW)
  await expect(owner).toHaveURL('/list')
  await page.goto('/list')
  await expect(page.getByRole('heading', { level: 1, name: accounts.signIn.title })).toBeVisible()
  await owner.context().close()
})

async function change(page: Page, current: string): Promise<void> {
  await page.getByLabel(security.password.current).fill(current)
  await page.getByLabel(security.password.new).fill(NEW)
  await page.getByRole('button', { name: security.password.change }).click()
}
