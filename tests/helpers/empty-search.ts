import { env } from 'cloudflare:workers'

const INDEXES = ['article_docs_a', 'article_docs_b', 'saved_docs_a', 'saved_docs_b']
const TABLES = ['settings', 'saved_doc_ids', 'sqlite_sequence']

/** The search indexes begin empty in each test. They hold no rows that could be deleted one by one. */
export async function emptySearch(): Promise<void> {
  const statements = [
    ...INDEXES.map((index) => `INSERT INTO ${index} (${index}) VALUES ('delete-all')`),
    ...TABLES.map((table) => `DELETE FROM ${table}`),
  ]
  await env.SEARCH_DB.batch(statements.map((statement) => env.SEARCH_DB.prepare(statement)))
}
