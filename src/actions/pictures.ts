import type { Config } from '../core/config.ts'
import { type PictureType, pictureType, pictureUrl } from '../core/picture.ts'
import type { Fetcher } from '../ports/fetcher.ts'

const MAX_BYTES = 5 * 1024 * 1024
const TIMEOUT_MS = 10_000
const ACCEPT = 'image/avif,image/webp,image/png,image/jpeg,image/gif'

export type Picture = { type: PictureType; bytes: Uint8Array<ArrayBuffer> }

/**
 * The picture that a path of ours names (`core/picture.ts`), or null: no key of ours made it, its host did not give
 * it, or it is no picture of a kind we pass on.
 */
export async function fetchPicture(
  { config, fetcher }: { config: Config; fetcher: Fetcher },
  path: string,
): Promise<Picture | null> {
  const url = pictureUrl(path, config.signingKeys)
  if (!url) return null
  return pictureAt(fetcher, url, { accept: ACCEPT, maxBytes: MAX_BYTES })
}

/** The picture at a stranger's url, or null where there is none that we pass on. */
export async function pictureAt(
  fetcher: Fetcher,
  url: string,
  { accept, maxBytes }: { accept: string; maxBytes: number },
): Promise<Picture | null> {
  const fetched = await fetcher(url, { accept, maxBytes, timeoutMs: TIMEOUT_MS })
  if (fetched.result !== 'ok') return null
  const type = pictureType(fetched.bytes)
  return type && { type, bytes: fetched.bytes }
}
