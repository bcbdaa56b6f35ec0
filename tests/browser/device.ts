import type { Page } from '@playwright/test'
import { ar } from '../../src/i18n/ar.ts'
import { expect, PASSWORD } from './fixtures.ts'

const { factors } = ar

/** A device of its own, as Chromium plays it: asked, it answers at once. */
export async function addDevice(page: Page) {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return {
    /** Whether the finger is the right one. */
    knows: (isUserVerified: boolean) => devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified }),
  }
}

/** Gives the password again; where a page asks for it twice, at its end. */
export async function confirm(page: Page, button: string): Promise<void> {
  await page.getByLabel(factors.confirm.password).last().fill(PASSWORD)
  await page.getByRole('button', { name: button, exact: true }).click()
}

/** Adds a passkey to the account of a page that has a device. */
export async function makePasskey(page: Page, name: string): Promise<void> {
  await page.goto('/settings/security')
  await page.getByRole('link', { name: factors.passkeys.add }).click()
  await confirm(page, factors.confirm.next)
  await page.getByLabel(factors.passkeys.name).fill(name)
  await page.getByRole('button', { name: factors.passkeys.make }).click()
  await expect(page.getByText(factors.done.passkey_added)).toBeVisible()
}
