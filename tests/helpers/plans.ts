import { hooked } from './d1.ts'

/** Tables that stay small whatever the site's size: reading one whole is no fault. All others are large. */
const SMALL = ['topics', 'categories', 'sources', 'newsletters', 'settings', 'dev_mails']

const seen = new Set<string>()

/** The binding as the code under test gets it: every statement that goes through it is explained after the file. */
export function recorded(d1: D1Database): D1Database {
  return hooked(d1, { prepare: (query) => seen.add(query) })
}

/** What is wrong with the plans of all statements recorded so far. */
export async function badPlans(d1: D1Database): Promise<string[]> {
  const found = await Promise.all([...seen].map((query) => faults(d1, query)))
  return found.flat()
}

const JSON_EACH = /VIRTUAL TABLE INDEX \d+:$/
const ONE_ROW = /\((rowid=\?|reader_id=\? AND id=\?)\)$/

type Step = { id: number; parent: number; detail: string }

/** Reads a statement's plan: a walk over a large table, a sort or a count of one is a fault. */
export async function faults(d1: D1Database, query: string): Promise<string[]> {
  if (!/^\s*(select|with|insert|update|delete)\b/i.test(query)) return []
  const parameters = Array(numberOfParameters(query)).fill(null)
  const { results: plan } = await d1
    .prepare(`EXPLAIN QUERY PLAN ${query}`)
    .bind(...parameters)
    .all<Step>()
  const names = tablesByName(query)
  const large = (detail: string) => {
    const name = /^(?:SCAN|SEARCH) (\w+)/.exec(detail)?.[1]
    const table = name && names.get(name.toLowerCase())
    return table && !SMALL.includes(table) ? table : null
  }
  const reasons = plan.flatMap(({ detail, parent }, at) => {
    if (detail.startsWith('SCAN') && large(detail)) return [detail]
    // A list that is read anew for each row of a walk, where each of the list should look for its row.
    const outer = plan.slice(0, at).find((step) => step.parent === parent)
    if (JSON_EACH.test(detail) && outer && large(outer.detail) && !ONE_ROW.test(outer.detail)) {
      return [`${detail} for each row of ${outer.detail}`]
    }
    if (!detail.startsWith('USE TEMP B-TREE')) return []
    // One row by its id at a time: whatever drives the look-up bounds it.
    const sorted = plan.filter((step) => step.parent === parent && large(step.detail) && !ONE_ROW.test(step.detail))
    return sorted.map((step) => `${detail} over ${step.detail}`)
  })
  for (const [, table = ''] of query.matchAll(/\bcount\s*\([^)]*\)\s*(?:as\s+\w+\s*)?from\s+"?(\w+)/gi)) {
    if (names.has(table.toLowerCase()) && !SMALL.includes(table)) reasons.push(`count( over ${table}`)
  }
  return reasons.map((reason) => `${reason}\n  in: ${query.replace(/\s+/g, ' ')}`)
}

/** What a plan calls a table (its alias where it has one) and the table's own name. */
function tablesByName(query: string): Map<string, string> {
  const names = new Map<string, string>()
  const pattern = /\b(?:from|join|into|update)\s+"?(\w+)"?(?:\s+(?:as\s+)?"?(\w+)"?)?/gi
  for (const [, table = '', alias = ''] of query.matchAll(pattern)) {
    if (table.toLowerCase() === 'json_each' || table.toLowerCase() === 'select') continue
    names.set(table.toLowerCase(), table.toLowerCase())
    if (alias) names.set(alias.toLowerCase(), table.toLowerCase())
  }
  // What a statement itself makes and names is no table: how it is made is judged where it is made.
  for (const [, made = ''] of query.matchAll(/(?:\bwith|\),)\s+(\w+)\s+as\b/gi)) names.delete(made.toLowerCase())
  return names
}

function numberOfParameters(query: string): number {
  const bare = query.replace(/'(?:[^']|'')*'/g, '')
  const numbered = [...bare.matchAll(/\?(\d+)/g)].map(([, n]) => Number(n))
  return Math.max(0, ...numbered) + [...bare.matchAll(/\?(?!\d)/g)].length
}
