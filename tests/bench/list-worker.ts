import { Hono } from 'hono'
import { indexedWords } from '../../src/core/arabic-search.ts'
import { sha256 } from '../../src/core/secrets.ts'
import type { Bindings } from '../../src/env.ts'
import { open } from '../../src/store/db.ts'
import { languageToken, readerToken, sourceTokens } from '../../src/store/match.ts'
import { writeSaved } from '../../src/store/search.ts'
import { seedShelf } from '../helpers/large-shelf.ts'
import { siteWith } from './site.ts'

// What `npm run bench:list` needs beside the site: lists of any size.

const TAGS = 500
const DOCS = 500

/** The words are those of `tests/helpers/large-shelf.ts`. */
const PAGES: [name: string, path: string][] = [
  ['unread', '/list'],
  ['archived', '/list?state=archived'],
  ['favourite', '/list?state=favourite'],
  ['all, oldest first', '/list?state=all&sort=oldest'],
  ['all, shortest first', '/list?state=all&sort=shortest'],
  ['all, longest first', '/list?state=all&sort=longest'],
  ['one tag', '/list?state=all&tag=وسم 0'],
  ['one source', '/list?state=all&source=صحيفة 1'],
  ['one language', '/list?state=all&language=en'],
  ['long ones', '/list?state=all&length=long'],
  ['of this month', '/list?state=all&within=month'],
  ['long ones of one tag, in English', '/list?state=all&tag=وسم 0&language=en&length=long'],
  ['a language that nothing has', '/list?state=all&language=de'],
  ['search: a number', '/list?q=رقم 77'],
  ['search: a word that is everywhere', '/list?q=محفوظ'],
  ['search: a phrase', '/list?q=«محفوظ رقم 77»'],
  ['search: nothing found', '/list?q=ظظظظظ'],
  ['an article', '/list/70'],
  ['tags', '/list/tags'],
  ['highlights', '/list/highlights'],
  ['imports', '/list/imports'],
  ['exports', '/list/exports'],
]

const tools = new Hono<{ Bindings: Bindings }>()

/** A reader with a session and a list that search knows. */
tools.post('/bench/seed', async (c) => {
  const { readerId, saved } = await c.req.json<{ readerId: number; saved: number }>()
  const now = Math.floor(Date.now() / 1000)
  const session = String(readerId)
    .padStart(40, 'a')
    .replace(/\d/g, (digit) => 'bcdefghijk'.charAt(Number(digit)))
  await c.env.DB.batch([
    c.env.DB.prepare('INSERT INTO readers (id, email, created_at) VALUES (?1, ?1, ?2)').bind(readerId, now),
    c.env.DB.prepare(
      'INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at, last_seen_at) VALUES (?1, ?2, ?2, ?3, ?4, ?3)',
    ).bind(sha256(session), readerId, now, now + 86_400),
  ])
  await seedShelf(c.env.DB, { readerId, saved, tags: TAGS, now })
  const search = open(c.env.SEARCH_DB)
  for (let first = 1; first <= saved; first += DOCS) {
    const ids = Array.from({ length: Math.min(DOCS, saved - first + 1) }, (_, i) => first + i)
    const filter = [readerToken(readerId), languageToken('ar'), ...sourceTokens('صحيفة')].join(' ')
    const docs = ids.map((id) => ({
      readerId,
      id,
      ...indexedWords([`خبر محفوظ رقم ${id}`, 'نبذة من سطر أو سطرين']),
      filter,
    }))
    await writeSaved(search, ['a'], docs, [])
  }
  return c.json({ session })
})

tools.get('/bench/pages', (c) => c.json(PAGES))

export default siteWith(tools)
