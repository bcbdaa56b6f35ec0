import { expect, test } from 'vitest'
import { nextRun, nextTry, retryAt, SOURCE_ERRORS } from '../../src/core/source.ts'
import { sources } from '../../src/i18n/ar/sources.ts'

const MINUTE = 60
const HOUR = 3600
const now = Date.UTC(2026, 10, 24, 9) / 1000

test.each([
  ['ten articles an hour ago', HOUR, null, 15 * MINUTE],
  ['one an hour', 10 * HOUR, null, 30 * MINUTE],
  ['one a week', 70 * 24 * HOUR, null, 6 * HOUR],
  ['nobody knows yet', null, null, HOUR],
  ['it asks for more time', HOUR, 90, 90 * MINUTE],
  ['it asks for too much', HOUR, 100_000, 6 * HOUR],
])('a source is read again by its pace: %s', (_, ago, ttl, wait) => {
  const tenthAt = ago === null ? null : now - ago
  expect(nextRun({ sourceId: 0, now, tenthAt, ttl }) - now).toBe(wait)
})

test('sources do not come due in one minute, and each keeps its share', () => {
  const at = (sourceId: number) => nextRun({ sourceId, now, tenthAt: null, ttl: null }) - now
  const waits = Array.from({ length: 50 }, (_, id) => at(id))
  expect(new Set(waits).size).toBe(50)
  expect(Math.max(...waits)).toBeLessThanOrEqual(1.1 * HOUR)
  expect(at(7)).toBe(at(7))
})

test('after a failure it is later each time, a day at most', () => {
  const waits = [1, 2, 3, 8, 100].map((streak) => nextTry({ sourceId: 0, now, streak }) - now)
  expect(waits).toEqual([15 * MINUTE, 30 * MINUTE, HOUR, 24 * HOUR, 24 * HOUR])
})

test.each([
  ['120', 15 * MINUTE],
  ['7200', 2 * HOUR],
  [new Date((now + 2 * HOUR) * 1000).toUTCString(), 2 * HOUR],
  [new Date((now - HOUR) * 1000).toUTCString(), 15 * MINUTE],
  ['99999999', 7 * 24 * HOUR],
  ['soon', 15 * MINUTE],
  [null, 15 * MINUTE],
])('Retry-After «%s»', (header, wait) => {
  expect(retryAt(header, now) - now).toBe(wait)
})

test('every error of a source has its words', () => {
  expect(Object.keys(sources.errors).sort()).toEqual([...SOURCE_ERRORS].sort())
  for (const words of Object.values(sources.errors)) expect(words).toMatch(/^[\p{Script=Arabic}\p{P}\p{M} ]+\.$/u)
})
