import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, type TestApp } from './helpers/app.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'
import type { Client } from './helpers/client.ts'
import { askEmail, changeEmail, emailPath, NEW, OLD } from './helpers/emails.ts'
import { mailedSecrets } from './helpers/links.ts'
import { addNewsletters } from './helpers/newsletters.ts'
import { allRoutes } from './helpers/routes.ts'

// Whatever is sent to a form, it is answered: with a page, a refusal or the way on, never with a fault of ours.

/** Every field of every form, with what it is sent at its best. */
const GOOD: Record<string, string> = {
  ...{ answer: '{}', article_id: '1', code: '123456', current: PASSWORD, email: OLD, id: '1', intent: 'save:1' },
  ...{ name: 'نور', newsletter: 'morning', none: '1', password: PASSWORD, token: 'x'.repeat(43), undo: '1' },
  ...{ url: 'https://news.example/a', wanted: '1', calendar: 'gregory', digits: 'latn', theme: 'dark' },
}

const odd = fc.oneof(
  fc.constantFrom('0', '17', '{}', 'null', '1e999', '-1', '٣', '%', '\u0000', '\ud800', String(2 ** 53)),
  fc.constantFrom('x'.repeat(3000), 'ﷺ'.repeat(300)),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
)

/** Most of a form well filled in, and something odd: forms that are wholly odd are refused at the door. */
const filled = fc
  .record(
    Object.fromEntries(
      Object.entries(GOOD).map(([name, good]) => [name, fc.oneof({ arbitrary: fc.constant(good), weight: 3 }, odd)]),
    ),
    { requiredKeys: [] },
  )
  .map((form) => Object.entries(form) as [string, string][])
const strange = fc.array(fc.tuple(fc.constantFrom(...Object.keys(GOOD), '__proto__', 'constructor', ''), odd), {
  maxLength: 8,
})
/** Fields may be missing, or come twice. */
const fields = fc.oneof(
  filled,
  strange,
  fc.tuple(filled, strange).map((forms) => forms.flat()),
)

const forms = allRoutes().filter(({ method, kind }) => method !== 'GET' && kind !== 'bare')

let app: TestApp
let salma: Client & { reader: { id: number; email: string } }

beforeEach(async () => {
  app = createTestApp()
  salma = await signedInClient(app, { email: OLD })
  await addNewsletters('morning')
  await addArticle()
})

describe('a form answers whatever is sent to', () => {
  it('there are forms', () => {
    expect(forms.length).toBeGreaterThan(20)
  })

  it.each(forms.map((form) => [form.name, form.path]))('%s', async (_, path) => {
    const visitor = app.client()
    await fc.assert(
      fc.asyncProperty(fields, fc.boolean(), async (sent, htmx) => {
        for (const client of [visitor, salma]) {
          const { status } = await client.post(path, sent, { htmx })
          expect(status, JSON.stringify(sent)).toBeLessThan(500)
        }
      }),
      { numRuns: 12, seed: 20261124 },
    )
  })
})

it('a link that is good answers whatever is sent to it', async () => {
  const guest = app.client()
  await guest.post('/register', { email: 'new@example.com', password: PASSWORD })
  await guest.post('/reset', { email: OLD })
  await askEmail(salma, 'third@new.example')
  const [signup] = await mailedSecrets(app, 'new@example.com', 'signup')
  const [reset] = await mailedSecrets(app, OLD, 'reset')
  const paths = [`/verify/${signup}`, `/reset/${reset}`, await emailPath(app, 'email', 'third@new.example')]
  const bad = fc.constantFrom('', 'short', 'password123', 'x'.repeat(300), '\ud800\ud800\ud800')
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), bad, async (path, password) => {
      const { status } = await app.client().post(path, { password })
      expect([422, 429]).toContain(status)
    }),
    { numRuns: 40, seed: 20261124 },
  )
})

it.each(['GET', 'POST'])('a token that is not one is no fault of ours: %s', async (method) => {
  await changeEmail(app, salma, NEW)
  const doors = allRoutes().filter((route) => route.name.endsWith('/:token') && route.method === method)
  expect(doors.length).toBeGreaterThan(5)
  const token = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 60 }), fc.base64String({ minLength: 40 }))
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...doors), token, async ({ name, kind }, text) => {
      const path = name.replace(':token', encodeURIComponent(text.toWellFormed()))
      const client = app.client()
      const { status } = method === 'GET' ? await client.get(path) : await client.post(path)
      expect(status, `${kind} ${path}`).toBeLessThan(500)
    }),
    { numRuns: 150, seed: 20261124 },
  )
  const { results } = await env.DB.prepare('SELECT purpose FROM tokens').all()
  expect(results).toEqual([{ purpose: 'undo' }])
})
