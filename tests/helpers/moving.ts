import { env } from 'cloudflare:workers'
import type { TestApp } from './app.ts'
import type { Client } from './client.ts'

// A file on its way into a list, as a browser sends it and as the jobs work it off.

/** Pocket's file of so many articles, the first of them numbered `from`. */
export function pocketFile(count: number, from = 1): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const n = from + i
    return `"مقال ${n}, بفاصلة",https://news${n % 7}.example/moved/${n},${1_600_000_000 + n},${n % 2 ? 'كتب|تاريخ' : ''},${n % 3 ? 'unread' : 'archive'}`
  })
  return `title,url,time_added,tags,status\n${rows.join('\n')}\n`
}

/** Sends a file as the page's script does; gives its page, `/list/imports/1`. */
export async function upload(app: TestApp, browser: Client, file: string | Uint8Array, name = 'ملف.csv') {
  const bytes = typeof file === 'string' ? new TextEncoder().encode(file) : file
  const cookies = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  return app.fetch('/list/imports', {
    method: 'POST',
    headers: {
      'Content-Type': 'application/octet-stream',
      'Content-Length': String(bytes.length),
      'X-File-Name': encodeURIComponent(name),
      'Sec-Fetch-Site': 'same-origin',
      Cookie: cookies,
    },
    body: bytes,
  })
}

/** Sends the form that a browser without script sends. */
export function uploadForm(app: TestApp, browser: Client, file: File | null) {
  const body = new FormData()
  if (file) body.set('file', file)
  const cookies = [...browser.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
  const headers = { 'Sec-Fetch-Site': 'same-origin', Cookie: cookies }
  // A form in memory has no length of its own; a browser's has.
  return app.fetch('/list/imports', { method: 'POST', headers, body })
}

/** Lets the jobs run until no import is on its way. Pages and the index are others' matter. */
export async function workOff(app: TestApp): Promise<void> {
  for (let run = 0; run < 100; run++) {
    const left = await env.DB.prepare(`SELECT id FROM jobs WHERE kind = 'import' AND dead_at IS NULL`).first()
    if (!left) return
    await app.work()
  }
  throw new Error('the import did not end')
}

export async function allOf<T>(query: string): Promise<T[]> {
  return (await env.DB.prepare(query).all<T>()).results
}
