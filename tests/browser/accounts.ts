import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { expect, mailedLink, newEmail, PASSWORD, work } from './fixtures.ts'

const { accounts } = ar

/** A new account, signed in on this page, at its list; gives its email, a new one where none is given. */
export async function newReader(page: Page, email = newEmail()): Promise<string> {
  await page.goto('/register')
  await page.getByLabel(accounts.fields.email).fill(email)
  await page.getByLabel(accounts.fields.password).fill(PASSWORD)
  await page.getByRole('button', { name: accounts.register.button }).click()
  await page.getByRole('heading', { name: accounts.sent.title }).waitFor()
  await work()
  await page.goto(await mailedLink(page, email))
  await page.getByRole('button', { name: accounts.verify.button }).click()
  await expect(page).toHaveURL('/welcome')
  await page.goto('/list')
  return email
}

export async function signOut(page: Page): Promise<void> {
  await page.goto('/settings/account')
  await page.getByRole('button', { name: accounts.settings.signOut }).click()
  await expect(page).toHaveURL('/')
}

/** Email and password; what comes after depends on the account. */
export async function givePassword(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.goto('/login')
  await page.getByLabel(accounts.fields.email).fill(email)
  await page.getByLabel(accounts.fields.password).fill(password)
  await page.getByRole('button', { name: accounts.signIn.button, exact: true }).click()
}
