/** One call of D1: the statements it sent together. */
export type Call = { sql: string; params: unknown[] }[]

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
