import { expect, test } from 'vitest'
import { picturePath, pictureUrl } from '../../src/core/picture.ts'
import { mac, randomSecret, sameSecret, sha256 } from '../../src/core/secrets.ts'

const [newest, older] = [
  { id: 'k2', key: 'B'.repeat(43) },
  { id: 'k1', key: 'A'.repeat(43) },
]
const PICTURE = 'https://example.org/صورة 1.jpg?a=1&b=2'

test('a secret is 32 random bytes, and never the same twice', () => {
  const [a, b] = [randomSecret(), randomSecret()]
  expect(Buffer.from(a, 'base64url')).toHaveLength(32)
  expect(a).not.toBe(b)
})

test('a mac of one purpose is never one of another, and its parts cannot be shifted', () => {
  expect(mac(newest, 'manage', 'a', 'b')).not.toBe(mac(newest, 'unsubscribe', 'a', 'b'))
  expect(mac(newest, 'manage', 'ab', '')).not.toBe(mac(newest, 'manage', 'a', 'b'))
  expect(mac(newest, 'manage', 'a')).not.toBe(mac(older, 'manage', 'a'))
})

test('secrets are compared whole', () => {
  expect(sameSecret(sha256('x'), sha256('x'))).toBe(true)
  expect(sameSecret(sha256('x'), sha256('y'))).toBe(false)
  expect(sameSecret('', sha256('x'))).toBe(false)
})

test('a picture path names its url, also after the keys were changed', () => {
  const path = picturePath(PICTURE, older)
  expect(pictureUrl(path, [newest, older])).toBe(PICTURE)
  expect(pictureUrl(path, [newest])).toBeNull()
})

test('a picture path for another url is not believed', () => {
  const [, mac = ''] = picturePath(PICTURE, newest).split('.')
  const forged = `/i/${Buffer.from('https://example.org/other.jpg').toString('base64url')}.${mac}`
  expect(pictureUrl(forged, [newest])).toBeNull()
  expect(pictureUrl('', [newest])).toBeNull()
  expect(pictureUrl('/i/a.b.c', [newest])).toBeNull()
})
