import { env } from 'cloudflare:workers'

const { FILES } = env

/** The bucket with some of its calls taken over, for `createTestApp({ bindings: { FILES: … } })`. */
export function bucketWith(taken: Partial<R2Bucket>): R2Bucket {
  const bound = (name: keyof R2Bucket) => (FILES[name] as (...args: unknown[]) => unknown).bind(FILES)
  return new Proxy(FILES, { get: (_, name: keyof R2Bucket) => taken[name] ?? bound(name) })
}

/** The keys of everything in it, in order. */
export async function keysIn(files: R2Bucket = FILES): Promise<string[]> {
  return (await files.list()).objects.map(({ key }) => key)
}

/** The bucket begins empty in each test. */
export async function emptyFiles(files: R2Bucket = FILES): Promise<void> {
  const keys = await keysIn(files)
  if (keys.length > 0) await files.delete(keys)
}
