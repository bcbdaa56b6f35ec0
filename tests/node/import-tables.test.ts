import { describe, expect, it } from 'vitest'
import { CSV_HEAD, csvRow } from '../../src/core/export/csv.ts'
import { faultOf, read, told } from '../helpers/import-files.ts'

describe('Pocket', () => {
  it('is read by its header, with the column `cursor` and without', async () => {
    const old = await read('title,url,time_added,tags,status\nعنوان,https://a.example/1,1600322788,كتب|تاريخ,archive\n')
    const newer = await read(
      'title,url,time_added,cursor,tags,status\nعنوان,https://a.example/1,1600322788,,كتب|تاريخ,archive\n',
    )
    expect(old.format).toBe('pocket_csv')
    expect(old.items.map(told)).toEqual([
      {
        url: 'https://a.example/1',
        title: 'عنوان',
        savedAt: 1_600_322_788,
        archived: true,
        favourite: false,
        tags: ['كتب', 'تاريخ'],
      },
    ])
    expect(newer.items).toEqual(old.items)
  })

  it('has no title where it repeats the url', async () => {
    const { items } = await read(
      'title,url,time_added,tags,status\nhttps://a.example/1,https://a.example/1,1600322788,,unread\n',
    )
    expect(items[0]?.title).toBe('')
  })
})

describe('Instapaper', () => {
  const rows =
    'https://a.example/1,أ,,Unread\nhttps://a.example/2,ب,,Archive\nhttps://a.example/3,ج,مقطع,Starred\nhttps://a.example/4,د,,تاريخ'
  const states = [
    { archived: false, favourite: false, tags: [] },
    { archived: true, favourite: false, tags: [] },
    { archived: false, favourite: true, tags: [] },
    { archived: false, favourite: false, tags: ['تاريخ'] },
  ]

  it('tells states and folders apart in four columns', async () => {
    const { format, items } = await read(`URL,Title,Selection,Folder\n${rows}`)
    expect(format).toBe('instapaper')
    expect(items).toMatchObject(states)
    expect(items[2]?.note).toBe('مقطع')
  })

  it('has dates in five, and tags in six', async () => {
    const dated = rows.split('\n').map((row) => `${row},1700000000`)
    const five = await read(`URL,Title,Selection,Folder,Timestamp\n${dated.join('\n')}`)
    expect(five.items).toMatchObject(states)
    expect(five.items.every(({ savedAt }) => savedAt === 1_700_000_000)).toBe(true)
    const tagged = dated.map((row, i) => `${row},"${i === 0 ? '[""ماء"",""أرض""]' : '[]'}"`)
    const six = await read(`URL,Title,Selection,Folder,Timestamp,Tags\n${tagged.join('\n')}`)
    expect(six.items.map(({ tags }) => tags)).toEqual([['ماء', 'أرض'], [], [], ['تاريخ']])
  })
})

it("Readwise has tags as Python writes them, and rows that were never anybody's choice", async () => {
  const { format, items, refused } = await read(
    [
      'Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen',
      `أ,https://a.example/1,1,"[""don't"", 'favorite', 'peanut, butter']",2025-01-20 22:13:02.447000+00:00,0.25,new,True`,
      'ب,https://a.example/2,2,[],2025-01-20 22:13:02.447000+00:00,1,archive,True',
      'ج,mailto:reader-forwarded-email/abc,3,[],2025-01-20 22:13:02.447000+00:00,0,new,False',
      'د,https://a.example/4,4,[],2025-01-20 22:13:02.447000+00:00,0,feed,False',
    ].join('\n'),
  )
  expect(format).toBe('readwise')
  expect(items.map(told)).toEqual([
    {
      url: 'https://a.example/1',
      title: 'أ',
      savedAt: 1_737_411_182,
      archived: false,
      favourite: false,
      tags: ["don't", 'favorite', 'peanut, butter'],
    },
    { url: 'https://a.example/2', title: 'ب', savedAt: 1_737_411_182, archived: true, favourite: false, tags: [] },
  ])
  expect(items.map(({ progress }) => progress)).toEqual([25, 100])
  expect(refused.map(({ fault, title }) => [fault, title])).toEqual([
    ['not_a_link', 'ج'],
    ['not_saved', 'د'],
  ])
})

it('Matter calls archived what is not in the queue', async () => {
  const head =
    'Title,Author,Publisher,URL,Tags,Word Count,In Queue,Favorited,Read,Highlight_Count,Last Interaction Date,File Id'
  const { format, items } = await read(
    `${head}\nأ,سلمى,الواحة,https://a.example/1,ماء;أرض,540,False,True,True,0,2024-05-06T07:08:09Z,1\nب,,,https://a.example/2,,,True,False,False,0,,2\n`,
  )
  expect(format).toBe('matter')
  expect(items).toMatchObject([
    { archived: true, favourite: true, tags: ['ماء', 'أرض'], byline: 'سلمى', sourceName: 'الواحة', words: 540 },
    { archived: false, favourite: false, tags: [], savedAt: null },
  ])
})

it('Raindrop is read in whatever order its columns stand', async () => {
  const row = {
    url: 'https://a.example/1',
    title: 'أ',
    note: 'ملاحظة',
    excerpt: 'نبذة',
    folder: 'تاريخ',
    tags: 'ماء, أرض',
  }
  const whole = {
    ...row,
    created: '2024-05-06T07:08:09.000Z',
    favorite: 'true',
    cover: 'https://a.example/p.jpg',
    highlights: '',
  }
  for (const columns of [Object.entries(whole), Object.entries(whole).toReversed()]) {
    const file = `${columns.map(([name]) => name).join()}\n${columns.map(([, value]) => `"${value}"`).join()}\n`
    const { format, items } = await read(file)
    expect(format).toBe('raindrop')
    expect(items).toMatchObject([
      {
        title: 'أ',
        note: 'ملاحظة',
        excerpt: 'نبذة',
        favourite: true,
        tags: ['تاريخ', 'ماء', 'أرض'],
        savedAt: 1_714_979_289,
      },
    ])
  }
})

