import { ar } from '../../src/i18n/ar.ts'
import { expect } from './fixtures.ts'
import { read, test } from './saving.ts'

const words = ar.saved

test.beforeEach(async ({ page, shelf }) => {
  await page.context().addCookies(shelf.cookies)
})

test.describe('a saved text', () => {
  test('is read out where there is a voice for it, paragraph by paragraph', async ({ page, shelf }) => {
    await page.addInitScript(() => {
      const spoken: string[] = []
      let current: SpeechSynthesisUtterance | null = null
      const voices = [{ lang: 'en-US' }, { lang: 'ar-EG', localService: true }]
      const synthesis = Object.assign(new EventTarget(), {
        getVoices: () => voices,
        cancel: () => {
          current = null
        },
        speak: (utterance: SpeechSynthesisUtterance) => {
          spoken.push(utterance.text)
          current = utterance
        },
      })
      const end = () => current?.dispatchEvent(new Event('end'))
      class Utterance extends EventTarget {
        voice = null
        lang = ''
        rate = 1
        readonly text: string
        constructor(text: string) {
          super()
          this.text = text
        }
      }
      Object.defineProperty(window, 'speechSynthesis', { value: synthesis })
      Object.assign(window, { SpeechSynthesisUtterance: Utterance, said: { spoken, end, rate: () => current?.rate } })
    })
    await read(page, shelf, 7)
    const said = () => page.evaluate(() => (window as unknown as { said: { spoken: string[] } }).said.spoken)
    const end = () => page.evaluate(() => (window as unknown as { said: { end: () => void } }).said.end())
    await page.getByRole('button', { name: words.listen.start }).click()
    await expect(page.locator('[data-spoken]')).toHaveCount(1)
    const whole = (await page.locator('.text').innerText()).replace(/\s+/g, ' ')
    expect(whole.startsWith((await said())[0] ?? 'nothing')).toBe(true)
    await end()
    expect(await said()).toHaveLength(2)
    await page.getByRole('button', { name: words.listen.pause }).click()
    await end()
    expect(await said()).toHaveLength(2)
    await page.getByRole('button', { name: words.listen.resume }).click()
    const again = await said()
    expect(again[2]).toBe(again[1])
    await page.getByLabel(words.listen.rate).selectOption('1.5')
    expect(await page.evaluate(() => (window as unknown as { said: { rate: () => number } }).said.rate())).toBe(1.5)
    await page.getByRole('button', { name: words.listen.stop }).click()
    await expect(page.locator('[data-spoken]')).toHaveCount(0)
    await expect(page.getByRole('button', { name: words.listen.start })).toBeFocused()
  })

  test('cannot be listened to where no voice speaks its language', async ({ page, shelf }) => {
    await page.addInitScript(() => {
      const silent = Object.assign(new EventTarget(), { getVoices: () => [{ lang: 'en-US' }], cancel: () => undefined })
      Object.defineProperty(window, 'speechSynthesis', { value: silent })
    })
    await read(page, shelf, 7)
    await expect(page.locator('[data-listen]')).toBeHidden()
  })
})
