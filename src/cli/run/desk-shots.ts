import type { Browser, BrowserContextOptions, Page } from '@playwright/test'
import { ar } from '../../i18n/ar.ts'
import { deskSample } from '../../sample/desk.ts'
import { type Account, newAccount } from './account.ts'
import type { Site } from './site.ts'

const { desk, deskArticles, deskDrafts, deskReaders, deskSources, deskTopics } = ar

const EDITOR = 'editor@example.com'
const READERS = ['noor@example.com', 'samir@example.com', 'hala@example.com']

/** Does what an editor does, screen by screen, and leaves each as its picture shows it. */
const SCREENS: Record<string, (page: Page, site: Site) => Promise<void>> = {
  async 'source-new'(page, site) {
    const { name, feedUrl } = deskSample.added
    await openSource(page, name)
    await page.getByRole('link', { name: deskSources.remove }).click()
    await press(page, deskSources.removing.button)
    await site.tick()
    await page.goto('/desk/sources/new')
    await page.getByLabel(deskSources.find.url).fill(feedUrl)
    await press(page, deskSources.find.button)
  },

  async source(page, site) {
    await page.getByLabel(deskSources.fields.display).selectOption('full')
    await press(page, deskSources.find.add)
    await openSource(page, deskSample.paused)
    await press(page, deskSources.pause)
    await openSource(page, deskSample.failing.name)
    await page.getByLabel(deskSources.fields.feedUrl).fill(deskSample.failing.feedUrl)
    await press(page, deskSources.save)
    await site.tick()
    await press(page, deskSources.fetch)
    await site.tick()
    await openSource(page, deskSample.failing.name)
  },

  async sources(page) {
    await page.goto('/desk/sources')
  },

  async topic(page) {
    const { name, rule, tried } = deskSample.topic
    await page.goto('/desk/topics')
    await page.getByRole('link', { name, exact: true }).click()
    await page.getByLabel(deskTopics.rules.words).fill(rule)
    await press(page, deskTopics.rules.add)
    await page.getByLabel(deskTopics.rules.words).fill(tried)
    await press(page, deskTopics.rules.preview)
  },

  async topics(page) {
    await page.goto('/desk/topics')
  },

  async article(page) {
    const { picked, hidden } = deskSample
    await openArticle(page, hidden.q)
    await ask(page, deskArticles.hide)
    await openArticle(page, picked.q)
    await page.getByLabel(deskArticles.fields.title).fill(picked.title)
    await press(page, deskArticles.save)
    await press(page, deskArticles.pick)
    await page.goto(new URL(page.url()).pathname)
  },

  async articles(page) {
    await page.goto('/desk/articles')
  },

  async draft(page) {
    const { title, text, byline } = deskSample.draft
    await page.goto('/desk/articles/new')
    await page.getByLabel(deskDrafts.fields.title).fill(title)
    await page.getByLabel(deskDrafts.fields.text, { exact: true }).fill(text)
    await page.getByLabel(deskDrafts.fields.byline).fill(byline)
    await press(page, deskDrafts.save)
    await press(page, deskDrafts.publish.schedule)
    await page.goto(`${new URL(page.url()).pathname}#preview`)
  },

  async issue(page, site) {
    const { newsletter, issue } = deskSample
    await page.goto('/desk/newsletters')
    await page.getByRole('link', { name: newsletter, exact: true }).click()
    await importSubscribers(page)
    await page.getByRole('link', { name: ar.subscribers.back }).click()
    await page.getByRole('link', { name: desk.issues.write }).click()
    await page.getByLabel(desk.issues.subject).fill(issue.title)
    await page.getByLabel(desk.issues.text, { exact: true }).fill(issue.text)
    await press(page, desk.issues.save)
    await ask(page, desk.issues.sendNow)
    await site.tick()
    await page.goto(new URL(page.url()).pathname)
  },

  async newsletters(page) {
    await page.goto('/desk/newsletters')
  },

  async deliveries(page) {
    await page.goto('/desk/deliveries?email=reader-1@example.com')
  },

  async readers(page) {
    await page.goto('/desk/readers')
  },

  async reader(page) {
    await page.getByRole('link', { name: READERS[0] }).click()
    await page.getByRole('heading', { level: 1 }).waitFor()
  },

  async editors(page) {
    await page.goto('/desk/editors')
    await page.getByLabel(ar.accounts.fields.email).fill('second-editor@example.com')
    await press(page, deskReaders.editors.invite.button)
    await page.goto('/desk/editors')
  },

  async health(page, site) {
    await site.tick()
    await page.goto('/desk/health')
  },

  async log(page) {
    await page.goto('/desk/log')
  },
}

const USUAL = { width: 1100, height: 780 }
/** Screens that a phone shows as well, or that say more further down. */
const SIZES: Record<string, typeof USUAL> = {
  article: { width: 390, height: 780 },
  reader: { width: 390, height: 780 },
  readers: { width: 1100, height: 1000 },
  editors: { width: 1100, height: 880 },
  health: { width: 1100, height: 1500 },
}

/** The desk of the sample publication with an editor at work: a picture a screen, into docs/desk. */
export async function deskShots(site: Site, browser: Browser, options: BrowserContextOptions): Promise<void> {
  for (const email of READERS) await newAccount(site, email)
  const editor = await newAccount(site, EDITOR)
  await site.command({ command: 'editor', email: EDITOR, wanted: true })
  const context = await browser.newContext({ baseURL: site.url, ...options })
  await context.addCookies(cookiesOf(editor))
  const page = await context.newPage()
  for (const [name, go] of Object.entries(SCREENS)) {
    await page.setViewportSize(SIZES[name] ?? USUAL)
    await go(page, site)
    await page.waitForLoadState('networkidle')
    await page.evaluate('document.fonts.ready')
    await page.screenshot({ path: `docs/desk/${name}.png` })
    console.log(`docs/desk/${name}.png`)
  }
  await context.close()
}

function cookiesOf(account: Account) {
  return account
    .cookie()
    .split('; ')
    .map((pair) => pair.split('='))
    .map(([name = '', value = '']) => ({ name, value, domain: 'localhost', path: '/', secure: true }))
}

async function openSource(page: Page, name: string): Promise<void> {
  await page.goto('/desk/sources')
  await page.getByRole('rowheader').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

async function openArticle(page: Page, q: string): Promise<void> {
  await page.goto(`/desk/articles?${new URLSearchParams({ q })}`)
  await page.getByRole('rowheader').getByRole('link').first().click()
  await page.getByRole('heading', { level: 2, name: deskArticles.edits }).waitFor()
}

/** Presses a button, and waits for the page that answers. */
async function press(page: Page, name: string): Promise<void> {
  const answered = page.waitForEvent('load')
  await page.getByRole('button', { name, exact: true }).click()
  await answered
}

/** What is said once more before it is done: opens it, and does it. */
async function ask(page: Page, name: string): Promise<void> {
  await page.locator('summary', { hasText: name }).click()
  await press(page, name)
}

async function importSubscribers(page: Page): Promise<void> {
  const { file, button } = ar.subscribers.import
  const rows = Array.from({ length: 40 }, (_, n) => `reader-${n}@example.com,2026-01-01,https://news.example/form`)
  const buffer = Buffer.from(`email,consent_at,consent_form\n${rows.join('\n')}\n`)
  await page.getByRole('link', { name: desk.subscribers }).click()
  await page.getByLabel(file).setInputFiles({ name: 'subscribers.csv', mimeType: 'text/csv', buffer })
  await press(page, button)
}
