import { ar } from '../../src/i18n/ar.ts'
import { importSubscribers, newEditor, newNewsletter, sendNow, written } from './desk.ts'
import { work } from './fixtures.ts'
import { expect, test } from './own-site.ts'

// One message a second, or it would all be sent before anybody looks.
test.use({ vars: { NEWSLETTER_TRANSPORT: 'resend', RESEND_KEY: 're_test', MAIL_RATE: '1', MAIL_DOMAIN_RATE: '100' } })

test('while an issue is being sent its numbers move by themselves', async ({ page, watched }) => {
  await newEditor(page)
  const newsletter = await newNewsletter(page, 'slow')
  await importSubscribers(page, newsletter, 60)
  const issue = await written(page, newsletter)
  await sendNow(page, issue)
  await expect(page.getByRole('button', { name: ar.desk.issues.pause })).toBeVisible()
  const loads = () => watched.requests.filter((request) => request === `document ${issue}`).length
  const before = loads()

  const sent = async () => {
    await work()
    return Number(await page.locator('.bar-sent').getAttribute('width'))
  }
  await expect.poll(sent).toBeGreaterThan(0)
  const seen = await sent()
  await expect.poll(sent).toBeGreaterThan(seen)
  expect(await sent()).toBeLessThan(100)
  expect(loads()).toBe(before)
})
