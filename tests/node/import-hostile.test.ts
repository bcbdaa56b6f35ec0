import { describe, expect, it } from 'vitest'
import { BEGINNING, openFile } from '../../src/core/import/file.ts'
import { keyOf, toRow } from '../../src/core/import/row.ts'
import { faultOf, read, sourceOf, zip } from '../helpers/import-files.ts'

// Files that no program wrote: each has its end, takes no more time or memory than others, and makes rows that can be
// kept.

const NOW = 1_700_000_000

/** The rows that a file of ours makes. */
async function rowsOf(...items: object[]) {
  const file = JSON.stringify({ format: 'raff', version: 1, items })
  return (await read(file)).items.map((item) => toRow(item, { row: 1, urlKey: keyOf(item), article: null, now: NOW }))
}

describe('a list in JSON', () => {
  const item = (n: number) => `{"href":"https://a.example/${n}","extended":"","toread":"no"}`

  it('ends, though a brace too many stands between its items', async () => {
    const { items, refused } = await read(`[}${item(1)}}},${item(2)}]`)
    expect(items.map(({ url }) => url)).toEqual(['https://a.example/1', 'https://a.example/2'])
    expect(refused).toEqual([])
  })

  it('is known as quickly whatever quotes are in a text that never ends', { timeout: 3_000 }, async () => {
    expect(await faultOf(`[{"${'\\"'.repeat(128 * 1024)}`)).toBe('unknown_format')
  })

  it('may be nested deeper than anybody looks', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const { items } = await read(`[${item(1)},${item(2).replace('""', deep)}]`)
    expect(items).toHaveLength(2)
  })

  it('may be ours and laid out by an editor', async () => {
    const file = JSON.stringify({ format: 'raff', version: 1, items: [{ url: 'https://a.example/1' }] }, null, 2)
    expect(await read(file)).toMatchObject({ format: 'raff', items: [{ url: 'https://a.example/1' }] })
  })
})

describe('a row that can be kept', () => {
  it('has numbers, where the file has infinities', async () => {
    const text =
      '{"format":"raff","version":1,"items":[{"url":"https://a.example/1","words":1e999,"highlights":[{"quote":"x","position":1e999}]}]}'
    expect((await read(text)).items).toMatchObject([{ words: 0, highlights: [{ position: 0 }] }])
    const { items } = await read(
      'url,title,in queue,word count\nhttps://a.example/1,x,True,Infinity\nhttps://a.example/2,x,True,-1.5\n',
    )
    expect(items.map(({ words }) => words)).toEqual([0, 0])
  })

  it('was not read tomorrow, so that nothing is read after it', async () => {
    const [row] = await rowsOf({ url: 'https://a.example/1', progress: 3, progressAt: '2099-01-01T00:00:00Z' })
    expect(row?.values.progressAt).toBe(NOW)
  })

  it('has no halves of letters', async () => {
    const half = '\ud83d'
    const mark = { quote: half, prefix: half, suffix: half, note: half, position: 0 }
    const [row] = await rowsOf({ url: 'https://a.example/1', progressAnchor: half, note: half, highlights: [mark] })
    expect(JSON.stringify(row)).not.toContain('\\ud83d')
  })

  it('has no language that fills a page', async () => {
    const language = `en-x${'-aaaaaaaa'.repeat(1000)}`
    const [row] = await rowsOf({ url: 'https://a.example/1', language, direction: 'rtl' })
    expect(row?.values.language).toBe('und')
  })
})

describe('bookmarks', () => {
  const page = (content: string) => `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><p>${content}`

  it('say where reading goes on in few words, however deep their folders and however long their names', async () => {
    const file = await openFile(
      sourceOf(page(`${`<DT><H3>${'م'.repeat(500)}</H3><DL>`.repeat(500)}<DT><A HREF="https://a.example/1">x</A>`)),
    )
    const { value } = await file.records(BEGINNING).next()
    expect(value?.reading).toMatchObject({ item: { url: 'https://a.example/1' } })
    expect(JSON.stringify(value?.after).length).toBeLessThan(5_000)
  })

  it('are known as quickly where tags never end, and read as quickly where notes do not', {
    timeout: 3_000,
  }, async () => {
    expect(await faultOf('<a '.repeat(85_000))).toBe('unknown_format')
    const { items } = await read(
      page(`<DT><A HREF="https://a.example/1">x</A><DD>${'[linkding-notes]'.repeat(100_000)}`),
    )
    expect(items).toHaveLength(1)
  })

  it('and feeds name no file of ours by an entity', async () => {
    const evil = '<!DOCTYPE opml [<!ENTITY e SYSTEM "file:///etc/passwd"><!ENTITY b "bbbb">]>'
    const { feeds } = await read(
      `<?xml version="1.0"?>${evil}<opml><body><outline xmlUrl="https://a.example/&e;&b;"/></body></opml>`,
    )
    expect(feeds).toEqual(['https://a.example/&e;&b;'])
  })
})

describe('a table', () => {
  it('is read as quickly where each row opens a quote that the next ones do not close', {
    timeout: 3_000,
  }, async () => {
    const { refused } = await read(`url,title\n${'"a"b,"\n'.repeat(20_000)}`)
    expect(refused).toHaveLength(20_000)
  })

  it('has no more tags in a row than anybody reads', async () => {
    const { items } = await read(`url,tags\nhttps://a.example/1,"${'a,'.repeat(1_000_000)}"\n`)
    expect(items[0]?.tags.length).toBeLessThan(20_000)
  })

  it('and a list have lines of any length', async () => {
    const { items, refused } = await read(`https://a.example/${'a'.repeat(9_000_000)}\nhttps://a.example/1\n`)
    expect(items.map(({ url }) => url)).toEqual(['https://a.example/1'])
    expect(new Set(refused.map(({ fault }) => fault))).toEqual(new Set(['bad_url']))
  })
})

describe('an archive', () => {
  const list = JSON.stringify([
    { slug: 's', url: 'https://a.example/1', title: 'x', readingProgress: 0, state: 'Active' },
  ])

  it('names files as it likes: nothing is ever written under a name of its own', async () => {
    const { items } = await read(zip([{ name: '../../metadata_0.json', content: list }]))
    expect(items).toHaveLength(1)
  })

  it('loses one text to damage, and none of its rows', async () => {
    const content = 'x'.repeat(5_000)
    const { items } = await read(
      zip([
        { name: 'metadata_0.json', content: list },
        { name: 'content/s.html', content, size: 9 },
      ]),
    )
    expect(items).toMatchObject([{ url: 'https://a.example/1', text: null }])
  })
})
