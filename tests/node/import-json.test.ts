import { describe, expect, it } from 'vitest'
import { faultOf, read, told } from '../helpers/import-files.ts'

const file = (value: unknown) => JSON.stringify(value, null, 2)

it('Omnivore has its states, labels and progress', async () => {
  const item = {
    id: '1',
    slug: 's',
    title: 'أ',
    description: 'ن',
    author: null,
    url: 'https://a.example/1',
    thumbnail: null,
  }
  const rest = { labels: ['ماء'], savedAt: '2024-10-29T16:30:11.000Z', updatedAt: '', publishedAt: null }
  const { format, items } = await read(
    file([
      { ...item, state: 'Archived', readingProgress: 40, ...rest },
      { ...item, url: 'https://a.example/2', state: 'Unknown', readingProgress: 0, ...rest },
    ]),
  )
  expect(format).toBe('omnivore')
  expect(items.map(told)).toMatchObject([
    { title: 'أ', savedAt: 1_730_219_411, archived: true, tags: ['ماء'] },
    { archived: false },
  ])
  expect(items[0]).toMatchObject({ progress: 40, excerpt: 'ن', picture: null })
})

it('wallabag says yes in four ways, and has marks', async () => {
  const entry = { url: 'https://a.example/1', title: 'أ', is_starred: false, created_at: '2016-09-08T11:55:58+0200' }
  const annotations = [{ quote: 'نهر', text: 'هنا', created_at: '2016-09-08T11:55:58+0200' }]
  const tags = ['ماء', { id: 1, label: 'أرض', slug: 'ard' }]
  const { format, items } = await read(
    file([
      { ...entry, is_archived: true, content: '<p>نص</p>', tags, language: 'ar', annotations },
      { ...entry, is_archived: 1, content: '', tags: [], title: 'No title found' },
      { ...entry, is_archived: 0, content: null, tags: [], title: entry.url },
    ]),
  )
  expect(format).toBe('wallabag')
  expect(items.map(({ archived, title }) => [archived, title])).toEqual([
    [true, 'أ'],
    [true, ''],
    [false, ''],
  ])
  expect(items[0]).toMatchObject({ tags: ['ماء', 'أرض'], text: { html: '<p>نص</p>' }, savedAt: 1_473_328_558 })
  expect(items[0]?.highlights).toMatchObject([{ quote: 'نهر', note: 'هنا', createdAt: 1_473_328_558 }])
  expect(items[1]?.text).toBeNull()
})

it('the first wallabag wrote all values as texts', async () => {
  const { format, items } = await read(
    file([
      {
        '0': '1',
        '1': 'أ',
        id: '1',
        title: 'أ',
        url: 'https://a.example/1',
        is_read: '1',
        is_fav: '0',
        tags: 'ماء,أرض',
      },
    ]),
  )
  expect(format).toBe('wallabag')
  expect(items).toMatchObject([{ archived: true, favourite: false, tags: ['ماء', 'أرض'], savedAt: null }])
})

it('Pinboard parts tags by blanks, and archives what is not to be read', async () => {
  const row = {
    href: 'https://a.example/1',
    description: 'أ',
    extended: 'ملاحظة',
    time: '2016-10-31T15:57:56Z',
    shared: 'yes',
  }
  const { format, items } = await read(
    file([
      { ...row, toread: 'yes', tags: 'ماء أرض' },
      { ...row, toread: 'no', tags: '' },
    ]),
  )
  expect(format).toBe('pinboard')
  expect(items).toMatchObject([
    { title: 'أ', note: 'ملاحظة', archived: false, tags: ['ماء', 'أرض'], savedAt: 1_477_929_476 },
    { archived: true, tags: [] },
  ])
})

it.each([
  [
    'goodlinks',
    { url: 'https://a.example/1', title: 'أ', addedAt: 1_600_000_000.25, tags: ['ماء'], starred: true, summary: 'ن' },
  ],
  [
    'delicious',
    { url: 'https://a.example/1', title: 'أ', created: '1600000000', tags: ['ماء', ''], private: '0', others: 1 },
  ],
  [
    'elcurator',
    { url: 'https://a.example/1', title: 'أ', created_at: '2020-09-13 12:26:40 UTC', tags: ['ماء'], is_saved: true },
  ],
])('%s is read', async (format, row) => {
  const found = await read(file([row]))
  expect(found.format).toBe(format)
  expect(found.items).toMatchObject([{ title: 'أ', savedAt: 1_600_000_000, tags: ['ماء'] }])
  expect(found.items[0]?.favourite).toBe(format !== 'delicious')
})

it('Readability keeps its list in an object', async () => {
  const row = {
    article__url: 'https://a.example/1',
    article__title: 'أ',
    article__excerpt: 'نبذة&hellip;',
    favorite: false,
  }
  const dates = { date_added: '2016-08-01T05:24:16', date_archived: '2016-08-02T06:49:30', date_favorited: null }
  const { format, items } = await read(
    file({ bookmarks: [{ ...row, ...dates, archive: true }], recommendations: [{}] }),
  )
  expect(format).toBe('readability')
  expect(items).toMatchObject([{ excerpt: 'نبذة…', archived: true, savedAt: 1_470_029_056, archivedAt: 1_470_120_570 }])
})

