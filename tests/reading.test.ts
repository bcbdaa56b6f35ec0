import { describe, expect, it } from 'vitest'
import { messages } from '../src/i18n/messages.ts'
import { createTestApp } from './helpers/app.ts'
import { addArticle, PASSWORD, signedInClient } from './helpers/builders.ts'

const m = messages('ar', 'arab')
const HIJRI = { theme: 'dark', size: 'large', digits: 'latn', calendar: 'islamic-umalqura', shift: '1', months: '' }

describe('how a reader likes to read', () => {
  it('is set by a plain form, and the page says so', async () => {
    const client = await signedInClient(createTestApp())
    const answer = await client.post('/settings/reading', HIJRI, { follow: true })
    expect(answer.path).toBe('/settings/reading?done=reading')
    expect(answer.text).toContain(m.reading.saved)
    expect(answer.text).toContain('<option value="dark" selected')
    expect(client.cookies.get('prefs')).toBe('theme_dark.size_large.digits_latn.calendar_islamic-umalqura.shift_1')
  })

  it('is how private pages look and count, without script', async () => {
    const app = createTestApp()
    const client = await signedInClient(app)
    const articleId = await addArticle()
    await client.post('/list', { article_id: String(articleId) })
    expect((await client.get('/list')).text).toContain('٢٤ نوفمبر ٢٠٢٦')
    await client.post('/settings/reading', HIJRI)
    const { text } = await client.get('/list')
    expect(text).toContain('15 جمادى الآخرة 1448 هـ')
    expect(text).toMatch(/<html[^>]* data-theme="dark"[^>]* data-size="large"/)
    await client.post('/settings/reading', { months: 'SY' })
    expect((await client.get('/list')).text).toContain('٢٤ تشرين الثاني ٢٠٢٦')
  })

  it('is no matter of a page that is the same for everybody', async () => {
    const app = createTestApp()
    const client = await signedInClient(app)
    await client.post('/settings/reading', HIJRI)
    expect((await client.get('/about')).text).toBe((await app.client().get('/about')).text)
  })

  it('follows to another device at sign-in, whatever that one had', async () => {
    const app = createTestApp()
    const client = await signedInClient(app)
    await client.post('/settings/reading', { theme: 'dark' })
    const other = app.client()
    other.cookies.set('prefs', 'theme_light.size_small')
    await other.post('/login', { email: client.reader.email, password: PASSWORD })
    expect(other.cookies.get('prefs')).toBe('theme_dark')
  })

  it('stays the device’s own until it was said in the settings', async () => {
    const app = createTestApp()
    const { reader } = await signedInClient(app)
    const other = app.client()
    other.cookies.set('prefs', 'theme_light')
    await other.post('/login', { email: reader.email, password: PASSWORD })
    expect(other.cookies.get('prefs')).toBe('theme_light')
  })

  it('is the site’s own way again where nothing is chosen, and what is on no list is not kept', async () => {
    const client = await signedInClient(createTestApp())
    await client.post('/settings/reading', HIJRI)
    await client.post('/settings/reading', { theme: 'pink', digits: ['latn', 'arab'], __proto__x: 'y', months: '<b>' })
    expect(client.cookies.has('prefs')).toBe(false)
    expect((await client.get('/settings/reading')).text).not.toContain('data-theme')
  })
})
