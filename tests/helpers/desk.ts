import { env } from 'cloudflare:workers'
import type { TestApp } from './app.ts'
import { signedInClient } from './builders.ts'

/** A browser in which an editor is signed in. */
export async function editorClient(app: TestApp) {
  const client = await signedInClient(app, { email: 'editor@example.com' })
  await env.DB.prepare(`UPDATE readers SET role = 'editor' WHERE id = ?`).bind(client.reader.id).run()
  return client
}

/** Sends the form of a page as it was just opened, changed by these fields: over the version that stands now. */
export async function save(
  client: Awaited<ReturnType<typeof editorClient>>,
  path: string,
  fields: Record<string, string>,
) {
  const [, version = ''] = /name="version" value="(\d+)"/.exec((await client.get(path)).text) ?? []
  return client.post(path, { ...fields, version })
}

/** What a newsletter's form sends. */
export const NEWSLETTER = {
  name: 'نشرة المساء',
  slug: 'evening',
  description: 'ما جرى في يوم.',
  kind: 'digest',
  state: 'active',
  rhythm: 'daily',
  time: '18:30',
  zone: 'Asia/Riyadh',
  items: '8',
  minItems: '2',
  intro: '',
  senderName: '',
  senderEmail: '',
  postalAddress: '',
  whenUncertain: 'skip',
}
