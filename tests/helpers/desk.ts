import { env } from 'cloudflare:workers'
import type { TestApp } from './app.ts'
import { addArticle, addTopic, signedInClient } from './builders.ts'
import { dumpTables } from './d1.ts'

/** A browser in which an editor is signed in. */
export async function editorClient(app: TestApp) {
  const client = await signedInClient(app, { email: 'editor@example.com' })
  await env.DB.prepare(`UPDATE readers SET role = 'editor' WHERE id = ?`).bind(client.reader.id).run()
  return client
}

/** Sends the form of a page as it was just opened, changed by these fields: over the version that stands now. */
export async function save(
  client: Awaited<ReturnType<typeof editorClient>>,
  path: string,
  fields: Record<string, string>,
) {
  const [, version = ''] = /name="version" value="(\d+)"/.exec((await client.get(path)).text) ?? []
  return client.post(path, { ...fields, version })
}

/** What the log of the desk has, in the order in which it was written. */
export async function editsNow() {
  const { edits = [] } = await dumpTables(env.DB)
  return edits.toSorted((a, b) => Number(a.id) - Number(b.id))
}

export async function actionsNow() {
  return (await editsNow()).map(({ action }) => action)
}

/** What was written down last. */
export async function lastEdit() {
  const { noun, action, editor_id: by, before, after } = (await editsNow()).at(-1) ?? {}
  return { noun, action, by, before, after }
}

async function editorWithTopics(app: TestApp) {
  const editor = await editorClient(app)
  await addTopic('water', 'المياه')
  await addTopic('economy', 'الاقتصاد')
  return editor
}

const ARTICLE = { title: 'نهر جديد', picture: 'https://news.example/a.jpg' }

/** An article in the first of two topics, before an editor: `edit` sends its form, changed by these fields. */
export async function articleAtDesk(app: TestApp) {
  const editor = await editorWithTopics(app)
  const id = await addArticle({ ...ARTICLE, topics: [1] })
  const path = `/desk/articles/${id}`
  const edit = (fields: Record<string, string>) =>
    save(editor, path, { ...ARTICLE, pictureAlt: '', 'topic:1': '1', ...fields })
  return { editor, id, path, edit }
}

/** What the form of an article of the site's own sends. */
export const DRAFT = {
  title: 'كلمة التحرير',
  markdown: '## بداية\n\nفقرة فيها **كلمة مهمة** و[رابط](https://news.example/a).',
  byline: 'فريق التحرير',
  excerpt: '',
  picture: 'https://news.example/a.jpg',
  pictureAlt: 'نهر',
  'topic:1': '1',
}
export const DRAFT_PATH = '/desk/articles/drafts/1'

/** An editor who has just written it. */
export async function draftAtDesk(app: TestApp) {
  const editor = await editorWithTopics(app)
  await editor.post('/desk/articles/drafts', DRAFT)
  return editor
}

/** The topics of the one article that has any. */
export async function topicsNow() {
  const { article_topics = [] } = await dumpTables(env.DB)
  return article_topics.map(({ topic_id }) => topic_id)
}

/** What a newsletter's form sends. */
export const NEWSLETTER = {
  name: 'نشرة المساء',
  slug: 'evening',
  description: 'ما جرى في يوم.',
  kind: 'digest',
  state: 'active',
  rhythm: 'daily',
  time: '18:30',
  zone: 'Asia/Riyadh',
  items: '8',
  minItems: '2',
  intro: '',
  senderName: '',
  senderEmail: '',
  postalAddress: '',
  whenUncertain: 'skip',
}
