/** One call of D1: the statements it sent together. */
type Call = { sql: string; params: unknown[] }[]

type Sent = D1PreparedStatement & { real: D1PreparedStatement; call: Call[number] }

/** A binding that writes down what is sent through it, call by call. */
export function recording(d1: D1Database, calls: Call[]): D1Database {
  const wrap = (raw: Pick<D1Database, 'prepare' | 'batch'>) => ({
    prepare: (sql: string) => statement(raw.prepare(sql), { sql, params: [] }, calls),
    batch: <T>(statements: D1PreparedStatement[]) => {
      const sent = statements as Sent[]
      calls.push(sent.map(({ call }) => call))
      return raw.batch<T>(sent.map(({ real }) => real))
    },
  })
  return {
    ...wrap(d1),
    withSession: (constraint: string) => {
      const session = d1.withSession(constraint)
      return { ...wrap(session), getBookmark: () => session.getBookmark() }
    },
  } as unknown as D1Database
}

function statement(real: D1PreparedStatement, call: Call[number], calls: Call[]): Sent {
  const alone = <T>(run: () => T): T => {
    calls.push([call])
    return run()
  }
  return {
    real,
    call,
    bind: (...params: unknown[]) => statement(real.bind(...params), { ...call, params }, calls),
    all: () => alone(() => real.all()),
    run: () => alone(() => real.run()),
    raw: () => alone(() => real.raw()),
    first: () => alone(() => real.first()),
  } as unknown as Sent
}

/** Sends the same statements in the same calls again. A row that is there already is written over. */
export async function replay(d1: D1Database, calls: Call[]): Promise<void> {
  const session = d1.withSession('first-primary')
  for (const call of calls) {
    const statements = call.map(({ sql, params }) => session.prepare(sql).bind(...params))
    await session.batch(statements)
  }
}

/** Recorded statements are sent many times over: an insert that is no upsert replaces. */
export function repeatable(calls: Call[]): Call[] {
  const again = (sql: string) =>
    /ON CONFLICT/i.test(sql) ? sql : sql.replace(/^\s*INSERT INTO/i, 'INSERT OR REPLACE INTO')
  return calls.map((call) => call.map(({ sql, params }) => ({ sql: again(sql), params })))
}
