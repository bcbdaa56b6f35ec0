import { generateHOTP } from '@oslojs/otp'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupedCode, newRecoveryCodes, RECOVERY_CODES, recoveryCodeOf } from '../../src/core/recovery.ts'
import { seal, unseal } from '../../src/core/seal.ts'
import type { SigningKey } from '../../src/core/secrets.ts'
import { newTotpSecret, qrCode, stepOf, totpKey } from '../../src/core/totp.ts'

const NEW: SigningKey = { id: 'k2', key: 'B'.repeat(43) }
const OLD: SigningKey = { id: 'k1', key: 'A'.repeat(43) }
const secret = new TextEncoder().encode('12345678901234567890')

describe('a sealed secret', () => {
  const sealed = seal([OLD], ['totp', '7'], secret)

  it('is read again, also after the keys were rotated', () => {
    expect(Buffer.from(unseal([NEW, OLD], ['totp', '7'], sealed))).toEqual(Buffer.from(secret))
  })

  it('is another text each time, and holds nothing of the secret', () => {
    expect(seal([OLD], ['totp', '7'], secret)).not.toBe(sealed)
    expect(Buffer.from(sealed.split('.')[1] ?? '', 'base64url').includes(Buffer.from(secret))).toBe(false)
  })

  it('does not open for another reader, another purpose, another key or once its key is gone', () => {
    expect(() => unseal([OLD], ['totp', '8'], sealed)).toThrow()
    expect(() => unseal([OLD], ['other', '7'], sealed)).toThrow()
    expect(() => unseal([{ ...NEW, id: 'k1' }], ['totp', '7'], sealed)).toThrow()
    expect(() => unseal([NEW], ['totp', '7'], sealed)).toThrow('signing key k1 is gone')
  })

  it('does not open when any bit of it was changed', () => {
    const [id, value = ''] = sealed.split('.')
    const bytes = Buffer.from(value, 'base64url')
    for (let i = 0; i < bytes.length; i += 1) {
      const changed = Buffer.from(bytes)
      changed[i] = (changed[i] ?? 0) ^ 1
      expect(() => unseal([OLD], ['totp', '7'], `${id}.${changed.toString('base64url')}`)).toThrow()
    }
    for (const broken of ['', 'k1', 'k1.', 'k1.AAAA', `k1.${value.slice(0, 30)}`]) {
      expect(() => unseal([OLD], ['totp', '7'], broken)).toThrow()
    }
  })
})

describe('a code of an app', () => {
  // RFC 6238, appendix B: the last six of its eight digits.
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ])('is that of RFC 6238 at %i', (now, code) => {
    expect(stepOf(code, secret, { now, after: 0 })).toBe(Math.floor(now / 30))
  })

  it('is good one step early and one step late, and no more', () => {
    const steps = [-2, -1, 0, 1, 2].map((drift) =>
      stepOf(generateHOTP(secret, BigInt(1000 + drift), 6), secret, { now: 30_000, after: 0 }),
    )
    expect(steps).toEqual([null, 999, 1000, 1001, null])
  })

  it('is good once, and takes the earlier ones along', () => {
    const code = (step: number) => generateHOTP(secret, BigInt(step), 6)
    expect(stepOf(code(1000), secret, { now: 30_000, after: 1000 })).toBeNull()
    expect(stepOf(code(999), secret, { now: 30_000, after: 1000 })).toBeNull()
    expect(stepOf(code(1001), secret, { now: 30_000, after: 1000 })).toBe(1001)
  })

  it('is never anything but six digits', () => {
    for (const code of ['', '28708', '2870822', 'abcdef']) {
      expect(stepOf(code, secret, { now: 59, after: 0 })).toBeNull()
    }
  })
})

describe('the key of an app', () => {
  const { uri, text } = totpKey(secret, { site: 'أخبار اليوم', email: 'salma+raff@example.com' })

  it('names site and account, and says what codes are made how', () => {
    const url = new URL(uri)
    expect(`${url.host}${decodeURIComponent(url.pathname)}`).toBe('totp/أخبار اليوم:salma+raff@example.com')
    expect(Object.fromEntries(url.searchParams)).toEqual({
      issuer: 'أخبار اليوم',
      algorithm: 'SHA1',
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      period: '30',
      digits: '6',
    })
    expect(uri).not.toContain('+')
  })

  it('is shown as text in groups of four', () => {
    expect(text).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ')
  })

  it('is 160 random bits', () => {
    expect(newTotpSecret()).toHaveLength(20)
    expect(newTotpSecret()).not.toEqual(newTotpSecret())
  })

  it('is drawn with light all around it', () => {
    const { size, path } = qrCode(uri)
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)].map(([, x, y, width]) => [x, y, width].map(Number))
    expect(runs.map(([x, y, width]) => `M${x} ${y}h${width}v1h-${width}z`).join('')).toBe(path)
    const inside = runs.every(([x = 0, y = 0, width = 0]) => x >= 4 && y >= 4 && x + width <= size - 4 && y < size - 4)
    expect(inside).toBe(true)
    // The corner that cameras look for: seven dark modules, then one dark, five light, one dark.
    expect(runs.filter(([, y]) => y === 4)[0]).toEqual([4, 4, 7])
    expect(runs.filter(([, y]) => y === 5).slice(0, 2)).toEqual([
      [4, 5, 1],
      [10, 5, 1],
    ])
  })
})

describe('recovery codes', () => {
  it('are ten, all different, each of 120 bits', () => {
    const codes = newRecoveryCodes()
    expect(new Set(codes).size).toBe(RECOVERY_CODES)
    expect(codes.every((code) => /^[0-9a-hjkmnp-tv-z]{24}$/.test(code))).toBe(true)
  })

  it('are read as they were shown, and as people type from paper', () => {
    for (const code of newRecoveryCodes()) {
      expect(recoveryCodeOf(groupedCode(code))).toBe(code)
      const typed = groupedCode(code).toUpperCase().replaceAll('0', 'O').replaceAll('1', 'l').replaceAll('-', ' ')
      expect(recoveryCodeOf(` ${typed} `)).toBe(code)
    }
  })

  it('are nothing else, whatever is typed', () => {
    for (const text of ['', '123456', 'u'.repeat(24), 'a'.repeat(23), 'a'.repeat(25)]) {
      expect(recoveryCodeOf(text)).toBeNull()
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const code = recoveryCodeOf(text)
        return code === null || recoveryCodeOf(code) === code
      }),
    )
  })
})
