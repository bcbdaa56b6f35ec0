import type { Context } from 'hono'
import type { AppEnv } from '../env.ts'
import { streamOf } from './stream.ts'

/** A file of an archive; its content comes piece by piece. Names are ASCII. */
export type ZipFile = { name: string; content: AsyncIterable<string> }

/**
 * A zip that is made while it is sent: a piece is asked for when the browser has taken the one before, so an archive
 * of any size needs the memory of a piece. What fails on the way breaks the download off.
 */
export async function zipped(c: Context<AppEnv>, name: string, files: ZipFile[]): Promise<Response> {
  const { Zip, ZipDeflate } = await import('fflate')
  const encoder = new TextEncoder()
  const mtime = new Date(c.var.now() * 1000)

  async function* bytes(): AsyncGenerator<Uint8Array> {
    const ready: Uint8Array[] = []
    const zip = new Zip((error, chunk) => {
      if (error) throw error
      ready.push(chunk)
    })
    for (const { name, content } of files) {
      const entry = Object.assign(new ZipDeflate(name), { mtime })
      zip.add(entry)
      for await (const piece of content) {
        entry.push(encoder.encode(piece))
        yield* ready.splice(0)
      }
      entry.push(new Uint8Array(), true)
    }
    zip.end()
    yield* ready
  }

  return c.body(streamOf(bytes()), 200, {
    'Content-Type': 'application/zip',
    'Content-Disposition': `attachment; filename="${name}"`,
  })
}
