import type { Config } from '../core/config.ts'
import { type PictureType, pictureType, pictureUrl } from '../core/picture.ts'
import type { Fetcher } from '../ports/fetcher.ts'

const MAX_BYTES = 5 * 1024 * 1024
const TIMEOUT_MS = 10_000
const ACCEPT = 'image/avif,image/webp,image/png,image/jpeg,image/gif'

/**
 * The picture that a path of ours names (`core/picture.ts`), or null: no key of ours made it, its host did not give
 * it, or it is no picture of a kind we pass on.
 */
export async function fetchPicture(
  { config, fetcher }: { config: Config; fetcher: Fetcher },
  path: string,
): Promise<{ type: PictureType; bytes: Uint8Array<ArrayBuffer> } | null> {
  const url = pictureUrl(path, config.signingKeys)
  if (!url) return null
  const fetched = await fetcher(url, { accept: ACCEPT, maxBytes: MAX_BYTES, timeoutMs: TIMEOUT_MS })
  if (fetched.result !== 'ok') return null
  const type = pictureType(fetched.bytes)
  return type && { type, bytes: fetched.bytes }
}
