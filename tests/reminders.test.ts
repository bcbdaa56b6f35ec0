import { beforeEach, describe, expect, it } from 'vitest'
import { createTestApp, START, type TestApp } from './helpers/app.ts'
import { metered } from './helpers/costs.ts'
import { contentOf, people, setOf } from './helpers/personal.ts'
import { addNewsletter } from './helpers/rhythm.ts'
import { addSaved } from './helpers/shelf.ts'

let app: TestApp
beforeEach(async () => {
  app = createTestApp()
  await addNewsletter(app, { kind: 'list', minItems: 1 })
})

describe('a reminder of the list', () => {
  it('tells how much waits and what came last, and is not sent where nothing does', async () => {
    await people(app, [], [], null)
    for (let id = 1; id <= 7; id += 1)
      await addSaved(1, id, { savedAt: START - id, ...(id === 2 && { archivedAt: START }) })
    await addSaved(1, 8, { savedAt: START + 1, title: 'Left to right', direction: 'rtl', ownDirection: 'ltr' })
    await addSaved(2, 1, { archivedAt: START })
    const content = await contentOf(app, 3, 'list')
    expect(Object.keys(content.of)).toEqual(['1'])
    const set = setOf(content, 1)
    if (set?.kind !== 'list') throw new Error('no reminder')
    expect(set.unread).toBe(7)
    expect(set.items.map(({ savedId }) => savedId)).toEqual([8, 1, 3, 4, 5])
    expect(set.items[0]).toMatchObject({ title: 'Left to right', direction: 'ltr' })
  })

  it('reads as little of a long list as of a short one', async () => {
    const read: number[] = []
    await people(app, [])
    for (let id = 1; id <= 60; id += 1) await addSaved(1, id, { savedAt: START + id })
    await contentOf(app, 1, 'list', metered(read))
    expect(read.reduce((sum, rows) => sum + rows, 0)).toBeLessThan(30)
  })
})
