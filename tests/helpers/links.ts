import { env } from 'cloudflare:workers'
import { and, desc, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type LinkPurpose, linkSecret } from '../../src/core/links.ts'
import { tokens } from '../../src/store/schema/people.ts'
import type { TestApp } from './app.ts'

/** The secrets of the links that an email was sent, newest first, made as the mail job makes them. */
export async function mailedSecrets({ config }: TestApp, email: string, purpose: LinkPurpose): Promise<string[]> {
  const rows = await drizzle(env.DB)
    .select()
    .from(tokens)
    .where(and(eq(tokens.email, email), eq(tokens.purpose, purpose)))
    .orderBy(desc(tokens.createdAt))
  return rows.map(({ nonce, keyId }) => linkSecret(config, purpose, nonce, keyId))
}

/** The path of the newest sign-up link in an email's inbox. */
export async function verifyPath(app: TestApp, email: string): Promise<string> {
  const [secret] = await mailedSecrets(app, email, 'signup')
  if (!secret) throw new Error(`no link was mailed to ${email}`)
  return `/verify/${secret}`
}
