import { type SQL, sql } from 'drizzle-orm'
import type { Edit, EditedFields, EditNoun } from '../core/edit.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** A change as the log has it. */
export type LoggedEdit = Required<Omit<Edit, 'action'>> & { id: number; editedAt: number; action: Edit['action'] }

/** Statement: writes a change down. With `ifChanged` only where the statement before changed a row. */
export function logEdit<Noun extends EditNoun>(
  edit: Edit<Noun>,
  now: number,
  { ifChanged = true }: { ifChanged?: boolean } = {},
): SQL {
  const { editorId, noun, ref, label, action, before = {}, after = {} } = edit
  return sql`INSERT INTO edits (edited_at, editor_id, noun, ref, label, action, before, after)
    SELECT ${now}, ${editorId}, ${noun}, ${ref}, ${label}, ${action}, ${JSON.stringify(before)}, ${JSON.stringify(after)}
    WHERE ${ifChanged ? sql`changes() > 0` : sql`true`}`
}

/** The newest changes, before an id; of one noun, or of one thing. */
export async function latestEdits(
  db: Db,
  { noun, ref, before = Number.MAX_SAFE_INTEGER }: { noun?: EditNoun; ref?: number; before?: number },
  limit: number,
): Promise<LoggedEdit[]> {
  const of = noun ? sql`noun = ${noun} AND ${ref === undefined ? sql`true` : sql`ref = ${ref}`} AND` : sql``
  const results = await batch(db, [
    sql`SELECT id, edited_at, editor_id, noun, ref, label, action, before, after FROM edits
      WHERE ${of} id < ${before} ORDER BY id DESC LIMIT ${limit}`,
  ])
  return rows(results, 0).map(toEdit)
}

function toEdit(row: Row): LoggedEdit {
  return {
    id: Number(row.id),
    editedAt: Number(row.edited_at),
    editorId: Number(row.editor_id),
    noun: row.noun as EditNoun,
    ref: Number(row.ref),
    label: String(row.label),
    action: row.action as Edit['action'],
    before: JSON.parse(String(row.before)) as EditedFields,
    after: JSON.parse(String(row.after)) as EditedFields,
  }
}
