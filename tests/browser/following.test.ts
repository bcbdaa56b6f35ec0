import { ar } from '../../src/i18n/ar.ts'
import { newReader } from './accounts.ts'
import { expect, fileNamed, test } from './fixtures.ts'
import { expectSound } from './sound.ts'

const { alerts, follow, following, starter, site, fields } = ar
const [politics, economy, science] = starter.topics.map(({ name }) => name) as [string, string, string]
const named = (wish: keyof typeof follow.named, name: string) => follow.named[wish](`\u2068${name}\u2069`)

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script })

    test('a new account begins with a choice, which can be changed later', async ({ page }) => {
      await newReader(page)
      await page.goto('/welcome')
      await page.getByLabel(economy, { exact: true }).check()
      await page.getByLabel(science, { exact: true }).check()
      await page.getByLabel(following.welcome.keyword).fill('ا')
      await page.getByRole('button', { name: following.welcome.button }).click()
      await expect(page.getByText(fields.keywordShort)).toBeVisible()
      await expect(page.getByLabel(science, { exact: true })).toBeChecked()
      await page.getByLabel(following.welcome.keyword).fill('المياه')
      await page.getByRole('button', { name: following.welcome.button }).click()
      await expect(page).toHaveURL('/for-you')

      await page.goto('/welcome')
      await expect(page.getByLabel(economy, { exact: true })).toBeChecked()
      await page.getByLabel(economy, { exact: true }).uncheck()
      await page.getByRole('button', { name: following.welcome.button }).click()
      await page.goto('/following')
      await expect(page.getByRole('button', { name: named('unfollow', science) })).toBeVisible()
      await expect(page.getByRole('button', { name: named('follow', economy) })).toBeVisible()
      await expect(page.getByRole('button', { name: named('unfollow', 'المياه') })).toBeVisible()
    })

    test('the first choice can be passed by', async ({ page }) => {
      await newReader(page)
      await page.goto('/welcome')
      await page.getByRole('link', { name: following.welcome.skip }).click()
      await expect(page).toHaveURL('/for-you')
    })

    test('a topic is followed, muted and had back as it was', async ({ page }) => {
      await newReader(page)
      await page.goto('/following')
      await page.getByRole('button', { name: named('follow', politics) }).click()
      await expect(page.getByText(follow.done.topic.follow)).toBeVisible()
      await page.getByRole('button', { name: named('mute', politics) }).click()
      await expect(page.getByText(follow.done.topic.mute)).toBeVisible()
      await page.getByRole('button', { name: site.undo, exact: true }).click()
      await expect(page.getByText(follow.undone)).toBeVisible()
      await page.reload()
      await expect(page.getByRole('button', { name: named('unfollow', politics) })).toBeVisible()
      await page.getByRole('button', { name: named('less', politics) }).click()
      await expect(page.getByRole('button', { name: named('more', politics) })).toBeVisible()
    })

    test('a keyword says what it would catch, then what is wrong with it, and is followed', async ({ page }) => {
      await newReader(page)
      await page.goto('/following')
      const field = page.getByLabel(following.keywords.label, { exact: true })
      await field.fill('هلال')
      if (!script) await page.getByRole('button', { name: following.keywords.preview }).click()
      await expect(page.locator('#caught')).toContainText('هذا الأسبوع')
      await field.fill('من في')
      await page.getByRole('button', { name: following.keywords.button }).click()
      await expect(page.getByText(fields.keywordCommon)).toBeVisible()
      await field.fill('هلال')
      await page.getByRole('button', { name: following.keywords.button }).click()
      await expect(page.getByText(follow.done.keyword.follow)).toBeVisible()
      await expect(page.getByRole('button', { name: named('unfollow', 'هلال') })).toBeVisible()
    })

    test('a list of feeds is told what it came to', async ({ page }) => {
      await newReader(page)
      await page.goto('/following')
      await page.getByLabel(following.feeds.label).setInputFiles(fileNamed('feeds.txt', 'ليس ملف خلاصات'))
      await page.getByRole('button', { name: following.feeds.button }).click()
      await expect(page.getByText(following.feeds.faults.notOpml)).toBeVisible()
      const opml = `<opml version="2.0"><body><outline xmlUrl="https://sample.raff.invalid/science.xml" text="x"/>
        <outline xmlUrl="https://other.example/feed" text="خلاصة غريبة"/></body></opml>`
      await page.getByLabel(following.feeds.label).setInputFiles(fileNamed('feeds.opml', opml))
      await page.getByRole('button', { name: following.feeds.button }).click()
      await expect(page.getByText(following.feeds.taken(1, '١'))).toBeVisible()
      await expect(page.getByText('خلاصة غريبة')).toBeVisible()
    })
  })
}

test('what is followed of every kind is sound', async ({ page }) => {
  await newReader(page)
  await page.goto('/following')
  await page.getByRole('button', { name: named('follow', politics) }).click()
  await page.getByRole('button', { name: named('mute', economy) }).click()
  await page.getByLabel(following.keywords.label, { exact: true }).fill('كلمة طويلة من أربع كلمات')
  await page.getByRole('button', { name: following.keywords.button }).click()
  await page.getByRole('switch', { name: alerts.of('كلمة طويلة من أربع كلمات') }).click()
  await expect(page.getByRole('button', { name: alerts.choices.daily })).toHaveAttribute('aria-pressed', 'true')
  await page.getByRole('button', { name: alerts.choices.hourly }).click()
  await expect(page.getByRole('button', { name: alerts.choices.hourly })).toHaveAttribute('aria-pressed', 'true')
  const response = await page.reload()
  await expectSound(page, (await response?.text()) ?? '')
})
