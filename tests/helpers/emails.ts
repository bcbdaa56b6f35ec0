import { env } from 'cloudflare:workers'
import { open } from '../../src/store/db.ts'
import { fastPassword, type TestApp } from './app.ts'
import { PASSWORD } from './builders.ts'
import type { Client } from './client.ts'
import { dumpTables } from './d1.ts'
import { mailedSecrets } from './links.ts'

// The road of a change of email, for tests of each of its parts.

export const OLD = 'salma@example.com'
export const NEW = 'salma@new.example'
export const FROM = { ip: '127.0.0.1', agent: '', country: '' }

export function askEmail(client: Client, email = NEW) {
  return client.post('/settings/account/email', { email, password: PASSWORD })
}

/** Asks and confirms. */
export async function changeEmail(app: TestApp, client: Client, email = NEW): Promise<void> {
  await askEmail(client, email)
  const { status } = await client.post(await emailPath(app, 'email', email))
  if (status !== 200) throw new Error(`the change to ${email} was answered with ${status}`)
}

/** Where the newest link to an email leads. */
export async function emailPath(app: TestApp, purpose: 'email' | 'undo', email: string): Promise<string> {
  const [secret] = await mailedSecrets(app, email, purpose)
  if (!secret) throw new Error(`no link was mailed to ${email}`)
  return `/email/${purpose === 'email' ? 'confirm' : 'undo'}/${secret}`
}

export async function emailOf(id: number): Promise<unknown> {
  return (await dumpTables(env.DB)).readers?.find((row) => row.id === id)?.email
}

/** What an action with passwords is given, on a database of the test's. */
export function contextOn(app: TestApp, d1: D1Database) {
  return { ...app.context(), db: open(d1), ports: { password: fastPassword } }
}
