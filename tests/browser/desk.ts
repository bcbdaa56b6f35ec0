import { expect, type Page } from '@playwright/test'
import { command } from '../../src/cli/run/commands.ts'
import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { fileNamed, work } from './fixtures.ts'

const { desk } = ar
const { fields, issues } = desk

/** A new account that is an editor's; gives its email. */
export async function newEditor(page: Page): Promise<string> {
  const email = await newReader(page)
  await makeEditor(email)
  return email
}

export async function makeEditor(email: string): Promise<void> {
  const { BROWSER_URL = '', BROWSER_COMMAND_KEY = '' } = process.env
  await command(BROWSER_URL, BROWSER_COMMAND_KEY, { command: 'editor', email, wanted: true })
}

/** A newsletter that goes out by hand; leaves its page at the desk open, and gives that page's path. */
export async function newNewsletter(page: Page, slug: string): Promise<string> {
  await page.goto('/desk/newsletters')
  await page.getByRole('link', { name: desk.new }).click()
  await page.getByLabel(fields.name).fill(`رسالة ${slug}`)
  await page.getByLabel(fields.slug).fill(slug)
  await page.getByLabel(fields.description).fill('كلمة التحرير كل حين.')
  await page.getByLabel(fields.rhythm).selectOption('manual')
  await page.getByRole('button', { name: desk.create }).click()
  await page.waitForURL(/newsletters\/\d+/)
  return new URL(page.url()).pathname
}

/** An article of the site's own that is not out yet; gives the path of its draft. */
export async function newDraft(page: Page): Promise<string> {
  await page.goto('/desk/articles/new')
  await page.getByLabel(ar.deskDrafts.fields.title).fill('كلمة التحرير')
  await page.getByLabel(ar.deskDrafts.fields.text, { exact: true }).fill('فقرة فيها **كلمة مهمة**.')
  await page.getByRole('button', { name: ar.deskDrafts.save }).click()
  await page.waitForURL(/drafts\/\d+/)
  return new URL(page.url()).pathname
}

/** Has the editor's own newsletters include this one. */
export async function subscribe(page: Page, slug: string): Promise<void> {
  const here = page.url()
  await page.goto('/settings/newsletters')
  await page.locator(`form[data-newsletter="${slug}"] button`).click()
  await expect(page.locator(`form[data-newsletter="${slug}"] button`)).toHaveAttribute('aria-checked', 'true')
  await page.goto(here)
}

/** Gives a newsletter so many subscribers, by a file of them. */
export async function importSubscribers(page: Page, newsletter: string, count: number): Promise<void> {
  const { file, button, done } = ar.subscribers.import
  const rows = Array.from({ length: count }, (_, n) => `reader-${n}@example.com,2026-01-01,https://news.example/form`)
  await page.goto(`${newsletter}/subscribers`)
  await page
    .getByLabel(file)
    .setInputFiles(fileNamed('قراء.csv', `email,consent_at,consent_form\n${rows.join('\n')}\n`))
  await page.getByRole('button', { name: button }).click()
  await expect(page.getByText(done)).toBeVisible()
}

/** Writes an issue of the newsletter whose path at the desk is given, and gives the path of the draft. */
export async function written(page: Page, newsletter: string): Promise<string> {
  await page.goto(`${newsletter}/written`)
  await page.getByLabel(issues.subject).fill('كلمة التحرير')
  await page.getByLabel(issues.text, { exact: true }).fill('## عنوان\n\nفقرة أولى، وفيها **كلمة مهمة**.')
  await page.getByRole('button', { name: issues.save }).click()
  return issuePath(page)
}

/** Has an issue composed of the newest articles, and gives the path of the draft. */
export async function composed(page: Page, newsletter: string): Promise<string> {
  await page.goto(newsletter)
  await page.getByRole('button', { name: issues.compose }).click()
  return issuePath(page)
}

/** Presses what sends a draft; what it does is done by the next `work()`. */
export async function sendNow(page: Page, issue: string): Promise<void> {
  await page.goto(issue)
  await page.locator('summary', { hasText: issues.sendNow }).click()
  await page.getByRole('button', { name: issues.sendNow }).click()
}

/** Sends a draft, and gives the path under which everybody reads it. */
export async function published(page: Page, issue: string): Promise<string> {
  await sendNow(page, issue)
  await work()
  await page.goto(issue)
  return (await page.getByRole('link', { name: issues.archive }).getAttribute('href')) ?? ''
}

async function issuePath(page: Page): Promise<string> {
  await page.waitForURL(/issues\/\d+/)
  return new URL(page.url()).pathname
}
