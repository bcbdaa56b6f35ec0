import { until } from './process.ts'
import type { Site } from './site.ts'

const PASSWORD = 'a long sentence of no importance'

/** A reader of a running site, over its own roads: signed up, the mailed link opened, and signed in from then on. */
export async function newAccount(site: Site, email: string) {
  const cookies = new Map<string, string>()
  const cookie = () => [...cookies].map((pair) => pair.join('=')).join('; ')

  async function request(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers)
    headers.set('Origin', site.url)
    headers.set('Cookie', cookie())
    const response = await fetch(new URL(path, site.url), { ...init, headers, redirect: 'manual' })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? []
      cookies.set(name, value)
    }
    return response
  }

  const post = (path: string, fields: Record<string, string> | [string, string][]) =>
    request(path, { method: 'POST', body: new URLSearchParams(fields) })

  await post('/register', { email, password: PASSWORD })
  const link = await mailedLink(site, email)
  await post(link, {})
  if (!cookies.get('__Host-session')) throw new Error('nobody is signed in')
  return { get: (path: string) => request(path), post, request, cookie }
}

export type Account = Awaited<ReturnType<typeof newAccount>>

/** The path of the link in the newest mail to somebody. */
async function mailedLink(site: Site, email: string): Promise<string> {
  let link: string | undefined
  await until(`a mail to ${email}`, async () => {
    await site.tick()
    const outbox = await (await fetch(new URL('/dev/mail', site.url))).text()
    const row = outbox.split('<li').find((item) => item.includes(email))
    const mail = /href="(\/dev\/mail\/\d+)"/.exec(row ?? '')?.[1]
    if (!mail) return false
    link = /\/verify\/[\w-]+/.exec(await (await fetch(new URL(mail, site.url))).text())?.[0]
    return link !== undefined
  })
  return link ?? ''
}
