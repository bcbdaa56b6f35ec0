import { createExecutionContext } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { beforeEach, expect, it, vi } from 'vitest'
import { createApp } from '../src/app.ts'
import { AppError, type ErrorCode } from '../src/core/errors.ts'
import { sha256 } from '../src/core/secrets.ts'
import { ar } from '../src/i18n/ar.ts'
import { createTestApp, START } from './helpers/app.ts'
import { seedReader } from './helpers/many.ts'

const SESSION = 'a'.repeat(40)

const STATUS: Record<ErrorCode, number> = {
  not_found: 404,
  forbidden: 403,
  cross_site: 403,
  invalid: 422,
  conflict: 409,
  expired: 410,
  list_full: 409,
  follows_full: 409,
  too_large: 413,
  too_many: 429,
  internal: 500,
}

beforeEach(() => {
  const person = { id: 1, email: 'reader@example.com', secret: '', sessionHash: sha256(SESSION), saved: 0 }
  return seedReader(env.DB, person, START)
})

/** The product with one more page, which fails as it is told. */
async function failing(error: Error): Promise<Response> {
  const { bindings, ports } = createTestApp()
  const app = createApp(ports)
  app.get('/fails', () => {
    throw error
  })
  const headers = { Cookie: `__Host-session=${SESSION}` }
  return app.fetch(new Request('https://raff.example/fails', { headers }), bindings, createExecutionContext())
}

it.each(Object.entries(STATUS) as [ErrorCode, number][])(
  '%s is a page in words, with status %i',
  async (code, status) => {
    const silent = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await failing(new AppError(code, { retryAfter: code === 'too_many' ? 120 : undefined }))
    const text = await answer.text()
    const words = ar.errors.pages[code]
    expect(answer.status).toBe(status)
    expect(text).toContain(`<h1>${words.title}</h1>`)
    expect(text).toContain(words.button)
    expect(text).toContain(code === 'too_many' ? ar.errors.retryInMinutes(2, '٢') : words.line)
    expect(answer.headers.get('Cache-Control')).toBe('private, no-store')
    expect(answer.headers.get('Retry-After')).toBe(code === 'too_many' ? '120' : null)
    expect(silent).toHaveBeenCalledTimes(code === 'internal' ? 1 : 0)
  },
)

it('a fault shows its number and nothing else; the log has the rest', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  const answer = await failing(new Error('a detail of ours'))
  const text = await answer.text()
  const [line] = log.mock.calls.map(([line]) => JSON.parse(String(line)))
  expect(answer.status).toBe(500)
  expect(text).not.toContain('a detail of ours')
  expect(text).not.toMatch(/\bat \S+ \(/)
  expect(line).toMatchObject({ error: 'a detail of ours', method: 'GET', route: '/fails' })
  expect(text).toContain(line.requestId)
})
