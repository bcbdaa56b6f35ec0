import { mac, type SigningKey, sameSecret } from './secrets.ts'

/**
 * Pictures of articles come through our own host (`/i/…`), so that a reader's ip never reaches their publisher. The
 * mac says that one of our pages named the url: nobody else can make the Worker fetch a url of their choice.
 */
export function picturePath(url: string, key: SigningKey): string {
  return `/i/${Buffer.from(url).toString('base64url')}.${mac(key, 'picture', url)}`
}

/**
 * The url that a path of ours names; null where no key of ours made it. The whole path is compared: base64 has many
 * spellings, and each would be fetched anew past every cache.
 */
export function pictureUrl(path: string, keys: SigningKey[]): string | null {
  const [encoded = ''] = path.slice('/i/'.length).split('.')
  const url = Buffer.from(encoded, 'base64url').toString()
  return keys.some((key) => sameSecret(path, picturePath(url, key))) ? url : null
}

export type PictureType = 'image/jpeg' | 'image/png' | 'image/gif' | 'image/webp' | 'image/avif'

/** What the first bytes of each kind are, as Latin-1; a dot is any byte. SVG is a program and never among them. */
const BEGINNINGS: [PictureType, RegExp][] = [
  ['image/jpeg', /^\xff\xd8\xff/],
  ['image/png', /^\x89PNG\r\n.\n/s],
  ['image/gif', /^GIF8[79]a/],
  ['image/webp', /^RIFF....WEBP/s],
  ['image/avif', /^....ftyp(avif|avis)/s],
]

/** What a file is by its own bytes, whatever its name and its sender say; null: no picture that we pass on. */
export function pictureType(bytes: Uint8Array): PictureType | null {
  const head = String.fromCharCode(...bytes.subarray(0, 16))
  return BEGINNINGS.find(([, beginning]) => beginning.test(head))?.[0] ?? null
}
