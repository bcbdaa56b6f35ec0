import { describe, expect, it } from 'vitest'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp } from './helpers/app.ts'
import { signedInClient } from './helpers/builders.ts'

/** A Worker whose first gate lets `most` requests through for each key, and the keys it was asked for. */
function gated(most = Number.POSITIVE_INFINITY) {
  const keys: string[] = []
  const limit = async ({ key }: { key: string }) => {
    keys.push(key)
    return { success: keys.filter((other) => other === key).length <= most }
  }
  return { app: createTestApp({ bindings: { GATE: { limit } } }), keys }
}

describe('the first gate', () => {
  const from = (ip: string) => ({ headers: { 'CF-Connecting-IP': ip } })

  it('counts what is to change something by its route and network block', async () => {
    const { app, keys } = gated()
    const client = await signedInClient(app)
    await client.get('/list', from('203.0.113.7'))
    await client.post('/list/1/archived', { wanted: '1' }, from('203.0.113.7'))
    await client.post('/list/2/archived', { wanted: '1' }, from('203.0.113.200'))
    await client.post('/login', {}, from('203.0.113.7'))
    await client.post('/login', {}, from('2001:db8::1'))
    expect(keys).toHaveLength(4)
    expect(keys[0]).toBe(keys[1])
    expect(new Set(keys).size).toBe(3)
  })

  it('says when to come again, and lets other routes through', async () => {
    const { app } = gated(1)
    const client = app.client()
    await client.post('/login', {})
    const { status, headers, text } = await client.post('/login', {})
    expect([status, headers.get('Retry-After')]).toEqual([429, '60'])
    expect(text).toContain(ar.errors.pages.too_many.title)
    expect((await client.post('/register', {})).status).toBe(422)
  })
})
