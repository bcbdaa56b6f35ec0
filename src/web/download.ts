import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'
import { streamOf } from './stream.ts'

type Download = { name: string; type: string; bytes: number }

/** A file that lies in FILES in parts, in their order. What fails on the way breaks the download off. */
export function download(c: Context<AppEnv>, { name, type, bytes }: Download, parts: string[]): Response {
  // A stream of known length is the only one that the runtime leaves its Content-Length.
  const body = streamOf(joined(c.var.files, parts)).pipeThrough(new FixedLengthStream(bytes))
  return c.body(body, 200, {
    'Content-Type': type,
    'Content-Length': String(bytes),
    'Content-Disposition': disposition(name),
  })
}

async function* joined(files: R2Bucket, keys: string[]): AsyncGenerator<Uint8Array> {
  for (const key of keys) {
    const object = await files.get(key)
    if (!object) throw new Error(`a part of a file is missing: ${key}`)
    yield* object.body
  }
}

/** Signs that some file system forbids, and what could hide an ending. */
const NOT_IN_NAMES = /[\p{Cc}\p{Bidi_Control}\\/:*?"<>|\s]+/gu

/** RFC 6266: the name as it is for whoever knows RFC 8187, and one of ASCII for whoever does not. */
function disposition(given: string): string {
  const [, stem = '', ending = ''] = /^(.*?)(\.\w+)?$/s.exec(given.toWellFormed()) ?? []
  const name = `${[...stem.replace(NOT_IN_NAMES, ' ').trim()].slice(0, 80).join('')}${ending}`
  const ascii = /^[\w.-]+$/.test(name) ? name : `raff${ending}`
  const encoded = encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`
}
