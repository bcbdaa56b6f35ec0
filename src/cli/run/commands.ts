import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { root } from './process.ts'

/** Sends a command to a running site, local or deployed: the one process that has the database. */
export function post(
  url: string,
  key: string,
  body: { command: string; opml?: string; email?: string; wanted?: boolean },
): Promise<Response> {
  return fetch(new URL('/desk/commands', url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** The same for a script, which cannot go on without. @throws Error with the site's answer when it refuses */
export async function command(url: string, key: string, body: Parameters<typeof post>[2]): Promise<unknown> {
  const response = await post(url, key, body)
  if (!response.ok) throw new Error(`/desk/commands answered ${response.status}: ${await response.text()}`)
  return response.json()
}

/** What the cron does every minute on a deployed site; wrangler and Miniflare never do it by themselves. */
export async function tick(url: string): Promise<void> {
  const response = await fetch(new URL('/cdn-cgi/local/scheduled', url))
  if (!response.ok) throw new Error(`the scheduled handler answered ${response.status}: ${await response.text()}`)
}

/** Topics, newsletters and the sample publication's sources, through the same commands a publisher uses. */
export async function seedSample(url: string, key: string): Promise<void> {
  await command(url, key, { command: 'seed' })
  const opml = readFileSync(resolve(root, 'src/sample/sources.opml'), 'utf8')
  await command(url, key, { command: 'sources', opml })
}
