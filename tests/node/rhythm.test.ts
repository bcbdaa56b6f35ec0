import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { localOf, moment, nextAfter, type Rhythm } from '../../src/core/rhythm.ts'

const at = (iso: string) => Date.parse(iso) / 1000
const iso = (seconds: number | null) =>
  seconds === null ? null : `${new Date(seconds * 1000).toISOString().slice(0, 16)}Z`
const daily = (zone: string, minute: number): Rhythm => ({
  rhythm: 'daily',
  weekdays: '',
  sendsAtMinute: minute,
  zone,
})

describe('a rhythm', () => {
  it.each([
    ['Asia/Riyadh', 420, '2026-11-24T03:59:59Z', '2026-11-24T04:00Z'],
    ['Asia/Riyadh', 420, '2026-11-24T04:00:00Z', '2026-11-25T04:00Z'],
    ['Asia/Riyadh', 60, '2026-11-24T22:30:00Z', '2026-11-25T22:00Z'],
    ['America/New_York', 480, '2026-11-24T00:00:00Z', '2026-11-24T13:00Z'],
    ['Pacific/Auckland', 480, '2026-06-30T00:00:00Z', '2026-06-30T20:00Z'],
  ])('every day in %s at minute %i, after %s: %s', (zone, minute, after, next) => {
    expect(iso(nextAfter(daily(zone, minute), at(after)))).toBe(next)
  })

  it('keeps its hour where the clocks change', () => {
    // Cairo: summer time from the last Friday of April to the last Thursday of October (since 2023).
    const cairo = daily('Africa/Cairo', 480)
    expect(iso(nextAfter(cairo, at('2026-04-23T12:00:00Z')))).toBe('2026-04-24T05:00Z')
    expect(iso(nextAfter(cairo, at('2026-04-22T12:00:00Z')))).toBe('2026-04-23T06:00Z')
    expect(iso(nextAfter(cairo, at('2026-10-29T12:00:00Z')))).toBe('2026-10-30T06:00Z')
    // Casablanca leaves its time for Ramadan.
    const casablanca = daily('Africa/Casablanca', 480)
    expect(iso(nextAfter(casablanca, at('2026-02-20T12:00:00Z')))).toBe('2026-02-21T08:00Z')
    expect(iso(nextAfter(casablanca, at('2026-04-20T12:00:00Z')))).toBe('2026-04-21T07:00Z')
  })

  it('comes right after a change that leaves its minute out, once', () => {
    // 2026-04-24 in Cairo begins at one o'clock.
    const early = daily('Africa/Cairo', 30)
    expect(iso(nextAfter(early, at('2026-04-23T12:00:00Z')))).toBe('2026-04-23T22:00Z')
    expect(iso(nextAfter(early, at('2026-04-23T22:00:00Z')))).toBe('2026-04-24T21:30Z')
  })

  it('comes once where its minute comes twice', () => {
    // New York has half past one twice on 2026-11-01.
    const night = daily('America/New_York', 90)
    expect(iso(nextAfter(night, at('2026-11-01T00:00:00Z')))).toBe('2026-11-01T05:30Z')
    expect(iso(nextAfter(night, at('2026-11-01T05:30:00Z')))).toBe('2026-11-02T06:30Z')
  })

  it('comes on its days alone, by the calendar of its zone', () => {
    // 2026-11-24 is a Tuesday.
    const weekly = { ...daily('Asia/Riyadh', 30), rhythm: 'weekly' as const, weekdays: '5' }
    expect(iso(nextAfter(weekly, at('2026-11-24T09:00:00Z')))).toBe('2026-11-26T21:30Z')
    expect(iso(nextAfter(weekly, at('2026-11-26T21:30:00Z')))).toBe('2026-12-03T21:30Z')
    const twice = { ...daily('Asia/Riyadh', 480), rhythm: 'weekdays' as const, weekdays: '0,3' }
    expect(iso(nextAfter(twice, at('2026-11-24T09:00:00Z')))).toBe('2026-11-25T05:00Z')
    expect(iso(nextAfter(twice, at('2026-11-25T05:00:00Z')))).toBe('2026-11-29T05:00Z')
  })

  it('never comes where it is by hand, or has no day', () => {
    expect(nextAfter({ ...daily('Asia/Riyadh', 420), rhythm: 'manual' }, 0)).toBeNull()
    expect(nextAfter({ ...daily('Asia/Riyadh', 420), sendsAtMinute: null }, 0)).toBeNull()
    expect(nextAfter({ ...daily('Asia/Riyadh', 420), rhythm: 'weekly', weekdays: '' }, 0)).toBeNull()
  })

  it('of a zone that nobody knows is refused', () => {
    expect(() => nextAfter(daily('Asia/Atlantis', 420), 0)).toThrow(RangeError)
  })

  it('is always later than now, never by more than its days, and at its minute but for clock changes', () => {
    const zones = ['Asia/Riyadh', 'Africa/Cairo', 'Asia/Beirut', 'Africa/Casablanca', 'America/New_York', 'Asia/Gaza']
    const moments = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.nat(1439), moments, (zone, minute, now) => {
        const next = nextAfter(daily(zone, minute), now) ?? 0
        expect(next).toBeGreaterThan(now)
        expect(next - now).toBeLessThanOrEqual(26 * 3600)
        const shown = localOf(zone, next).minute
        expect(shown === minute || Math.abs(shown - minute) <= 120).toBe(true)
      }),
    )
  })
})

