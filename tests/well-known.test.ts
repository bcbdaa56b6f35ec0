import { expect, it } from 'vitest'
import { createTestApp, START } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'

it('a password manager finds where a password is changed', async () => {
  const app = createTestApp()
  expect(await app.client().get('/.well-known/change-password')).toMatchObject({
    status: 302,
    to: '/settings/security',
  })
  const reader = await signedInClient(app)
  const { status, text } = await reader.get('/.well-known/change-password', { follow: true })
  expect(status).toBe(200)
  expect(text).toContain('autocomplete="new-password"')
})

it('whoever finds a fault finds whom to tell', async () => {
  const { headers, text } = await createTestApp().client().get('/.well-known/security.txt')
  expect(headers.get('Content-Type')).toBe('text/plain; charset=UTF-8')
  expect(headers.get('Cache-Control')).toBe('public, max-age=86400')
  expect(headers.getSetCookie()).toEqual([])
  const lines = Object.fromEntries(
    text
      .trim()
      .split('\n')
      .map((line) => line.split(/: (.*)/)),
  )
  expect(lines).toMatchObject({
    Contact: expect.stringMatching(/^mailto:\S+@\S+$/),
    Canonical: 'https://raff.example/.well-known/security.txt',
    'Preferred-Languages': 'ar, en',
  })
  const expires = Date.parse(lines.Expires) / 1000
  expect(expires).toBeGreaterThan(START)
  expect(expires).toBeLessThan(START + 365 * 86_400)
})
