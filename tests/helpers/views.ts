import type { Child } from 'hono/jsx'
import { sanitize } from '../../src/core/sanitize.ts'
import { formatFor } from '../../src/i18n/format.ts'
import { messages } from '../../src/i18n/messages.ts'
import type { ArticleCard } from '../../src/store/articles.ts'
import { fragment, render, type Words } from '../../views/words.tsx'
import { site } from './site.ts'

const words: Words = {
  m: messages('ar', 'arab'),
  f: formatFor(site),
  site,
  path: '/articles/17',
  picture: (url) => `/i/${Buffer.from(url).toString('base64url')}`,
}

/** Views as text, without a request around them. */
export const html = (view: Child, more: Partial<Words> = {}) => fragment({ ...words, ...more }, view)
export const page = (view: Child, more: Partial<Words> = {}) => render({ ...words, ...more }, view)

export const article: ArticleCard = {
  id: 17,
  title: 'حين عاد النهر',
  sourceName: 'مرصد الماء',
  sourceId: 3,
  excerpt: 'جاءت الفكرة من معلّمة.',
  language: 'ar',
  direction: 'rtl',
  words: 540,
  picture: 'https://pictures.example/a.jpg',
  pictureAlt: 'النهر',
  sortedAt: 1_800_000_000,
  updatedAt: 1_800_000_000,
}

export const whole = {
  ...article,
  url: 'https://marsad.example/a?b=1&c=2',
  byline: 'هدى',
  publishedAt: 1_800_000_000,
  display: 'full' as const,
  siteUrl: 'https://marsad.example/',
}

export const text = (source: string) => ({ html: sanitize(source, 'https://marsad.example/'), truncated: false })
export const noTopics = { topics: [], related: [] }
