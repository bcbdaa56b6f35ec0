import { type SQL, sql } from 'drizzle-orm'
import type { Edit, EditedFields, EditNoun } from '../core/edit.ts'
import { batch, type Db, type Row, rows } from './db.ts'

/** A change as the log has it. */
export type LoggedEdit = Required<Omit<Edit, 'action'>> & { id: number; editedAt: number; action: Edit['action'] }

/** A change to be written down: where the step itself finds out, its id and its name are statements' parts. */
type NewEdit<Noun extends EditNoun> = Omit<Edit<Noun>, 'ref' | 'label'> & { ref: number | SQL; label: string | SQL }

/** The `ref` of what the statement before inserted. */
export const inserted: SQL = sql`last_insert_rowid()`

/** Statement: writes a change down, where the statement before changed a row; else in every case, or as `where` says. */
export function logEdit<Noun extends EditNoun>(
  edit: NewEdit<Noun>,
  now: number,
  { ifChanged = true, where = ifChanged ? sql`changes() > 0` : sql`true` }: { ifChanged?: boolean; where?: SQL } = {},
): SQL {
  const { editorId, noun, ref, label, action, before = {}, after = {} } = edit
  return sql`INSERT INTO edits (edited_at, editor_id, noun, ref, label, action, before, after)
    SELECT ${now}, ${editorId}, ${noun}, ${ref}, ${label}, ${action}, ${JSON.stringify(before)}, ${JSON.stringify(after)}
    WHERE ${where}`
}

/** Writes down what no statement of ours changes, or what takes more than one step. */
export async function writeEdit<Noun extends EditNoun>(db: Db, edit: NewEdit<Noun>, now: number): Promise<void> {
  await batch(db, [logEdit(edit, now, { ifChanged: false })])
}

/** Statement: the log calls an account by its email no more. What was done to it stays, under its id. */
export function forgetEmail({ id, email }: { id: number; email: string }): SQL {
  return sql`UPDATE edits SET label = '' WHERE noun IN ('reader', 'editor') AND ref IN (0, ${id})
    AND (ref > 0 OR label = ${email})`
}

const columns = sql`id, edited_at, editor_id, noun, ref, label, action, before, after`

/** The newest changes of one thing, before an id. */
export async function latestEdits(
  db: Db,
  { noun, ref, before = Number.MAX_SAFE_INTEGER }: { noun: EditNoun; ref: number; before?: number },
  limit: number,
): Promise<LoggedEdit[]> {
  const results = await batch(db, [
    sql`SELECT ${columns} FROM edits WHERE noun = ${noun} AND ref = ${ref} AND id < ${before}
      ORDER BY id DESC LIMIT ${limit}`,
  ])
  return rows(results, 0).map(toEdit)
}

const PAGE = 50
/** How many changes are looked through for those of one noun; the page then leads on from there. */
const LOOKED_THROUGH = 1000

/** A page of the log, newest first, of one noun or of all; `older`: where the next page begins. */
export async function editsPage(
  db: Db,
  { noun, before }: { noun: EditNoun | null; before: number | null },
): Promise<{ edits: LoggedEdit[]; older: number | null }> {
  const walked = sql`SELECT * FROM edits WHERE id < ${before ?? Number.MAX_SAFE_INTEGER}
    ORDER BY id DESC LIMIT ${LOOKED_THROUGH}`
  const results = await batch(db, [
    sql`SELECT ${columns} FROM (${walked}) WHERE ${noun ? sql`noun = ${noun}` : sql`true`} LIMIT ${PAGE + 1}`,
    sql`SELECT id FROM edits WHERE id < ${before ?? Number.MAX_SAFE_INTEGER}
      ORDER BY id DESC LIMIT 1 OFFSET ${LOOKED_THROUGH - 1}`,
  ])
  const found = rows(results, 0).map(toEdit)
  const edits = found.slice(0, PAGE)
  const last = rows(results, 1)[0]
  const walkedTo = last ? Number(last.id) : null
  return { edits, older: found.length > PAGE ? (edits.at(-1)?.id ?? null) : walkedTo }
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
