import { textOf as plain, type SafeHtml } from '../core/safe-html.ts'
import { hasHit, type Marker, type Marks, mark, type Piece, snippet } from '../core/snippet.ts'

type Row = { id: number; title: string; excerpt: string; written?: string[] }
/** The texts of those rows (by id) that have one. */
export type Bodies = (ids: number[]) => Promise<Map<number, SafeHtml>>

/** Letters of a text that are looked through, as many as are indexed. */
const LOOKED_THROUGH = 40_000

/** By the rows' ids. A text is only read where nothing shorter holds the hit. */
export async function marksOf(rows: Row[], marker: Marker, bodies: Bodies): Promise<Map<number, Marks>> {
  const marks = new Map(rows.map((row) => [row.id, shortOf(row, marker)]))
  const hidden = rows.filter(({ id }) => !pieces(marks.get(id)).some(hasHit)).map(({ id }) => id)
  const texts = hidden.length > 0 ? await bodies(hidden) : new Map<number, SafeHtml>()
  for (const [id, html] of texts) {
    const found = snippet(plain(html).slice(0, LOOKED_THROUGH), marker)
    const short = marks.get(id)
    if (found && short) marks.set(id, { ...short, snippet: found })
  }
  return marks
}

function shortOf({ title, excerpt, written = [] }: Row, marker: Marker): Marks {
  const whole = mark(excerpt, marker)
  const found = hasHit(whole) ? whole : written.map((text) => snippet(text, marker)).find((pieces) => pieces !== null)
  return { title: mark(title, marker), snippet: found ?? whole }
}

function pieces(marks: Marks | undefined): Piece[][] {
  return marks ? [marks.title, marks.snippet] : []
}
