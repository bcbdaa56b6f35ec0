import { mac, type SigningKey, sameSecret } from './secrets.ts'

/**
 * Pictures of articles come through our own host (`/i/…`), so that a reader's ip never reaches their publisher. The
 * mac says that one of our pages named the url: nobody else can make the Worker fetch a url of their choice.
 */
export function picturePath(url: string, key: SigningKey): string {
  return `/i/${Buffer.from(url).toString('base64url')}.${mac(key, 'picture', url)}`
}

/** The url that a path of ours names; null where no key of ours made its mac. */
export function pictureUrl(name: string, keys: SigningKey[]): string | null {
  const [encoded = '', given = ''] = name.split('.')
  const url = Buffer.from(encoded, 'base64url').toString()
  return keys.some((key) => sameSecret(given, mac(key, 'picture', url))) ? url : null
}
