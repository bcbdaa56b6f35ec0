import { describe, expect, it } from 'vitest'
import { COLUMNS, MOST, readSubscribers } from '../../src/core/subscriber-file.ts'
import { ar } from '../../src/i18n/ar.ts'

const NOW = Date.UTC(2026, 10, 24) / 1000

function read(text: string | Uint8Array) {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return readSubscribers(bytes, { names: ar.subscribers.columns, slug: 'morning', now: NOW })
}

function taken(text: string | Uint8Array) {
  const file = read(text)
  if (typeof file === 'string') throw new Error(file)
  return file
}

const HEAD = 'email,consent_at,consent_form'

describe('a file of subscribers', () => {
  it('is read with its consents', () => {
    const text = `${HEAD},consent_wording\r\nSalma@Example.com,2025-03-01T08:00:00Z,/old/form,v2\r\n`
    expect(taken(text).rows).toEqual([
      { row: 2, email: 'salma@example.com', at: Date.UTC(2025, 2, 1, 8) / 1000, form: '/old/form', wording: 'v2' },
    ])
  })

  it.each([
    [
      'Arabic names and the semicolon of Excel',
      'البريد الإلكتروني;تاريخ الموافقة;نموذج الموافقة\ns@example.com;2025-03-01;نموذج',
    ],
    [
      'names of another system',
      'Email Address,Confirm Time,Form URL\ns@example.com,2025-03-01 10:00:00,https://old.example/',
    ],
    ['a byte order mark and columns that nobody asked for', `\ufeffname,${HEAD}\nسلمى,s@example.com,2025-03-01,نموذج`],
    ['Arabic digits', `${HEAD}\ns@example.com,٢٠٢٥-٠٣-٠١,نموذج`],
  ])('is understood with %s', (_, text) => {
    expect(taken(text).rows.map(({ email }) => email)).toEqual(['s@example.com'])
  })

  it('without a column of consent is not read at all', () => {
    expect(read('email,consent_at\ns@example.com,2025-03-01')).toBe('noColumns')
    expect(read('email\ns@example.com')).toBe('noColumns')
    expect(read('')).toBe('noColumns')
  })

  it.each([
    ['no date', 's@example.com,,/form', 'noDate'],
    ['no form', 's@example.com,2025-03-01,', 'noForm'],
    ['a date that is none', 's@example.com,yesterday,/form', 'date'],
    ['a date to come', 's@example.com,2030-01-01,/form', 'date'],
    ['no email', ',2025-03-01,/form', 'email'],
    ['half an email', 'salma@,2025-03-01,/form', 'email'],
    ['an email turned round', '\u202es@example.com,2025-03-01,/form', 'email'],
    ['an email with a mark of direction behind it', 's@example.com\u200f,2025-03-01,/form', 'email'],
    ['an email with a second header', '"s@example.com\r\nBcc: all@example.com",2025-03-01,/form', 'email'],
    ['an email that ends in a new line', '"s@example.com\n",2025-03-01,/form', 'email'],
    ['a field too few', 's@example.com,2025-03-01', 'broken'],
  ])('refuses a row with %s', (_, row, fault) => {
    const { rows, refused } = taken(`${HEAD}\nfirst@example.com,2025-03-01,/form\n${row}`)
    expect(rows).toHaveLength(1)
    expect(refused).toMatchObject([{ row: 3, fault }])
  })

  it('refuses what was ended, and consent to another newsletter', () => {
    const file = taken(
      `newsletter,state,${HEAD}\nmorning,ended,a@example.com,2025-03-01,/f\nweekly,active,b@example.com,2025-03-01,/f\n`,
    )
    expect(file.refused.map(({ fault }) => fault)).toEqual(['notActive', 'otherNewsletter'])
  })

  it('takes each email once, however it is written', () => {
    const file = taken(`${HEAD}\ns@example.com,2025-03-01,/f\nS@EXAMPLE.com,2025-03-02,/f\n`)
    expect(file).toMatchObject({ rows: [{ row: 2 }], refused: [], repeated: 1 })
  })

  it('has bounds', () => {
    const rows = (n: number) =>
      `${HEAD}\n${Array.from({ length: n }, (_, i) => `r${i}@example.com,2025-03-01,/f`).join('\n')}`
    expect(taken(rows(MOST)).rows).toHaveLength(MOST)
    expect(read(rows(MOST + 1))).toBe('tooMany')
    expect(read(new Uint8Array(2 * 1024 * 1024 + 1))).toBe('tooLarge')
  })

  it('has an Arabic name for each of its columns', () => {
    expect(Object.keys(ar.subscribers.columns)).toEqual([...COLUMNS])
  })
})
