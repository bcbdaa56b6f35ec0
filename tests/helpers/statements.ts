import { hooked } from './d1.ts'

/** A database that counts the statements it is asked, for `createTestApp({ d1 })`. */
export function counting(d1: D1Database) {
  let asked = 0
  return {
    d1: hooked(d1, {
      prepare: () => {
        asked += 1
      },
    }),
    /** How many statements a step took. */
    during: async (step: () => Promise<unknown>): Promise<number> => {
      const before = asked
      await step()
      return asked - before
    },
  }
}
