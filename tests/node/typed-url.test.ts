import { describe, expect, it } from 'vitest'
import { bareTitle, sharedUrl, targetOf, urlIn } from '../../src/core/typed-url.ts'

const SITE = 'https://raff.example'

describe('the url in what was typed', () => {
  it.each([
    ['https://news.example/a', 'https://news.example/a'],
    ['HTTPS://News.Example/a', 'HTTPS://News.Example/a'],
    ['انظر https://news.example/a، ثم عد', 'https://news.example/a'],
    ['«https://news.example/a»', 'https://news.example/a'],
    ['(https://news.example/a).', 'https://news.example/a'],
    ['https://en.wiki.example/Nile_(river)', 'https://en.wiki.example/Nile_(river)'],
    ['https://news.example/a/؟', 'https://news.example/a/'],
    ['https://news.example/?q=1&r=', 'https://news.example/?q=1&r='],
    ['https://news.example/نهر-عاد', 'https://news.example/نهر-عاد'],
    ['عنوان\nhttps://news.example/a\nhttps://other.example/b', 'https://news.example/a'],
    ['news.example', 'https://news.example'],
    ['news.example/a?b#c', 'https://news.example/a?b#c'],
    ['موقع.شبكة/خبر', 'https://موقع.شبكة/خبر'],
    ['اقرأ www.news.example اليوم', 'https://www.news.example'],
    ['اقرأ news.example/a اليوم', 'https://news.example/a'],
    ['\u200fhttps://news.example/a\u200f', 'https://news.example/a'],
  ])('%j is %j', (typed, url) => {
    expect(urlIn(typed)).toBe(url)
  })

  it.each([')', '!'])('is too long at once where it is %j tens of thousands of times', (sign) => {
    for (const end of ['', 'a']) {
      expect(targetOf(`https://news.example/${sign.repeat(50_000)}${end}`, SITE)).toEqual({ error: 'urlTooLong' })
    }
  })

  it.each([
    '',
    'نهر',
    'انتهى. ثم بدأ',
    'انتهى.ثم بدأ',
    'a@news.example',
    'mailto:a@news.example',
    'about:blank',
    '12.5',
  ])('is not in %j', (typed) => {
    expect(urlIn(typed)).toBeNull()
  })
})

it('a share sheet may put the url anywhere', () => {
  expect(sharedUrl({ url: '', title: 'عنوان', text: 'عنوان https://news.example/a' })).toEqual({
    url: 'https://news.example/a',
    title: 'عنوان',
  })
  expect(sharedUrl({ url: '', title: 'https://news.example/a', text: '' }).title).toBe('')
  expect(sharedUrl({ url: '', title: '', text: 'لا رابط' }).url).toBe('لا رابط')
})

describe('where a typed url leads', () => {
  it.each([
    ['https://news.example/a?utm_source=x#y', { url: 'https://news.example/a' }],
    ['https://raff.example/articles/17', { articleId: 17 }],
    ['www.raff.example/articles/17/', { articleId: 17 }],
    ['https://raff.example/list', { error: 'urlOwn' }],
    ['https://10.0.0.1/', { error: 'urlRefused' }],
    ['https://news.example:8443/', { error: 'urlRefused' }],
    ['', { error: 'urlRequired' }],
    ['كلام', { error: 'urlMissing' }],
    ['https://[', { error: 'urlMissing' }],
  ])('%j: %j', (typed, target) => {
    expect(targetOf(typed, SITE)).toEqual(target)
  })
})

describe('a page nobody has read yet is called', () => {
  it.each([
    ['https://www.news.example/world/2026/%D9%86%D9%87%D8%B1-%D8%B9%D8%A7%D8%AF.html', 'news.example · نهر عاد'],
    ['https://news.example/rivers_come+back/', 'news.example · rivers come back'],
    ['https://news.example/', 'news.example'],
    ['https://news.example/%E0%A4%A', 'news.example · %E0%A4%A'],
  ])('%s', (url, title) => {
    expect(bareTitle(url)).toBe(title)
  })
})