describe('trees', () => {
  it('of Chrome count from 1601 and name folders behind what is in them', async () => {
    const link = { date_added: '13118850929335823', name: 'أ', type: 'url', url: 'https://a.example/1' }
    const folder = { children: [link, { ...link, url: 'javascript:void(0)' }], name: 'تاريخ', type: 'folder' }
    const roots = {
      bookmark_bar: { children: [folder], name: 'Bookmarks bar', type: 'folder' },
      other: { children: [link] },
    }
    const { format, items, refused } = await read(file({ checksum: 'x', roots, version: 1 }))
    expect(format).toBe('chrome')
    expect(items.map(({ tags, savedAt }) => [tags, savedAt])).toEqual([
      [['تاريخ'], 1_474_377_329],
      [[], 1_474_377_329],
    ])
    expect(refused).toMatchObject([{ fault: 'not_a_link' }])
  })

  it('of Firefox count microseconds', async () => {
    const place = {
      type: 'text/x-moz-place',
      title: 'أ',
      uri: 'https://a.example/1',
      dateAdded: 1_388_166_091_504_000,
      tags: 'ماء',
    }
    const folder = { type: 'text/x-moz-place-container', title: 'تاريخ', children: [place] }
    const toolbar = { type: 'text/x-moz-place-container', title: 'شريط', root: 'toolbarFolder', children: [folder] }
    const { format, items } = await read(file({ root: 'placesRoot', children: [toolbar] }))
    expect(format).toBe('firefox')
    expect(items).toMatchObject([{ tags: ['تاريخ', 'ماء'], savedAt: 1_388_166_091 }])
  })

  it('of Linkwarden escape names, and pin', async () => {
    const link = {
      id: 7,
      url: 'https://a.example/1?a=1&amp;b=2',
      name: 'أ &amp; ب',
      createdAt: '2024-05-06T07:08:09Z',
      tags: [{ name: 'ماء' }],
    }
    const collections = [
      { id: 1, name: 'تاريخ', parentId: null, links: [] },
      { id: 2, name: 'قديم', parentId: 1, links: [link] },
    ]
    const { format, items } = await read(file({ name: 'x', collections, pinnedLinks: [{ id: 7 }] }))
    expect(format).toBe('linkwarden')
    expect(items.map(told)).toEqual([
      {
        url: 'https://a.example/1?a=1&b=2',
        title: 'أ & ب',
        savedAt: 1_714_979_289,
        archived: false,
        favourite: true,
        tags: ['تاريخ', 'قديم', 'ماء'],
      },
    ])
  })

  it('of Karakeep hold texts, too, which are no links', async () => {
    const rest = { createdAt: 1_600_000_000, tags: ['ماء'], note: 'ملاحظة', archived: true }
    const link = { ...rest, title: 'أ', lists: ['l1'], content: { type: 'link', url: 'https://a.example/1' } }
    const note = { ...rest, title: null, content: { type: 'text', text: 'نص وحده' } }
    const { format, items, refused } = await read(
      file({ bookmarks: [link, note], lists: [{ id: 'l1', name: 'تاريخ' }] }),
    )
    expect(format).toBe('karakeep')
    expect(items).toMatchObject([{ archived: true, note: 'ملاحظة', tags: ['تاريخ', 'ماء'], savedAt: 1_600_000_000 }])
    expect(refused).toMatchObject([{ fault: 'no_url', title: 'نص وحده' }])
  })
})

describe('damage', () => {
  const row = (n: number) =>
    `{"href":"https://a.example/${n}","extended":"","toread":"no","tags":"","description":"${n}"}`

  it('in one object spoils no other', async () => {
    const { items, refused } = await read(`[${row(1)},${row(2).replace('"tags":"",', '"tags":"}],')},${row(3)}]`)
    expect(items.map(({ title }) => title)).toEqual(['1', '3'])
    expect(refused).toMatchObject([{ fault: 'broken' }])
  })

  it('of a file that ends in the middle spoils its last object', async () => {
    const { items, refused } = await read(`[${row(1)},${row(2)},${row(3).slice(0, 30)}`)
    expect(items.map(({ title }) => title)).toEqual(['1', '2'])
    expect(refused).toMatchObject([{ fault: 'broken' }])
  })

  it('as bare line ends in texts is borne', async () => {
    const { items } = await read(`[${row(1).replace('"extended":""', '"extended":"سطر\nوسطر"')}]`)
    expect(items).toMatchObject([{ note: 'سطر وسطر' }])
  })

  it('of an object that is none is told', async () => {
    const { refused } = await read(`[${row(1)},"text",17,[],null]`)
    expect(refused.map(({ fault }) => fault)).toEqual(['broken', 'broken', 'broken', 'broken'])
  })

  it.each([
    ['empty', '[]'],
    ['unknown_format', '{}'],
    ['unknown_format', '[1,2,3]'],
    ['unknown_format', '[{"name":"سلمى","age":40}]'],
    ['unknown_format', '{"format":"raff","version":99,"items":[{"url":"https://a.example/1"}]}'],
    ['damaged', '{"roots":{"bookmark_bar":{"children":['],
  ])('of the whole is %s', async (fault, json) => {
    expect(await faultOf(json)).toBe(fault)
  })
})
