import { expect, it } from 'vitest'
import { password } from '../src/ports/password.ts'

// What it promises is tested in tests/node/password.test.ts; that workerd's own scrypt keeps to it, here.
it('the real password port runs where the Worker runs, and knows what Node stored', async () => {
  const stored = await password.hash('قهوة باردة في تشرين')
  expect(stored).toMatch(/^\$scrypt\$ln=14,r=8,p=5\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(await password.verify(stored, 'قهوة باردة في تشرين')).toBe(true)
  const older = '$scrypt$ln=14,r=8,p=5$MDEyMzQ1Njc4OWFiY2RlZg$yecuOJj0CWKwLcwYpG78wxplG4jyL3dXQLrXbdiz9/s'
  expect(await password.verify(older, 'an older one')).toBe(true)
  expect(await password.verify(older, 'another one')).toBe(false)
}, 30_000)
