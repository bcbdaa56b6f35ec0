import { describe, expect, test } from 'vitest'
import { ago, formatFor, isolate } from '../../src/i18n/format.ts'
import { messages } from '../../src/i18n/messages.ts'

const NOV_24 = Date.UTC(2026, 10, 24, 21, 5) / 1000
const cairo = formatFor({ language: 'ar', region: 'EG', zone: 'Africa/Cairo', digits: 'arab' })

describe('numbers and dates', () => {
  test('follow the site: digits, month names, zone', () => {
    expect(cairo.number(12345.6)).toBe('١٢٬٣٤٥٫٦')
    expect(cairo.date(NOV_24)).toBe('٢٤ نوفمبر ٢٠٢٦')
    const beirut = formatFor({ language: 'ar', region: 'LB', zone: 'Asia/Beirut', digits: 'latn' })
    expect(beirut.date(NOV_24)).toBe('24 تشرين الثاني 2026')
    const rabat = formatFor({ language: 'ar', region: 'MA', zone: 'Africa/Casablanca', digits: 'latn' })
    expect(rabat.date(NOV_24)).toBe('24 نونبر 2026')
  })

  test('keep to the zone over midnight', () => {
    const riyadh = formatFor({ language: 'ar', region: 'SA', zone: 'Asia/Riyadh', digits: 'arab' })
    expect(riyadh.date(NOV_24)).toBe('٢٥ نوفمبر ٢٠٢٦')
  })

  test('are for machines in UTC', () => {
    expect(cairo.iso(NOV_24)).toBe('2026-11-24T21:05:00Z')
  })

  test('name the days of the week from Sunday on', () => {
    expect([0, 5, 6].map((day) => cairo.weekday(day))).toEqual(['الأحد', 'الجمعة', 'السبت'])
  })

  test('say how large something is in the unit that people would choose', () => {
    expect([5_000, 2e6, 8.25e9, 10e9].map(cairo.bytes)).toEqual([
      ...['٥ كيلوبايت', '٢ ميغابايت', '٨٫٣ غيغابايت', '١٠ غيغابايت'],
    ])
  })

  test('say a time of day, in one piece, and whose time it is', () => {
    expect(cairo.clock(420)).toBe('٧:٠٠\u00a0ص')
    expect(cairo.zone('Africa/Cairo')).toBe('توقيت مصر')
  })

  test('keep a time together with its half of the day', () => {
    expect(cairo.dateTime(NOV_24)).toBe('الثلاثاء، ٢٤ نوفمبر ٢٠٢٦ في ١١:٠٥\u00a0م')
  })

  test('say how long ago as people do, without a «one»', () => {
    const locale = 'ar-EG-u-ca-gregory-nu-arab'
    expect([1, 2, 3].map((n) => ago(locale, n, 'minute'))).toEqual(['قبل دقيقة', 'قبل دقيقتين', 'قبل ٣ دقائق'])
    expect([ago(locale, 0, 'second'), ago(locale, 1, 'hour'), ago(locale, 1, 'day')]).toEqual([
      'الآن',
      'قبل ساعة',
      'أمس',
    ])
  })

  test('join a list as Arabic does', () => {
    expect(cairo.list(['مصر', 'السودان', 'ليبيا'])).toBe('مصر والسودان وليبيا')
  })
})

describe('what a reader wishes otherwise', () => {
  const site = { language: 'ar', region: 'EG', zone: 'Asia/Riyadh', digits: 'arab' } as const
  const noon = Date.UTC(2026, 10, 24, 9) / 1000

  test('are digits, another country’s names of months, and the Hijri calendar', () => {
    expect(formatFor(site, { digits: 'latn' }).date(noon)).toBe('24 نوفمبر 2026')
    expect(formatFor(site, { months: 'SY' }).date(noon)).toBe('٢٤ تشرين الثاني ٢٠٢٦')
    expect(formatFor(site, { calendar: 'islamic-umalqura' }).date(noon)).toBe('١٤ جمادى الآخرة ١٤٤٨ هـ')
    expect(formatFor(site).date(noon)).toBe('٢٤ نوفمبر ٢٠٢٦')
  })

  test('is the Hijri day beside the computed one; the day of the week and the hour stay', () => {
    const hijri = { calendar: 'islamic-umalqura' } as const
    expect(formatFor(site, { ...hijri, shift: '1' }).date(noon)).toBe('١٥ جمادى الآخرة ١٤٤٨ هـ')
    expect(formatFor(site, { ...hijri, shift: '-1' }).dateTime(noon)).toBe(
      'الثلاثاء، ١٣ جمادى الآخرة ١٤٤٨ هـ في ١٢:٠٠\u00a0م',
    )
    const newYearsEve = Date.UTC(2026, 5, 15, 9) / 1000
    expect(formatFor(site, hijri).date(newYearsEve)).toBe('٢٩ ذو الحجة ١٤٤٧ هـ')
    expect(formatFor(site, { ...hijri, shift: '1' }).date(newYearsEve)).toBe('١ محرم ١٤٤٨ هـ')
  })

  test('moves no Gregorian date', () => {
    expect(formatFor(site, { shift: '1' }).date(noon)).toBe('٢٤ نوفمبر ٢٠٢٦')
  })
})

test('a foreign string keeps its direction to itself outside HTML', () => {
  expect(isolate('Raff')).toBe('\u2068Raff\u2069')
})

test("our own words are written in the site's digits too, and leave a title's alone", () => {
  expect(messages('ar', 'arab').accounts.ended.line).toContain('٢٤')
  const latin = messages('ar', 'latn')
  expect(latin.accounts.ended.line).toContain('24')
  expect(JSON.stringify(latin)).not.toMatch(/[٠-٩]/)
  expect(latin.articles.saveNamed('٧ أيام')).toContain('٧')
})
