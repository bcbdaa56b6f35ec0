import { describe, expect, test } from 'vitest'
import { isGuessable } from '../../src/core/guessable.ts'
import { password } from '../../src/ports/password.ts'

const about = { siteName: 'رَفّ', host: 'news.example.com', email: 'salma.k@example.com' }

describe('stored passwords', () => {
  test('the right one is known again, any other is not, and no two are stored alike', async () => {
    const [first, second] = await Promise.all([password.hash('كلمة طويلة جدا'), password.hash('كلمة طويلة جدا')])
    expect(first).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}\$[\w+/]{43}$/)
    expect(first).not.toBe(second)
    expect(await password.verify(first, 'كلمة طويلة جدا')).toBe(true)
    expect(await password.verify(first, 'كلمة طويلة جدا ')).toBe(false)
    expect(await password.verify(first, '')).toBe(false)
  })

  test('two spellings of one letter are one password', async () => {
    expect(
      await password.verify(await password.hash('caf\u00e9 \u0622\u0623 1'), 'cafe\u0301 \u0627\u0653\u0627\u0654 1'),
    ).toBe(true)
  })

  test('are read with the parameters they were made with', async () => {
    const { scryptSync } = await import('node:crypto')
    const salt = Buffer.from('0123456789abcdef')
    const hash = scryptSync('an older one', salt, 32, { N: 2 ** 10, r: 8, p: 1 })
    const line = `$scrypt$ln=10,r=8,p=1$${salt.toString('base64').replace(/=+$/, '')}$${hash.toString('base64').replace(/=+$/, '')}`
    expect(await password.verify(line, 'an older one')).toBe(true)
    expect(await password.verify(line, 'another one')).toBe(false)
  })

  test.each([
    '',
    'plain',
    '$scrypt$ln=14,r=8,p=5$$',
    '$scrypt$ln=14,r=8,p=5$zzzzzzzzzzzzzzzzzzzzzz$short',
    '$scrypt$ln=99,r=8,p=5$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$scrypt$ln=0,r=0,p=0$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA',
    '$argon2id$v=19$m=65536,t=3,p=4$c2FsdHNhbHQ$aGFzaGhhc2g',
  ])('a malformed one lets nobody in: %s', async (stored) => {
    expect(await password.verify(stored, 'password')).toBe(false)
  })

  test('an account that does not exist takes as long and says no', async () => {
    const stored = await password.hash('some password')
    const [known, unknown] = [await timeOf(stored), await timeOf(null)]
    expect(await password.verify(null, '')).toBe(false)
    expect(unknown).toBeGreaterThan(known / 3)
  })
})

describe('passwords that anybody would try first', () => {
  test.each([
    'password1',
    'Password1',
    'qwertyuiop',
    '12345678',
    '١٢٣٤٥٦٧٨',
    '۱۲۳۴۵۶۷۸',
    'كلمة المرور',
    'كَلِمَةُ المُرور',
    'السلام عليكم',
    'raff2026',
    'رَفّ٢٠٢٦!',
    'news.example.com',
    'salma.k1',
    'salma.k@example.com',
    'aaaaaaaaaaaa',
    'ababababab',
  ])('%s is one', async (common) => {
    expect(await isGuessable(common, about)).toBe(true)
  })

  test.each(['قهوة باردة في تشرين', 'raff correct horse', '739201846502', 'raff739201846502', 'Tr0ub4dor&3x'])(
    '%s is not',
    async (good) => {
      expect(await isGuessable(good, about)).toBe(false)
    },
  )
})

async function timeOf(stored: string | null): Promise<number> {
  const times: number[] = []
  for (let i = 0; i < 3; i++) {
    const start = performance.now()
    await password.verify(stored, 'a wrong password')
    times.push(performance.now() - start)
  }
  return Math.min(...times)
}
