import { applyD1Migrations, type D1Migration } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { afterAll, beforeEach, expect } from 'vitest'
import { LEAKS } from './bindings.ts'
import { emptyFiles } from './bucket.ts'
import { emptyTables } from './d1.ts'
import { emptySearch } from './empty-search.ts'
import { badPlans } from './plans.ts'

const { DB, SEARCH_DB, TEST_MIGRATIONS, TEST_SEARCH_MIGRATIONS } = env as typeof env &
  Record<'TEST_MIGRATIONS' | 'TEST_SEARCH_MIGRATIONS', D1Migration[]>
await applyD1Migrations(DB, TEST_MIGRATIONS)
await applyD1Migrations(SEARCH_DB, TEST_SEARCH_MIGRATIONS)

// Each file has databases and a bucket of its own, each test finds them empty.
beforeEach(() => Promise.all([emptyTables(DB), emptyFiles(), emptySearch()]))

afterAll(async () => {
  expect(await badPlans(DB), 'statements that read more as a table grows').toEqual([])
  expect(await (await fetch(LEAKS)).json(), 'requests that left the machine').toEqual([])
})
