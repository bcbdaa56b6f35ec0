import { describe, expect, test } from 'vitest'
import { decode } from '../../src/core/charset.ts'

const arabic = 'خبر عاجل'
/** «خبر عاجل» in windows-1256. */
const old = [0xce, 0xc8, 0xd1, 0x20, 0xda, 0xc7, 0xcc, 0xe1]
const ascii = (text: string) => [...text].map((character) => character.charCodeAt(0))
const utf8 = (text: string) => [...new TextEncoder().encode(text)]
const wide = (text: string, bytes: 2 | 4, littleEndian: boolean) =>
  [...text].flatMap((character) => {
    const big = [...Array(bytes).keys()].map((i) => ((character.codePointAt(0) ?? 0) >>> (8 * (bytes - 1 - i))) & 0xff)
    return littleEndian ? big.reverse() : big
  })

describe('the charset of a feed', () => {
  test.each([
    ['UTF-8 when the bytes are', utf8(arabic), null, arabic],
    ['a UTF-8 mark before the header', [0xef, 0xbb, 0xbf, ...utf8(arabic)], 'text/xml; charset=windows-1256', arabic],
    ['UTF-16 by its mark, little-endian', [0xff, 0xfe, ...wide(arabic, 2, true)], null, arabic],
    ['UTF-16 by its mark, big-endian', [0xfe, 0xff, ...wide(arabic, 2, false)], null, arabic],
    ['UTF-32 by its mark, little-endian', [0xff, 0xfe, 0, 0, ...wide(arabic, 4, true)], null, arabic],
    ['UTF-32 by its mark, big-endian', [0, 0, 0xfe, 0xff, ...wide(arabic, 4, false)], null, arabic],
    ['UTF-16 by its first letter', wide(`<a>${arabic}`, 2, false), null, `<a>${arabic}`],
    ['the HTTP header', old, 'application/rss+xml; charset="windows-1256"', arabic],
    [
      'the HTTP header before the prolog',
      [...ascii("<?xml encoding='iso-8859-1'?>"), ...old],
      'text/xml;charset=cp1256',
      `<?xml encoding='iso-8859-1'?>${arabic}`,
    ],
    [
      'the prolog',
      [...ascii('<?xml version="1.0" encoding="windows-1256"?>'), ...old],
      null,
      `<?xml version="1.0" encoding="windows-1256"?>${arabic}`,
    ],
    ['windows-1256 when nothing else fits', old, null, arabic],
    ['windows-1256 when the declared UTF-8 is not true', old, 'text/xml; charset=utf-8', arabic],
    ['the next one when a label is unknown', utf8(arabic), 'text/xml; charset=martian', arabic],
    ['the next one for a label that throws', utf8(arabic), 'text/xml; charset=utf-7', arabic],
    ['nothing at all', [], null, ''],
  ])('is %s', (_, bytes, header, text) => {
    expect(decode(new Uint8Array(bytes), header)).toBe(text)
  })

  test('one broken byte does not turn a page of UTF-8 into another charset', () => {
    const text = decode(new Uint8Array([...utf8(arabic.repeat(20)), 0xd9, ...utf8(arabic)]), null)
    expect(text).toBe(`${arabic.repeat(20)}\ufffd${arabic}`)
  })

  test('impossible UTF-32 is replaced, never thrown', () => {
    expect(decode(new Uint8Array([0xff, 0xfe, 0, 0, 0xff, 0xff, 0xff, 0xff, 1]), null)).toBe('\ufffd')
  })
})
