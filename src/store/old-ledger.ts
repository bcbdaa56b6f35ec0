import { type SQL, sql } from 'drizzle-orm'

/**
 * Statements, of which each drops up to `limit` rows: deliveries and chunks of issues that ended at `before` or earlier,
 * and what was heard of messages until then. The issue keeps its numbers.
 */
export function dropOldLedger(before: number, limit: number): SQL[] {
  return [
    sql`WITH ${issuesIn(sql`chunks`)} DELETE FROM chunks WHERE id IN (
      SELECT chunks.id FROM ${ended(before)} CROSS JOIN chunks ON chunks.issue_id = noted.issue_id LIMIT ${limit})`,
    sql`WITH ${issuesIn(sql`deliveries`)} DELETE FROM deliveries WHERE (issue_id, subscriber_id) IN (
      SELECT deliveries.issue_id, subscriber_id FROM ${ended(before)}
      CROSS JOIN deliveries ON deliveries.issue_id = noted.issue_id LIMIT ${limit})`,
    sql`DELETE FROM mail_events WHERE id IN (
      SELECT id FROM mail_events WHERE received_at <= ${before} LIMIT ${limit})`,
  ]
}

/** The issues that have rows in a table: one step along its index for each, however many rows each has. */
function issuesIn(table: SQL): SQL {
  return sql`noted AS (SELECT min(issue_id) AS issue_id FROM ${table}
    UNION ALL SELECT (SELECT min(other.issue_id) FROM ${table} AS other WHERE other.issue_id > noted.issue_id)
    FROM noted WHERE issue_id IS NOT NULL)`
}

function ended(before: number): SQL {
  return sql`noted CROSS JOIN issues ON issues.id = noted.issue_id AND finished_at <= ${before}`
}
