import { expect, it } from 'vitest'
import { killWhileSaving } from '../../src/cli/run/kills.ts'

it('a save that was answered outlives the death of the process, and is there once', { timeout: 60_000 }, async () => {
  const { acknowledged, inFlight, ...left } = await killWhileSaving({ kills: 5, seed: 2 })
  expect(acknowledged).toBeGreaterThan(100)
  expect(Math.min(...inFlight)).toBeGreaterThan(0)
  expect(left).toEqual({ kills: 5, lost: 0, doubled: 0, miscounted: 0 })
})
