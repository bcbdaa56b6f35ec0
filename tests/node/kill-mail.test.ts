import { afterAll, beforeAll, expect, it } from 'vitest'
import { bundleMailSite, clearMailSite, killWhileSending } from '../../src/cli/run/kills-mail.ts'

const options = { kills: 5, subscribers: 200, seed: 5 }
let script = ''
beforeAll(async () => {
  script = await bundleMailSite()
}, 60_000)
afterAll(clearMailSite)

it('an issue over SMTP reaches everybody once but for those in flight at a kill', { timeout: 120_000 }, async () => {
  const { inFlight, uncertain, ...left } = await killWhileSending({ ...options, transport: 'smtp', script })
  expect(left).toEqual({ subscribers: 200, lost: 0, repeated: 0, wrong: 0 })
  expect(Math.min(...inFlight)).toBeGreaterThan(0)
  expect(uncertain).toBeLessThanOrEqual(inFlight.reduce((sum, n) => sum + n, 0))
})

it('an issue through a transport that knows keys reaches everybody exactly once', { timeout: 120_000 }, async () => {
  const { inFlight, ...left } = await killWhileSending({ ...options, transport: 'resend', script })
  expect(left).toEqual({ subscribers: 200, lost: 0, repeated: 0, uncertain: 0, wrong: 0 })
  expect(Math.min(...inFlight)).toBeGreaterThan(0)
})
