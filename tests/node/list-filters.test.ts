import { describe, expect, it } from 'vitest'
import { dayStart } from '../../src/core/days.ts'
import { LIST_START, listFilters, listPath, narrowing } from '../../src/core/list-filters.ts'

const now = Date.UTC(2026, 10, 24, 9) / 1000
const read = (query: Record<string, string>) => listFilters(query, { now, zone: 'Asia/Riyadh', state: 'unread' })
const at = (iso: string) => Date.parse(iso) / 1000

describe('the filters of a url', () => {
  it('are the rule where it names none', () => {
    expect(read({})).toEqual(LIST_START)
    expect(listPath(LIST_START)).toBe('/list')
  })

  it('come back from the path that they make', () => {
    const query = {
      state: 'all',
      sort: 'longest',
      tag: 'بحث & ماء',
      source: 'nature.com',
      language: 'ar',
      length: 'short',
      within: 'month',
      from: '2026-01-31',
      to: '2026-02-28',
    }
    const filters = read(query)
    const path = listPath(filters)
    expect(read(Object.fromEntries(new URL(path, 'https://raff.example').searchParams))).toEqual(filters)
    expect(narrowing(filters)).toEqual(['tag', 'source', 'language', 'length', 'within', 'from', 'to'])
    expect(listPath(filters, { tag: undefined, state: 'unread' })).not.toMatch(/tag|state/)
  })

  it.each<Record<string, string>>([
    { state: 'deleted' },
    { sort: 'random' },
    { tag: ' # ' },
    { source: ' ' },
    { language: 'Arabic' },
    { length: '5' },
    { within: 'toString' },
    { from: '2026-13-01' },
    { to: '24/11/2026' },
    { to: '2026-00-10' },
  ])('are not there where they are malformed: %j', (query) => {
    expect(read(query)).toEqual(LIST_START)
  })

  it('take a first and a last day whole, in the site’s zone', () => {
    expect(read({ from: '2026-03-01', to: '2026-03-01' })).toMatchObject({
      savedFrom: at('2026-03-01T00:00:00+03:00'),
      savedBefore: at('2026-03-02T00:00:00+03:00'),
    })
    expect(read({ within: 'week', from: '2020-01-01' })).toMatchObject({ savedFrom: now - 7 * 86_400 })
  })

  it('keep a search for everything, unless a state is named', () => {
    expect(listPath({ ...LIST_START, state: 'all' }, { q: 'ماء' })).toBe(`/list?q=${encodeURIComponent('ماء')}`)
    expect(listPath(LIST_START, { q: 'ماء' })).toContain('state=unread')
  })
})

describe('a day', () => {
  it.each([
    ['2026-11-24', 'Asia/Riyadh', 0, '2026-11-24T00:00:00+03:00'],
    ['2026-12-31', 'Asia/Dubai', 1, '2027-01-01T00:00:00+04:00'],
    // Clocks go forward in the night before: the day after is 23 hours away.
    ['2026-04-24', 'Africa/Cairo', 0, '2026-04-24T01:00:00+03:00'],
    ['2026-04-24', 'Africa/Cairo', 1, '2026-04-25T00:00:00+03:00'],
    ['2026-10-30', 'Africa/Cairo', 0, '2026-10-30T00:00:00+02:00'],
    ['2026-03-08', 'America/New_York', 1, '2026-03-09T00:00:00-04:00'],
  ])('%s in %s, %i later, begins at %s', (date, zone, later, iso) => {
    expect(dayStart(date, zone, later)).toBe(at(iso))
  })

  it.each(['', '2026-1-1', '2026-13-01', 'yesterday', '٢٠٢٦-٠١-٠١'])('is none: %j', (date) => {
    expect(dayStart(date, 'Asia/Riyadh')).toBeNull()
  })
})
