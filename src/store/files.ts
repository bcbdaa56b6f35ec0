import * as exports from './exports.ts'
import * as imports from './imports.ts'
import { savedFilesOf } from './texts.ts'

/** What is one reader's in FILES lies under these. */
export const foldersOf = (readerId: number): string[] => [
  savedFilesOf(readerId),
  imports.prefixOf(readerId),
  exports.prefixOf(readerId),
]

/** As many as one call of R2 deletes. */
const CHUNK = 1000

/** Up to a chunk of a folder's objects; true: nothing is left there. */
export async function drain(files: R2Bucket, folder: string): Promise<boolean> {
  const { objects, truncated } = await files.list({ prefix: folder, limit: CHUNK })
  if (objects.length > 0) await files.delete(objects.map(({ key }) => key))
  return !truncated
}
