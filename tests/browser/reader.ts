import type { BrowserContext, Locator, Page } from '@playwright/test'
import { signedToken } from '../../src/core/signed-links.ts'
import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { composed, makeEditor, newDraft, newNewsletter, published, subscribe, written } from './desk.ts'
import { addDevice, makePasskey } from './device.ts'
import { test as base, fileNamed, mailedLink, newEmail, PASSWORD, visitor, work } from './fixtures.ts'

export { expect } from './fixtures.ts'

/** A reader who has saved an article and subscribed to a newsletter, and the paths that belong to them alone. */
export type Known = {
  state: Awaited<ReturnType<BrowserContext['storageState']>>
  article: string
  source: string
  saved: string
  tag: string
  imported: string
  passkey: string
  /** A newsletter at the desk, and a draft of it: this reader is an editor, too. */
  desk: string
  issue: string
  /** An issue of articles that was sent, at the desk and as everybody reads it, and one that an editor wrote. */
  sent: string
  past: string
  letter: string
  /** A draft of an article of the site's own. */
  draft: string
  verify: string
  confirm: string
  manage: string
  unsubscribe: string
  /** The links to a new password, to a new email, and back from it. */
  reset: string
  moving: string
  undo: string
  /** The link that takes a new factor back. */
  factor: string
  /** The link that keeps an account from being deleted, and a browser of its reader. */
  keep: string
  leaving: Known['state']
}

const { accounts, data, newsletters, security } = ar

export const test = base.extend<object, { known: Known }>({
  known: [
    async ({ browser }, use) => {
      const page = await visitor(browser, { javaScriptEnabled: false })
      await page.goto('/')
      const article = await pathOf(page.locator('main a[href^="/articles/"]').first())
      await page.goto(article)
      const source = await pathOf(page.locator('main a[href^="/sources/"]').first())

      const email = newEmail()
      await register(page, `/register?intent=save:${article.split('/').at(-1)}`, email)
      await page.goto(await mailedLink(page, email))
      await page.getByRole('button', { name: accounts.verify.button }).click()
      await page.goto('/list')
      const saved = await pathOf(page.locator('#rows .row-title a').first())
      await page.goto(saved)
      await page.locator('#tags').fill('ماء')
      await page.getByRole('button', { name: ar.tags.ofArticle.saveTags }).click()
      await page.goto('/list/tags')
      const tag = await pathOf(page.getByRole('link', { name: ar.tags.editNamed('⁨ماء⁩') }))
      await page.goto('/list/imports')
      await page
        .getByLabel(ar.imports.file)
        .setInputFiles(fileNamed('قائمة.csv', 'title,url\nبريد,mailto:x@example.com\n'))
      await page.getByRole('button', { name: ar.imports.button }).click()
      await page.waitForURL(/imports\/\d/)
      await work()
      const imported = new URL(page.url()).pathname
      const state = await page.context().storageState()

      await makeEditor(email)
      await page.goto('/desk/newsletters')
      const desk = await pathOf(page.locator('tbody a').first())
      const issue = await written(page, desk)
      const own = await newNewsletter(page, `past-${process.pid}`)
      await subscribe(page, `past-${process.pid}`)
      const sent = await composed(page, own)
      const past = await published(page, sent)
      const letter = await published(page, await written(page, own))

      const draft = await newDraft(page)

      const phone = await visitor(browser)
      await phone.context().addCookies(state.cookies)
      await addDevice(phone)
      await makePasskey(phone, 'هاتف القارئ')
      await phone.goto('/settings/security')
      const passkey = await pathOf(phone.locator('main a[href*="/passkeys/"]').first())
      await work()
      const factor = await mailedLink(page, email)

      const other = newEmail()
      await register(await visitor(browser), '/register', other)
      const verify = await mailedLink(page, other)

      const guest = await visitor(browser, { javaScriptEnabled: false })
      const subscriber = newEmail()
      await optIn(subscriber)
      const first = await mailedLink(guest, subscriber)
      await guest.goto(first)
      await guest.getByRole('button', { name: newsletters.confirm.button }).click()
      const manage = new URL(guest.url()).pathname
      const unsubscribe = `/u/${unsubscribeToken(manage)}`
      const waiting = newEmail()
      await optIn(waiting)
      const confirm = await mailedLink(guest, waiting)

      const goer = await visitor(browser, { javaScriptEnabled: false })
      const gone = newEmail()
      await register(goer, '/register', gone)
      await goer.goto(await mailedLink(goer, gone))
      await goer.getByRole('button', { name: accounts.verify.button }).click()
      await goer.goto('/settings/data')
      await goer.getByLabel(data.password).last().fill(PASSWORD)
      await goer.getByRole('button', { name: data.deletion.button }).click()
      await goer.getByText(data.pending.before).waitFor()
      await work()
      const keep = await mailedLink(goer, gone)
      const leaving = await goer.context().storageState()

      const moving = await move(goer)
      const mover = await visitor(browser, { javaScriptEnabled: false })
      const left = await newReader(mover)
      await mover.goto(await move(mover))
      await mover.getByRole('button', { name: security.email.confirm }).click()
      await work()
      const undo = await mailedLink(mover, left)
      const reset = await forgotten(email)

      const links = { verify, confirm, manage, unsubscribe, keep, reset, moving, undo, factor }
      await use({
        state,
        article,
        source,
        saved,
        tag,
        imported,
        passkey,
        desk,
        draft,
        issue,
        sent,
        past,
        letter,
        leaving,
        ...links,
      })

      async function move(by: Page): Promise<string> {
        const to = newEmail()
        await by.goto('/settings/account')
        await by.getByLabel(security.email.new).fill(to)
        await by.getByLabel(security.email.password).fill(PASSWORD)
        await by.getByRole('button', { name: security.email.change }).click()
        await by.getByText(security.email.asked).waitFor()
        await work()
        return mailedLink(by, to)
      }

      async function forgotten(who: string): Promise<string> {
        await guest.goto('/reset')
        await guest.getByLabel(accounts.fields.email).fill(who)
        await guest.getByRole('button', { name: security.reset.button }).click()
        await work()
        return mailedLink(guest, who)
      }

      async function register(fresh: Page, path: string, who: string) {
        await fresh.goto(path)
        await fresh.getByLabel(accounts.fields.email).fill(who)
        await fresh.getByLabel(accounts.fields.password).fill(PASSWORD)
        await fresh.getByRole('button', { name: accounts.register.button }).click()
        await fresh.getByRole('heading', { name: accounts.sent.title }).waitFor()
        await work()
      }

      async function optIn(who: string) {
        await guest.goto(`/newsletters/${ar.starter.newsletters[0].slug}`)
        await guest.getByLabel(newsletters.optIn.email).fill(who)
        await guest.getByRole('main').getByRole('button', { name: newsletters.optIn.button }).first().click()
        await guest.getByRole('heading', { name: newsletters.asked.title }).waitFor()
        await work()
      }
    },
    // Many roads are gone before the first test begins.
    { scope: 'worker', timeout: 90_000 },
  ],
})

/** Issues carry this link; none is sent to this subscriber, so it is made as they would. */
function unsubscribeToken(manage: string): string {
  const [ref = '', newsletterId] = manage.split('/').at(-1)?.split('.') ?? []
  const [id = '', key = ''] = process.env.BROWSER_SIGNING_KEY?.split(':') ?? []
  return signedToken([{ id, key }], 'unsubscribe', { ref, newsletterId: Number(newsletterId) })
}

async function pathOf(link: Locator): Promise<string> {
  return (await link.getAttribute('href')) ?? ''
}
