import { sql } from 'drizzle-orm'
import { batch, type Db, type Row, rows } from './db.ts'

/** What an article means that holds all of `stems`: the topic of a rule, or a followed keyword. */
export type Rule = { id: number; stems: string[] }

/** Topics' rules and keywords of which the leading stem is among these; whether the others are too is left to see. */
export async function rulesAmong(db: Db, stems: Iterable<string>): Promise<{ topics: Rule[]; keywords: Rule[] }> {
  const list = JSON.stringify([...new Set(stems)])
  const results = await batch(db, [
    sql`SELECT topic_id AS id, stems FROM json_each(${list}) AS there CROSS JOIN topic_rules ON stem = there.value`,
    sql`SELECT keywords.id, stems FROM json_each(${list}) AS there CROSS JOIN keywords ON stem = there.value`,
  ])
  return { topics: rows(results, 0).map(toRule), keywords: rows(results, 1).map(toRule) }
}

function toRule({ id, stems }: Row): Rule {
  return { id: Number(id), stems: JSON.parse(String(stems)) as string[] }
}
