import { env } from 'cloudflare:workers'
import type { TestApp } from './app.ts'
import { signedInClient } from './builders.ts'

/** A browser in which an editor is signed in. */
export async function editorClient(app: TestApp) {
  const client = await signedInClient(app, { email: 'editor@example.com' })
  await env.DB.prepare(`UPDATE readers SET role = 'editor' WHERE id = ?`).bind(client.reader.id).run()
  return client
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