describe('every hour', () => {
  const hourly = (zone: string): Rhythm => ({ rhythm: 'hourly', weekdays: '', sendsAtMinute: null, zone })

  it.each([
    ['Asia/Riyadh', '2026-11-24T09:00:00Z', '2026-11-24T10:00Z'],
    ['Asia/Riyadh', '2026-11-24T09:59:59Z', '2026-11-24T10:00Z'],
    // Half an hour and three quarters off the others' hours.
    ['Asia/Kolkata', '2026-11-24T09:00:00Z', '2026-11-24T09:30Z'],
    ['Asia/Kathmandu', '2026-11-24T09:00:00Z', '2026-11-24T09:15Z'],
    // Cairo leaves an hour out: the next is there all the same.
    ['Africa/Cairo', '2026-04-23T21:00:00Z', '2026-04-23T22:00Z'],
    // Lord Howe goes half an hour back at two: its clock shows two once more, half an hour later.
    ['Australia/Lord_Howe', '2026-04-04T14:00:00Z', '2026-04-04T15:30Z'],
  ])('in %s after %s: %s', (zone, after, next) => {
    expect(iso(nextAfter(hourly(zone), at(after)))).toBe(next)
  })

  it('is later than now, within the hour but for clock changes, and at a full hour by its clock', () => {
    const zones = ['Asia/Riyadh', 'Africa/Cairo', 'Asia/Kolkata', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Gaza']
    const moments = fc.integer({ min: at('2024-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') })
    fc.assert(
      fc.property(fc.constantFrom(...zones), moments, (zone, now) => {
        const next = nextAfter(hourly(zone), now) ?? 0
        expect(next).toBeGreaterThan(now)
        expect(next - now).toBeLessThanOrEqual(zone === 'Australia/Lord_Howe' ? 2 * 3600 : 3600)
        expect(localOf(zone, next).minute % 60).toBe(0)
        expect(next % 60).toBe(0)
      }),
    )
  })
})

describe('a moment typed into a form', () => {
  it('is what the clock of its zone shows', () => {
    expect(iso(moment('Asia/Riyadh', '2026-11-24', 720))).toBe('2026-11-24T09:00Z')
    expect(localOf('Asia/Riyadh', at('2026-11-24T09:00:00Z'))).toEqual({ date: '2026-11-24', minute: 720 })
  })

  it.each(['2026-13-40', '2026-02-30', '2026', '', '+275760-09-13', '24 Nov 2026'])('is no date: %s', (date) => {
    expect(moment('Asia/Riyadh', date, 0)).toBeNull()
  })
})
