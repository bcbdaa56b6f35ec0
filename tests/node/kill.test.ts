import { expect, it } from 'vitest'
import { killWhileWorking } from '../../src/cli/run/kills.ts'

it('what was answered outlives the death of the process, whole and once', { timeout: 120_000 }, async () => {
  const { acknowledged, files, rows, inFlight, ...left } = await killWhileWorking({ kills: 5, seed: 2 })
  expect(acknowledged).toBeGreaterThan(30)
  expect(files).toBeGreaterThan(0)
  expect(rows).toBeGreaterThanOrEqual(400)
  expect(Math.min(...inFlight)).toBeGreaterThan(0)
  expect(left).toEqual({ kills: 5, lost: 0, doubled: 0, halfWritten: 0, miscounted: 0 })
})
