import { type Context, Hono } from 'hono'
import { ImportPage, ImportsPage, type UploadRefusal } from '../../views/imports.tsx'
import { receive } from '../actions/imports.ts'
import { plainLine } from '../core/arabic.ts'
import { csvLine } from '../core/export/csv.ts'
import type { AppEnv } from '../env.ts'
import * as imports from '../store/imports.ts'
import { idOf } from '../web/paging.ts'
import { leave, page, wordsFor } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'
import { streamOf } from '../web/stream.ts'

type C = Context<AppEnv>

export const importRoutes = new Hono<AppEnv>()

importRoutes.get('/', (c) => importsPage(c))

/** A form with a file, or with script the file itself: then its name stands in a header. */
importRoutes.post('/', async (c) => {
  const file = await fileOf(c)
  if (!file) return importsPage(c, 'noFile')
  const id = await receive(c.var, { readerId: signedIn(c).id, ...file })
  if (id === null) return importsPage(c, 'tooMany')
  c.var.poke('INGEST')
  return leave(c, `/list/imports/${id}`)
})

importRoutes.get('/:id{[1-9][0-9]{0,14}}', async (c) => {
  const after = Number(/^\d{1,9}$/.exec(c.req.query('after') ?? '')?.[0] ?? 0)
  const found = await imports.read(c.var.shelf, signedIn(c).id, idOf(c), after)
  return page(c, <ImportPage {...found} broken={imports.brokeOff(found.made, c.var.now())} />)
})

importRoutes.get('/:id{[1-9][0-9]{0,14}}/rows.csv', async (c) => {
  const { made } = await imports.read(c.var.shelf, signedIn(c).id, idOf(c), 0)
  const headers = {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="rows.csv"`,
  }
  return c.body(streamOf(refusedCsv(c, made)), 200, headers)
})

async function importsPage(c: C, refused?: UploadRefusal): Promise<Response> {
  const all = await imports.page(c.var.shelf, signedIn(c).id)
  return page(c, <ImportsPage imports={all} refused={refused} />, refused ? 422 : 200)
}

async function fileOf(c: C): Promise<{ name: string; bytes: number; body: ReadableStream | Blob } | null> {
  const named = c.req.header('X-File-Name')
  if (named !== undefined) {
    const bytes = Number(c.req.header('Content-Length'))
    const body = c.req.raw.body?.pipeThrough(new FixedLengthStream(bytes)) ?? new Blob([])
    return { name: plainLine(decoded(named), 120), bytes, body }
  }
  const { file } = await c.req.parseBody()
  if (!(file instanceof File) || !(file.name || file.size)) return null
  return { name: plainLine(file.name, 120), bytes: file.size, body: file }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return ''
  }
}

const ROWS = 500

/** For spreadsheets, like the export: with a byte order mark, and no cell that would run as a formula. */
async function* refusedCsv(c: C, { readerId, id }: imports.Import): AsyncGenerator<Uint8Array> {
  const { rows: words, rowFaults } = wordsFor(c).m.imports
  const encoder = new TextEncoder()
  yield encoder.encode(`\ufeff${csvLine([words.row, words.why, words.title, words.url])}`)
  for (let after = 0; ; ) {
    const rows = await imports.refusedRows(c.var.shelf, readerId, id, after, ROWS)
    yield encoder.encode(
      rows.map(({ row, fault, title, url }) => csvLine([row, rowFaults[fault], title, url])).join(''),
    )
    if (rows.length < ROWS) return
    after = rows.at(-1)?.row ?? 0
  }
}