it('Readeck has labels as JSON', async () => {
  const { format, items } = await read(
    'url,title,created,labels,is_archived,is_marked,type\r\nhttps://a.example/1,أ,2024-05-06T07:08:09Z,"[""ماء"",""أرض""]",true,false,article\r\n',
  )
  expect(format).toBe('readeck')
  expect(items).toMatchObject([{ archived: true, favourite: false, tags: ['ماء', 'أرض'] }])
})

it('our own table comes back as it went', async () => {
  const item = {
    url: 'https://a.example/1',
    title: '=1+1',
    byline: 'سلمى',
    sourceName: 'الواحة',
    language: 'ar',
    words: 5,
  }
  const rest = {
    savedAt: 1_700_000_000,
    archivedAt: 1_700_000_100,
    favouriteAt: null,
    progress: 0,
    note: 'ق "١"',
    excerpt: 'ن',
  }
  const row = csvRow({ ...item, ...rest, tags: ['أ, ب'] } as unknown as Parameters<typeof csvRow>[0])
  const { items } = await read(CSV_HEAD + row)
  expect(items).toMatchObject([
    {
      ...item,
      words: expect.any(Number),
      savedAt: rest.savedAt,
      archivedAt: rest.archivedAt,
      note: rest.note,
      tags: ['أ, ب'],
    },
  ])
})

describe('a table that somebody made', () => {
  const expected = { url: 'https://a.example/1', title: 'عنوان "أول"؛ وثانٍ' }

  it.each([
    ['commas', 'url,title\nhttps://a.example/1,"عنوان ""أول""؛ وثانٍ"\n'],
    ['semicolons', 'url;title\nhttps://a.example/1;"عنوان ""أول""؛ وثانٍ"\n'],
    ['tabs', 'url\ttitle\nhttps://a.example/1\tعنوان "أول"؛ وثانٍ\n'],
    ['Arabic commas', 'title،url\n"عنوان ""أول""؛ وثانٍ"،https://a.example/1\n'],
    ['a byte order mark and CRLF', '\ufeffurl,title\r\nhttps://a.example/1,"عنوان ""أول""؛ وثانٍ"\r\n'],
    ['CR alone', 'url,title\rhttps://a.example/1,"عنوان ""أول""؛ وثانٍ"\r'],
    ['marks of direction', '\u200furl\u200e,title\n\u202ahttps://a.example/1\u202c,"\u200fعنوان ""أول""؛ وثانٍ"\n'],
    ['quotes that were not doubled', 'url,title\nhttps://a.example/1,عنوان "أول"؛ وثانٍ\n'],
    ['a line end in a title', 'url,title\nhttps://a.example/1,"عنوان\n""أول""؛ وثانٍ"\n'],
    ['another name for the url', 'Link,Title\nhttps://a.example/1,"عنوان ""أول""؛ وثانٍ"\n'],
  ])('is read with %s', async (_, file) => {
    const { format, items, refused } = await read(file)
    expect({ format, refused }).toEqual({ format: 'csv', refused: [] })
    expect(items).toMatchObject([expected])
  })

  it('is read without a header, where one column holds urls and another words', async () => {
    expect((await read('"عنوان المقال, الأول",https://a.example/1\n')).items).toMatchObject([
      { url: 'https://a.example/1', title: 'عنوان المقال, الأول' },
    ])
  })

  it('loses one letter to a bad byte, and none of the rest', async () => {
    const bytes = new TextEncoder().encode('url,title\nhttps://a.example/1,عنوQان\nhttps://a.example/2,ثانٍ\n')
    bytes[bytes.indexOf(0x51)] = 0xff
    expect((await read(bytes)).items.map(({ title }) => title)).toEqual(['عنو\ufffdان', 'ثانٍ'])
  })

  it('loses one row to a quote that is never closed, and none of the rest', async () => {
    const { items, refused } = await read(
      'url,title\nhttps://a.example/1,"ضاع\nhttps://a.example/2,ثانٍ\nhttps://a.example/3,"ثالث"\n',
    )
    expect(items.map(({ url }) => url)).toEqual(['https://a.example/2', 'https://a.example/3'])
    expect(refused).toMatchObject([{ fault: 'broken' }])
  })

  it('is read in windows-1256 and in UTF-16', async () => {
    const old = Uint8Array.from([
      ...new TextEncoder().encode('url,title\nhttps://a.example/1,'),
      ...[0xe3, 0xde, 0xc7, 0xe1, 0x20, 0xde, 0xcf, 0xed, 0xe3, 0x0a],
    ])
    expect((await read(old)).items[0]?.title).toBe('مقال قديم')
    const text = '\ufeffurl\ttitle\nhttps://a.example/1\tمقال قديم\nhttps://a.example/2\tآخر\n'
    const wide = new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer)
    expect((await read(wide)).items.map(({ title }) => title)).toEqual(['مقال قديم', 'آخر'])
  })

  it('without a url in it is none of ours', async () => {
    expect(await faultOf('name,age\nسلمى,40\n')).toBe('unknown_format')
  })
})
