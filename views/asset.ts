import assets from '../dist/assets.json'

/** Everything `src/cli/assets.ts` makes under `/a/`. */
export type AssetName =
  | 'raff.css'
  | 'prefs.js'
  | 'me.js'
  | 'list.js'
  | 'offline.js'
  | 'passkeys.js'
  | 'saved.js'
  | 'shortcuts.js'
  | 'upload.js'
  | 'htmx.js'
  | 'icons.svg'
  | 'favicon.svg'
  | 'icon-180.png'
  | 'icon-192.png'
  | 'icon-512.png'
  | 'icon-maskable.png'
  | 'naskh-arabic-400.woff2'
  | 'vazirmatn-arabic.woff2'

const files: Record<string, string> = assets.files

/** The script of the browser's own worker, which knows the build and its files. */
export const worker: string = assets.worker

/** The path of a built file, its hash included; it may be kept for ever. */
export function asset(name: AssetName): string {
  const path = files[name]
  if (!path) throw new Error(`${name} is not in dist/assets.json; \`npm run build\` makes it`)
  return path
}
