import { Parser } from 'htmlparser2'

// Imported dynamically, from jobs and for pasted pages only.

/** Elements that hold nothing to read. A form's own tags go, and what stands in it stays: whole pages stand in one. */
const DROPPED = new Set([
  ...['style', 'template', 'noscript', 'iframe', 'svg', 'math', 'object', 'embed', 'canvas', 'select', 'textarea'],
  ...['button', 'input', 'option', 'base', 'frameset', 'applet'],
])
const UNWRAPPED = new Set(['form', 'html', 'body', 'head'])
const VOID = new Set(['area', 'br', 'col', 'hr', 'img', 'link', 'meta', 'source', 'track', 'wbr'])
/** Tags of AMP that are something else's by another name. */
const RENAMED: Record<string, string> = { 'amp-img': 'img' }

const MAX_DEPTH = 256
/** Elements, texts between them, and signs in those that are written as entities. A long encyclopedia article has 6,000. */
const MAX_PIECES = 20_000
/** Longer values are pictures written into the page, or a script's data. */
const MAX_VALUE = 4_000
/** Attributes of one element; the parser compares each with those before it. */
const MAX_ATTRIBUTES = 50
const MAX_SCRIPTS = 20_000
const MAX_JSON_LD = 60_000

/** What a page says of itself beside its text. */
export type PageFacts = {
  /** The content of `<meta>` by its property or name in lower case, the first of each. */
  meta: Map<string, string>
  title: string
  canonical: string | null
  /** What relative urls stand on. */
  base: string
  lang: string | null
  /** Of the whole page: `dir` of its root, its body, or what holds its article. */
  dir: 'rtl' | 'ltr' | null
  /** Sources and beginnings of its scripts: who is behind a page that only asks to wait. */
  scripts: string
  /** It asks for a password. */
  asksPassword: boolean
  /** Its publisher says that it is for subscribers (schema.org `isAccessibleForFree`). */
  paid: boolean
}

/**
 * A page without what nobody reads (a tenth of its size as often as not), closed where it left elements open, and what
 * it says of itself; null where it is nested deeper than any page that people wrote, or in more pieces: the libraries
 * take minutes over some of those.
 */
export function shrink(html: string, url: string): { html: string; facts: PageFacts } | null {
  const facts: PageFacts = {
    ...{ meta: new Map(), title: '', canonical: null, base: url, lang: null, dir: null },
    ...{ scripts: '', asksPassword: false, paid: false },
  }
  const out: string[] = []
  let depth = 0
  let pieces = 0
  /** How many dropped elements we are in. */
  let dropped = 0
  let script: 'json' | 'code' | null = null
  let json = ''
  let inTitle = false

  const count = (more: number) => {
    pieces += more
    if (pieces > MAX_PIECES) throw new TooMuch()
  }

  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        depth += 1
        count(1)
        if (depth > MAX_DEPTH) throw new TooMuch()
        const name = RENAMED[tag] ?? tag
        if (tag === 'script') {
          script = /ld\+json/i.test(attributes.type ?? '') ? 'json' : 'code'
          json = ''
          note(facts, attributes.src ?? '')
          return
        }
        if (tag === 'input' && attributes.type?.toLowerCase() === 'password') facts.asksPassword = true
        readFacts(facts, tag, attributes, url)
        if (DROPPED.has(tag)) dropped += 1
        else if (tag === 'title') inTitle ||= facts.title === ''
        else if (dropped === 0 && !UNWRAPPED.has(tag) && !tiny(name, attributes))
          out.push(`<${name}${written(attributes)}>`)
      },
      ontext(text) {
        count(1 + (text.match(/[&<>]/g)?.length ?? 0))
        if (script === 'json' && json.length < MAX_JSON_LD) json += text
        else if (script === 'code') note(facts, text)
        else if (inTitle) facts.title += text
        else if (script === null && dropped === 0) out.push(escaped(text))
      },
      onclosetag(tag) {
        depth -= 1
        const name = RENAMED[tag] ?? tag
        if (tag === 'script') {
          if (script === 'json' && json.length < MAX_JSON_LD) out.push(jsonLd(facts, json))
          script = null
        } else if (DROPPED.has(tag)) dropped -= 1
        else if (tag === 'title') inTitle = false
        else if (dropped === 0 && !UNWRAPPED.has(tag) && !VOID.has(name)) out.push(`</${name}>`)
      },
    },
    { decodeEntities: true },
  )
  try {
    parser.end(html)
  } catch (error) {
    if (error instanceof TooMuch) return null
    throw error
  }
  return { html: out.join(''), facts }
}

/** Ends the parser at once: the rest may take it minutes. */
class TooMuch extends Error {}

type Attributes = Record<string, string>

function readFacts(facts: PageFacts, tag: string, attributes: Attributes, url: string): void {
  const dir = /^(rtl|ltr)$/i.exec(attributes.dir?.trim() ?? '')?.[0]?.toLowerCase()
  if (['html', 'body', 'main', 'article'].includes(tag)) {
    facts.dir ??= (dir as 'rtl' | 'ltr' | undefined) ?? null
    facts.lang ??= attributes.lang || attributes['xml:lang'] || null
  } else if (tag === 'meta') {
    const name = (attributes.property ?? attributes.name ?? attributes['http-equiv'])?.toLowerCase()
    if (name && attributes.content && !facts.meta.has(name)) facts.meta.set(name, attributes.content)
  } else if (tag === 'link') {
    const named = attributes.rel?.toLowerCase().split(/\s+/).includes('canonical')
    if (named) facts.canonical ??= attributes.href ?? null
  } else if (tag === 'base' && attributes.href && URL.canParse(attributes.href, url)) {
    facts.base = new URL(attributes.href, url).href
  }
}

/** A pixel, a line, a label over an advertisement. */
function tiny(tag: string, { width, height }: Attributes): boolean {
  return tag === 'img' && [width, height].some((size) => /^\d(px)?$/.test(size ?? ''))
}

function note(facts: PageFacts, text: string): void {
  if (facts.scripts.length < MAX_SCRIPTS) facts.scripts += `${text.slice(0, 2_000)}\n`
}

/** Kept for what it says of title and author. */
function jsonLd(facts: PageFacts, json: string): string {
  if (/"isAccessibleForFree"\s*:\s*"?false/i.test(json)) facts.paid = true
  return `<script type="application/ld+json">${json.replaceAll('</', '<\\/')}</script>`
}

function written(attributes: Attributes): string {
  return Object.entries(attributes)
    .slice(0, MAX_ATTRIBUTES)
    .filter(([name, value]) => /^[a-z][a-z0-9:_-]*$/.test(name) && !name.startsWith('on') && value.length <= MAX_VALUE)
    .map(([name, value]) => ` ${name}="${escaped(value).replaceAll('"', '&quot;')}"`)
    .join('')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
