import { describe, expect, it, vi } from 'vitest'
import type { IssueContent } from '../../src/core/issue.ts'
import { messagesFor } from '../../src/jobs/messages.ts'
import { issueMail, MOST_BYTES, subjectOf } from '../../views/mail/issues.tsx'
import { config, foreign, issue, item, kinds, members, messageOf, newsletter, own } from '../helpers/issue-mails.ts'

vi.mock('../../views/mail/issues.tsx', async (original) => {
  const module = await original<typeof import('../../views/mail/issues.tsx')>()
  return { ...module, issueMail: vi.fn(module.issueMail) }
})

const RLM = '\u200f'
const FSI = '\u2068'
const PDI = '\u2069'

describe('the text of', () => {
  it.each(Object.entries({ ...kinds, ...own }))(
    '%s has lines of words, marked, and urls by themselves',
    async (_, make) => {
      const lines = (await make()).text.split('\n').filter(Boolean)
      for (const line of lines) expect(line).toMatch(/^(\u200f.*|https:\/\/\S+)$/)
      expect(lines.some((line) => line.startsWith('https://'))).toBe(true)
    },
  )

  it('what an editor wrote names the urls of its links', async () => {
    const { text } = (await kinds.written?.()) ?? { text: '' }
    expect(text).toContain(`${RLM}قرأنا تحقيق النهر في .\nhttps://raff.example/articles/7\nhttps://a.example/x\n`)
  })
})

describe('a subject', () => {
  it.each([
    ['of one direction is left alone', 'نسخة جديدة', 'نسخة جديدة'],
    ['in another language too', 'A new version', 'A new version'],
    [
      'of two directions keeps together, led by most of it',
      'iOS يصل إلى الهواتف',
      `${FSI}${RLM}iOS يصل إلى الهواتف${PDI}`,
    ],
    ['of another language led by that', 'The word سلام in English', `${FSI}The word سلام in English${PDI}`],
    [
      'of isolated halves has them in order',
      `${FSI}أ${PDI}: ${FSI}B${PDI}`,
      `${FSI}${RLM}${FSI}أ${PDI}: ${FSI}B${PDI}${PDI}`,
    ],
  ])('%s', (_, title, expected) => expect(subjectOf(title)).toBe(expected))
})

describe('a message is never longer than every program shows:', () => {
  const long = { title: 'عنوان طويل '.repeat(25), excerpt: 'مقتطف طويل '.repeat(90) }
  const items = Array.from({ length: 30 }, (_, n) => ({ ...item, ...long, articleId: n + 1 }))

  it.each<[string, Parameters<typeof messageOf>]>([
    ['thirty long articles', [{ items }]],
    ['thirty for one reader', [{ kind: 'personal' }, { kind: 'personal', chosen: true, items }]],
    ['a long text', [{ kind: 'written', markdown: 'فقرة طويلة من كلام كثير.\n\n'.repeat(2000) }]],
  ])('%s', async (_, args) => {
    const { html } = await messageOf(...args)
    expect(Buffer.byteLength(html)).toBeGreaterThan(MOST_BYTES / 2)
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(90_000)
    expect(html).toContain('</html>')
    expect(html).toContain('/u/')
  })

  it('where something is left out, the rest is one link away', async () => {
    const { html, text } = await messageOf({ items })
    expect(html).toContain('بقية العدد في المتصفح')
    expect(text).toContain('https://raff.example/articles/30')
    expect((await messageOf()).html).not.toContain('بقية العدد')
  })
})

describe('the messages of a chunk', () => {
  const sets: IssueContent[] = [[item], [foreign], [item, foreign]].map((items) => ({
    kind: 'personal',
    chosen: true,
    items,
  }))

  it('are drawn once for all who get the same, and have each their own links', async () => {
    const all = members(1000)
    const of = Object.fromEntries(all.map(({ subscriberId }) => [subscriberId, subscriberId % sets.length]))
    vi.mocked(issueMail).mockClear()
    const mails = await messagesFor({ config }, { ...issue, kind: 'personal' }, newsletter, all, { sets, of })
    expect(issueMail).toHaveBeenCalledTimes(sets.length)
    expect(mails.map(({ to }) => to)).toEqual(all.map(({ email }) => email))
    const links = mails.map(({ html, text, headers }) => {
      const inHtml = [...html.matchAll(/\/(?:u|manage)\/([^"]+)"/g)].map(([, token]) => token)
      const inText = [...text.matchAll(/\/(?:u|manage)\/(\S+)/g)].map(([, token]) => token)
      expect(inHtml).toEqual(inText)
      expect(headers?.['List-Unsubscribe']).toContain(`/u/${inHtml[1]}>`)
      return inHtml
    })
    expect(new Set(links.flat()).size).toBe(2000)
    expect(new Set(mails.map(({ messageId }) => messageId)).size).toBe(1000)
  })

  it('say the same when they are made again', async () => {
    const make = () => messagesFor({ config }, issue, newsletter, members(3), null)
    expect(await make()).toEqual(await make())
  })

  it('are not made for a member who has nothing to be told', async () => {
    const made = messagesFor({ config }, issue, newsletter, members(2), { sets, of: { 1: 0 } })
    await expect(made).rejects.toThrow('without content')
  })
})

describe('a test', () => {
  it('says so, and grants nothing', async () => {
    const { subject, html, text, headers } = (await own.test?.()) ?? (await messageOf())
    expect(subject).toMatch(/^تجربة: /)
    expect(html + text).not.toMatch(/\/(u|manage)\//)
    expect(text).toContain('\nhttps://raff.example/newsletters/morning\n')
    expect(headers).not.toHaveProperty('List-Unsubscribe')
  })
})
