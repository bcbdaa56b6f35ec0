import { describe, expect, it } from 'vitest'
import { picturePath, pictureType } from '../src/core/picture.ts'
import type { Fetched, FetchOptions } from '../src/ports/fetcher.ts'
import { createTestApp } from './helpers/app.ts'

const URL = 'https://pictures.example/نهر.jpg?a=1&b=2'

const FILES = {
  'image/jpeg': [0xff, 0xd8, 0xff, 0xe0, 0, 16],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0],
  'image/gif': [...Buffer.from('GIF89a'), 1, 0],
  'image/webp': [...Buffer.from('RIFF'), 0x0a, 0x0d, 0x85, 0, ...Buffer.from('WEBPVP8 ')],
  'image/avif': [0, 0, 0, 0x20, ...Buffer.from('ftypavif'), 0, 0, 0, 0],
}

/** A Worker whose outside world answers every url alike, and remembers what it was asked. */
function appAnswering(result: Fetched) {
  const asked: { url: string; options: FetchOptions }[] = []
  const app = createTestApp({
    fetcher: () => async (url, options) => {
      asked.push({ url, options })
      return result
    },
  })
  const [newest, old] = app.config.signingKeys
  return { client: app.client(), asked, path: picturePath(URL, newest), oldPath: picturePath(URL, old ?? newest) }
}

function ok(bytes: number[], contentType = 'text/html'): Fetched {
  return {
    result: 'ok',
    url: URL,
    bytes: new Uint8Array(bytes),
    contentType,
    etag: null,
    lastModified: null,
    movedTo: null,
  }
}

describe('a picture that one of our pages names', () => {
  it.each(Object.entries(FILES))('is passed on as what its bytes are: %s', async (type, bytes) => {
    const { client, path, asked } = appAnswering(ok(bytes))
    const answer = await client.get(path)
    expect(answer.status).toBe(200)
    expect([...answer.bytes]).toEqual(bytes)
    expect(answer.headers.get('Content-Type')).toBe(type)
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=31536000, immutable')
    expect(asked).toMatchObject([{ url: URL, options: { maxBytes: 5 * 1024 * 1024, timeoutMs: 10_000 } }])
  })

  it('can run nothing, even when it is opened as a page', async () => {
    const { client, path } = appAnswering(ok(FILES['image/gif']))
    const { headers } = await client.get(path)
    expect(headers.get('Content-Security-Policy')).toBe("default-src 'none'; form-action 'none'; sandbox")
    expect(headers.get('X-Content-Type-Options')).toBe('nosniff')
    expect(headers.get('Content-Disposition')).toBe('inline')
    expect(headers.has('Set-Cookie')).toBe(false)
  })

  it('still comes under a key that was replaced', async () => {
    const { client, path, oldPath } = appAnswering(ok(FILES['image/png']))
    expect(oldPath).not.toBe(path)
    expect((await client.get(oldPath)).status).toBe(200)
  })
})

describe('no picture is', () => {
  it.each([
    ['a page', '<!doctype html><script>alert(1)</script>'],
    ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
    ['a page with a picture’s name in it', '<html>GIF89a JFIF PNG WEBP ftypavif'],
    ['nothing', ''],
    ['sound in a RIFF box', 'RIFF\0\0\0\0WAVEfmt '],
  ])('%s, whatever its sender calls it', async (_, text) => {
    const { client, path } = appAnswering(ok([...Buffer.from(text)], 'image/png'))
    expect(await client.get(path)).toMatchObject({ status: 404, text: '' })
  })

  it.each<Fetched>([
    { result: 'failed', error: 'too_large', detail: '' },
    { result: 'failed', error: 'forbidden_url', detail: '' },
    { result: 'gone' },
    { result: 'busy', retryAfter: null },
  ])('what could not be had, and that is soon tried again: %j', async (result) => {
    const { client, path } = appAnswering(result)
    const answer = await client.get(path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('Cache-Control')).toBe('public, max-age=300')
  })
})

describe('nobody else can make us fetch', () => {
  const encoded = Buffer.from('https://victim.example/').toString('base64url')

  it.each([
    ['without a mac', () => `/i/${encoded}`],
    ['with an empty mac', () => `/i/${encoded}.`],
    ['with the mac of another url', (path: string) => `/i/${encoded}.${path.split('.')[1]}`],
    ['with a changed mac', (path: string) => `${path.slice(0, -1)}${path.endsWith('A') ? 'B' : 'A'}`],
    ['with a mac cut short', (path: string) => path.slice(0, -4)],
    ['the same picture again, under a query', (path: string) => `${path}?again=1`],
    ['the same picture again, with more behind it', (path: string) => `${path}.again`],
    ['the same picture again, in another spelling', (path: string) => path.replace('.', '=.')],
  ])('%s', async (_, forge) => {
    const { client, asked, path } = appAnswering(ok(FILES['image/gif']))
    expect((await client.get(forge(path))).status).toBe(404)
    expect(asked).toEqual([])
  })
})

it('bytes too few to tell are no picture', () => {
  expect(pictureType(new Uint8Array([0xff, 0xd8]))).toBeNull()
})
