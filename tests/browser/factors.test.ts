import { generateHOTP } from '@oslojs/otp'
import type { Page, Response } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { givePassword, newReader, signOut } from './accounts.ts'
import { addDevice, confirm, makePasskey } from './device.ts'
import { expect, PASSWORD, test } from './fixtures.ts'
import { expectSound } from './sound.ts'

const { factors } = ar

// Signing in computes a password, on purpose slowly, again and again.
test.setTimeout(90_000)

test('a passkey is added, signs in alone, comes second after the password, and is removed', async ({ page }) => {
  const device = await addDevice(page)
  const email = await newReader(page)

  await makePasskey(page, 'هاتفي')
  await expect(page.locator('.codes code')).toHaveCount(10)

  await signOut(page)
  await page.goto('/login')
  await page.getByRole('button', { name: factors.signIn }).click()
  await expect(page).toHaveURL('/list')

  await signOut(page)
  await givePassword(page, email)
  await expect(page.getByRole('heading', { level: 1, name: factors.second.title })).toBeVisible()
  await device.knows(false)
  await page.getByRole('button', { name: factors.second.passkey }).click()
  await expect(page.getByRole('alert')).toHaveText(factors.passkeys.failed)
  await device.knows(true)
  await page.getByRole('button', { name: factors.second.passkey }).click()
  await expect(page).toHaveURL('/list')

  await page.goto('/settings/security')
  await page.getByRole('link', { name: 'هاتفي' }).click()
  await confirm(page, factors.passkeys.removal)
  await expect(page.getByText(factors.done.passkey_removed)).toBeVisible()
  await signOut(page)
  await page.goto('/login')
  await page.getByRole('button', { name: factors.signIn }).click()
  await expect(page.getByText(ar.fields.passkeyRefused)).toBeVisible()
})

for (const script of [true, false]) {
  test.describe(script ? 'with script' : 'without script', () => {
    test.use({ javaScriptEnabled: script, permissions: script ? ['clipboard-read', 'clipboard-write'] : [] })

    test('codes of an app come second, and a recovery code in their place', async ({ page }) => {
      // Pages that no GET leads to are judged where the road passes them.
      const sent = lastDocument(page)
      const sound = async () => script && (await expectSound(page, (await sent()?.text()) ?? ''))
      const email = await newReader(page)
      await page.goto('/settings/security')
      await page.getByRole('link', { name: factors.totp.setUp }).click()
      await confirm(page, factors.confirm.next)
      await expect(page.getByRole('img', { name: factors.totp.picture })).toBeVisible()
      const secret = (await page.locator('.secret').innerText()).replaceAll(' ', '')

      await page.getByLabel(factors.totp.code).fill('000000')
      await page.getByRole('button', { name: factors.totp.turnOn }).click()
      await expect(page.getByText(ar.fields.codeWrong)).toBeVisible()
      await sound()
      await page.getByLabel(factors.totp.code).fill(codeOf(secret))
      await page.getByRole('button', { name: factors.totp.turnOn }).click()
      await expect(page.getByText(factors.done.totp_on)).toBeVisible()
      const codes = await page.locator('.codes code').allInnerTexts()
      expect(codes).toHaveLength(10)
      await sound()
      const copy = page.getByRole('button', { name: factors.recovery.copy })
      if (script) {
        await copy.click()
        await expect(page.getByText(factors.recovery.copied)).toBeVisible()
        expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(codes.join('\n'))
      } else {
        await expect(copy).toBeHidden()
      }

      await signOut(page)
      await page.goto('/login')
      await expect(page.getByRole('button', { name: factors.signIn })).toBeVisible({ visible: script })
      await givePassword(page, email)
      await expect(page.getByRole('heading', { level: 1, name: factors.second.title })).toBeVisible()
      await sound()
      // The code of set-up is used: the next one is good half a minute early.
      await page.getByLabel(factors.second.code).fill(codeOf(secret, 1))
      await page.getByRole('button', { name: factors.second.button }).click()
      await expect(page).toHaveURL('/list')

      await signOut(page)
      await givePassword(page, email)
      await page.getByLabel(factors.second.code).fill(codes[0] ?? '')
      await page.getByRole('button', { name: factors.second.button }).click()
      await expect(page).toHaveURL('/list')
      await page.goto('/settings/security')
      await expect(page.getByText(factors.recovery.left(9, '٩'))).toBeVisible()

      await page.getByRole('link', { name: factors.totp.manage }).click()
      await page.getByLabel(factors.confirm.password).first().fill(PASSWORD)
      await page.getByRole('button', { name: factors.totp.turnOff }).click()
      await expect(page.getByText(factors.done.totp_off)).toBeVisible()
      await signOut(page)
      await givePassword(page, email)
      await expect(page).toHaveURL('/list')
    })
  })
}

/** The page's document as the server sent it, whichever way it was asked for. */
function lastDocument(page: Page): () => Response | undefined {
  let last: Response | undefined
  page.on('response', (response) => {
    if (response.request().resourceType() === 'document') last = response
  })
  return () => last
}

/** What an app shows now, or so many steps of half a minute later. */
function codeOf(secret: string, later = 0): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  )
  const bytes = bits.join('').match(/.{8}/g) ?? []
  const step = Math.floor(Date.now() / 30_000) + later
  return generateHOTP(
    Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2)),
    BigInt(step),
    6,
  )
}
