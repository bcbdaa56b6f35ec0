import { env } from 'cloudflare:workers'
import { ar } from '../../src/i18n/ar.ts'
import { START } from './app.ts'
import { addArticle, addTopic, PASSWORD, type signedInClient } from './builders.ts'

// What makes something of a reader's, for each route that names one.

export type Owner = Awaited<ReturnType<typeof signedInClient>>
type Own = { path: string; fields?: Record<string, string> }

export const wanted = { wanted: '1' }

async function savedRow(owner: Owner): Promise<string> {
  const article = await addArticle({ title: 'سرّ القارئ الأول' })
  await owner.post('/list', { article_id: String(article) })
  return String(article)
}

export async function highlight(owner: Owner, route: string): Promise<string> {
  await savedRow(owner)
  await owner.post('/list/1/highlights', mark)
  return `/list/highlights/1/${route}`
}

const mark = { quote: 'كلمات القارئ الأول', prefix: '', suffix: '', position: '0' }

/** The first of two. */
async function tag(owner: Owner): Promise<number> {
  await savedRow(owner)
  await owner.post('/list/1/tags', { tags: 'ماء، أرض' })
  return 1
}

export async function file({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO exports (reader_id, id, format, state, created_at, finished_at) VALUES (?1, 1, 'csv', 'done', ?2, ?2)`,
  )
    .bind(reader.id, START)
    .run()
  return '/list/exports/1/file'
}

export async function passkey({ reader }: Owner): Promise<string> {
  const id = 'p'.repeat(22)
  await env.DB.prepare(
    `INSERT INTO passkeys (id, reader_id, credential_id, public_key, user_handle, counter, name, created_at)
      VALUES (?, ?, 'credential', 'key', 'handle', 0, 'مفتاح القارئ الأول', ?)`,
  )
    .bind(id, reader.id, START)
    .run()
  return `/settings/security/passkeys/${id}`
}

async function device({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO sessions (id_hash, public_id, reader_id, created_at, expires_at) VALUES ('hash', 'tablet', ?1, ?2, ?3)`,
  )
    .bind(reader.id, START, START + 86_400)
    .run()
  return '/settings/security/devices/tablet'
}

async function importOf({ reader }: Owner): Promise<string> {
  await env.DB.prepare(
    `INSERT INTO imports (reader_id, id, name, bytes, state, created_at) VALUES (?, 1, 'ملف القارئ الأول', 9, 'done', ?)`,
  )
    .bind(reader.id, START)
    .run()
  return '/list/imports/1'
}

/** What makes each route with a parameter lead to something of its reader's. */
export const OWNED: Record<string, (owner: Owner) => Promise<Own>> = {
  'GET /list/imports/:id': async (owner) => ({ path: await importOf(owner) }),
  'GET /list/imports/:id/rows.csv': async (owner) => ({ path: `${await importOf(owner)}/rows.csv` }),
  'GET /list/:id': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1' }
  },
  'POST /list/:id/page': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/page', fields: wanted }
  },
  'POST /list/:id/text': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/text', fields: { text: 'نص' } }
  },
  'POST /list/:id/archived': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/archived', fields: wanted }
  },
  'POST /list/:id/favourite': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/favourite', fields: wanted }
  },
  'POST /list/:id/tags': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/tags', fields: { tags: 'ماء' } }
  },
  'POST /list/:id/note': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/note', fields: { note: 'ملاحظة' } }
  },
  'GET /list/exports/:id/file': async (owner) => ({ path: await file(owner) }),
  'GET /list/tags/:id': async (owner) => ({ path: `/list/tags/${await tag(owner)}` }),
  'POST /list/tags/:id': async (owner) => ({ path: `/list/tags/${await tag(owner)}`, fields: { name: 'نهر' } }),
  'POST /list/tags/:id/merged': async (owner) => ({
    path: `/list/tags/${await tag(owner)}/merged`,
    fields: { into: '2' },
  }),
  'POST /list/tags/:id/removed': async (owner) => ({ path: `/list/tags/${await tag(owner)}/removed`, fields: wanted }),
  'POST /list/:id/removed': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/removed', fields: wanted }
  },
  'POST /list/:id/progress': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/progress', fields: { percent: '5', anchor: '', at: String(START) } }
  },
  'POST /list/:id/direction': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/direction', fields: { wanted: 'ltr' } }
  },
  'POST /list/:id/finished': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/finished', fields: wanted }
  },
  'POST /list/:id/highlights': async (owner) => {
    await savedRow(owner)
    return { path: '/list/1/highlights', fields: mark }
  },
  'POST /list/highlights/:id/note': async (owner) => ({ path: await highlight(owner, 'note'), fields: { note: 'ن' } }),
  'POST /list/highlights/:id/removed': async (owner) => ({ path: await highlight(owner, 'removed'), fields: wanted }),
  'POST /list/articles/:id/removed': async (owner) => ({
    path: `/list/articles/${await savedRow(owner)}/removed`,
    fields: wanted,
  }),
  'POST /settings/security/devices/:device': async (owner) => ({ path: await device(owner) }),
  'GET /settings/security/passkeys/:id': async (owner) => ({ path: await passkey(owner) }),
  'POST /settings/security/passkeys/:id': async (owner) => ({ path: await passkey(owner), fields: { name: 'ب' } }),
  'POST /settings/security/passkeys/:id/removed': async (owner) => ({
    path: `${await passkey(owner)}/removed`,
    fields: { password: PASSWORD },
  }),
}

/** Routes that name what everybody may read: of each, one, and what its page says to nobody but who said it. */
export const SHARED: Record<string, (owner: Owner) => Promise<{ path: string; said: string }>> = {
  'GET /following/articles/:id': async (owner) => {
    const topic = await addTopic('economy', 'اقتصاد')
    const article = await addArticle({ topics: [topic] })
    await owner.post('/following', { kind: 'topic', ref: String(topic), want: 'mute' })
    return { path: `/following/articles/${article}`, said: ar.follow.wishes.unmute }
  },
}
