import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createTestApp } from './helpers/app.ts'
import { PASSWORD, signedInClient } from './helpers/builders.ts'

describe('a stolen cookie', () => {
  it('is worth nothing once its reader signed out, nor is the one from before a sign-in', async () => {
    const app = createTestApp()
    const reader = await signedInClient(app)
    const thief = app.client()
    thief.cookies.set('__Host-session', reader.cookies.get('__Host-session') ?? '')
    expect((await thief.get('/settings/account')).status).toBe(200)

    const before = reader.cookies.get('__Host-session') ?? ''
    await reader.post('/login', { email: reader.reader.email, password: PASSWORD })
    expect((await thief.get('/settings/account')).to).toBe('/login')

    thief.cookies.set('__Host-session', reader.cookies.get('__Host-session') ?? '')
    await reader.post('/logout')
    for (const path of ['/settings/account', '/list', '/settings/data']) {
      expect((await thief.get(path)).to, path).toBe('/login')
    }
    thief.cookies.set('__Host-session', before)
    expect((await thief.post('/settings/data/archive', { password: PASSWORD })).to).toBe('/login')
    expect((await thief.get('/me/state')).status).toBe(204)
  })
})

describe('a malformed Cookie header', () => {
  const names = ['__Host-session', '__Host-bm', '__Host-signup', '__Host-reader', 'prefs', 'x', '', '__proto__']
  const value = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('%', '%E0%A4%A', '"', '"; ', ' ', '=', ',', 'theme_dark.theme_', '__proto___x', 'a'.repeat(4000)),
  )
  const header = fc
    .array(fc.tuple(fc.constantFrom(...names), value), { minLength: 1, maxLength: 6 })
    .map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join(';'))

  it('locks nobody out, fails no page, and signs nobody in', async () => {
    const app = createTestApp()
    const { cookies } = await signedInClient(app)
    const session = `__Host-session=${cookies.get('__Host-session')}`
    const visit = async (path: string, Cookie: string) => {
      const { status, to } = await app.client().get(path, { headers: { Cookie } })
      return to ?? status
    }
    for (const bad of fc.sample(header, { numRuns: 150, seed: 20261124 })) {
      const own = `${session}; ${bad.replaceAll('__Host-session', 'other')}`
      const seen = [
        await visit('/about', bad),
        await visit('/login', bad),
        await visit('/settings/account', bad),
        await visit('/settings/account', own),
      ]
      expect([bad, ...seen]).toEqual([bad, 200, 200, '/login', 200])
    }
  })
})
