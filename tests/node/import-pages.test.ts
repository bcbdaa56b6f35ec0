import { describe, expect, it } from 'vitest'
import { BEGINNING, openFile } from '../../src/core/import/file.ts'
import { faultOf, read, readInParts, sourceOf, told, zip } from '../helpers/import-files.ts'

const bookmarks = (inner: string) => `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
${inner}
</DL><p>
`

describe('bookmarks', () => {
  it('have folders as tags, beside their own, but for the browser’s', async () => {
    const { format, items } = await read(
      bookmarks(`
    <DT><H3 PERSONAL_TOOLBAR_FOLDER="true">Bookmarks bar</H3>
    <DL><p>
      <DT><A HREF="https://a.example/1" ADD_DATE="1600000000" ICON="data:image/png;base64,AAAA">أ</A>
      <DT><H3>تاريخ</H3>
      <DL><p>
        <DT><H3>قديم</H3>
        <DD>وصف المجلد
        <DL><p>
          <DT><A HREF="https://a.example/2?x=1&amp;y=2" ADD_DATE="1600000000" TAGS="ماء،أرض, سماء">ب &amp; ج</A>
          <DD>ملاحظة
على سطرين
        </DL><p>
        <DT><A HREF="https://a.example/3">د</A>
      </DL><p>
    </DL><p>
    <DT><A HREF="https://a.example/4">هـ</A>`),
    )
    expect(format).toBe('netscape')
    expect(items.map(({ url, title, tags, note }) => ({ url, title, tags, note }))).toEqual([
      { url: 'https://a.example/1', title: 'أ', tags: [], note: '' },
      {
        url: 'https://a.example/2?x=1&y=2',
        title: 'ب & ج',
        tags: ['تاريخ', 'قديم', 'ماء', 'أرض', 'سماء'],
        note: 'ملاحظة\nعلى سطرين',
      },
      { url: 'https://a.example/3', title: 'د', tags: ['تاريخ'], note: '' },
      { url: 'https://a.example/4', title: 'هـ', tags: [], note: '' },
    ])
  })

  it('of linkding say by a tag what is archived, and have notes beside descriptions', async () => {
    const { items } = await read(
      bookmarks(
        `<DT><A HREF="https://a.example/1" TOREAD="0" TAGS="ماء,linkding:bookmarks.archived">أ</A>
<DD>وصف[linkding-notes]ملاحظتي[/linkding-notes]
<DT><A HREF="https://a.example/2" TOREAD="0" TAGS="">ب</A>`,
      ),
    )
    expect(items).toMatchObject([
      { archived: true, tags: ['ماء'], note: 'ملاحظتي', excerpt: 'وصف' },
      { archived: false, tags: [], note: '' },
    ])
  })

  it('part tags by commas alone, as Shaarli does: a blank belongs to a name', async () => {
    const tags = ['ماء, نهر كبير, أرض 7.x', 'نهر كبير']
    const { items } = await read(
      bookmarks(tags.map((of) => `<DT><A HREF="https://a.example" TAGS="${of}">x</A>`).join()),
    )
    expect(items.map((item) => item.tags)).toEqual([['ماء', 'نهر كبير', 'أرض 7.x'], ['نهر كبير']])
  })

  it('may hold what is no page, and notes of Shaarli without a site', async () => {
    const links = ['place:type=6', 'javascript:alert(1)', '?lY47tw', 'chrome://settings', 'about:blank', '']
    const { refused } = await read(bookmarks(links.map((url) => `<DT><A HREF="${url}">x</A>`).join('\n')))
    expect(refused.map(({ fault }) => fault)).toEqual([
      ...['not_a_link', 'not_a_link', 'bad_url', 'not_a_link', 'not_a_link'],
      'no_url',
    ])
  })
})

it('Pocket’s page says by its headings what was read', async () => {
  const { format, items } = await read(`<!DOCTYPE html><html><head><title>Pocket Export</title></head><body>
<h1>Unread</h1><ul>
<li><a href="https://a.example/1" time_added="1600000000" tags="ماء,أرض">أ</a></li>
</ul><h1>Read Archive</h1><ul>
<li><a href="https://a.example/2" time_added="1600000001" tags="">https://a.example/2</a></li>
</ul></body></html>`)
  expect(format).toBe('pocket_html')
  expect(items.map(told)).toEqual([
    {
      url: 'https://a.example/1',
      title: 'أ',
      savedAt: 1_600_000_000,
      archived: false,
      favourite: false,
      tags: ['ماء', 'أرض'],
    },
    { url: 'https://a.example/2', title: '', savedAt: 1_600_000_001, archived: true, favourite: false, tags: [] },
  ])
})

it('OPML is feeds, with or without a type, nested or not', async () => {
  const { format, feeds } = await read(
    `\ufeff<?xml version="1.0"?><opml version="1.1"><body><outline text="مجلد"><outline text="أ" xmlUrl="https://a.example/feed?a=1&amp;b=2"/>
</outline><outline title="ب" type="rss" xmlUrl="https://b.example/feed" htmlUrl="https://b.example/"></outline></body></opml>`,
  )
  expect({ format, feeds }).toEqual({
    format: 'opml',
    feeds: ['https://a.example/feed?a=1&b=2', 'https://b.example/feed'],
  })
})

it('lines are urls, alone, with OneTab’s titles or among words', async () => {
  const { format, items, refused } = await read(
    'https://a.example/1\r\n\r\nhttps://a.example/2 | عنوان | وله شرطة\n- نهر: https://a.example/3\nexample.org/مقال\nكلام وحده\n',
  )
  expect(format).toBe('urls')
  expect(items.map(({ url, title }) => [url, title])).toEqual([
    ['https://a.example/1', ''],
    ['https://a.example/2', 'عنوان | وله شرطة'],
    ['https://a.example/3', '- نهر:'],
    ['https://example.org/مقال', ''],
  ])
  expect(refused).toEqual([{ fault: 'no_url', title: 'كلام وحده', url: '' }])
})

describe('archives', () => {
  const item = (n: number) => ({
    slug: `s${n}`,
    url: `https://a.example/${n}`,
    title: `مقال ${n}`,
    readingProgress: 0,
    state: 'Active',
  })
  const omnivore = [
    { name: 'metadata_0_to_1.json', content: JSON.stringify([item(1), item(2)]) },
    { name: 'content/s1.html', content: '<p>نص المقال الأول</p>' },
    {
      name: 'highlights/s1.md',
      content: 'عن المقال كله\n\n\n\n> نهر يجري\n> \nإلى البحر \n\n#ماء #سفر\n\nملاحظة\n\nوتتمتها\n\n> نهر آخر ',
    },
    { name: 'metadata_1_to_2.json', content: JSON.stringify([item(3)]) },
  ]

  it('of Omnivore are several lists, with the texts beside them', async () => {
    const { format, items } = await read(zip(omnivore))
    expect(format).toBe('omnivore')
    expect(items.map(({ title, text }) => [title, text?.html])).toEqual([
      ['مقال 1', '<p>نص المقال الأول</p>'],
      ['مقال 2', undefined],
      ['مقال 3', undefined],
    ])
  })

  it('of Omnivore have the highlights, each with its labels and note', async () => {
    const [first, second] = (await read(zip(omnivore))).items
    expect(first?.note).toBe('عن المقال كله')
    expect(first?.highlights.map(({ quote, note }) => [quote, note])).toEqual([
      ['نهر يجري إلى البحر', '#ماء #سفر\n\nملاحظة\n\nوتتمتها'],
      ['نهر آخر', ''],
    ])
    expect(second).toMatchObject({ note: '', highlights: [] })
  })

  it('of Omnivore may be packed again with their folder', async () => {
    const again = omnivore.map(({ name, content }) => ({ name: `export/${name}`, content }))
    const { items, refused } = await read(
      zip([...again, { name: '__MACOSX/export/._metadata_0_to_1.json', content: '[]' }]),
    )
    expect(items).toEqual((await read(zip(omnivore))).items)
    expect(refused).toEqual([])
  })

  it('of Pocket are several tables', async () => {
    const part = (n: number) =>
      `title,url,time_added,cursor,tags,status\nأ,https://a.example/${n},1600000000,,,unread\n`
    const { format, items } = await read(
      zip([
        { name: 'part_000000.csv', content: part(1) },
        { name: 'annotations/x.json', content: '{}' },
        { name: 'part_000001.csv', content: part(2) },
      ]),
    )
    expect(format).toBe('pocket_csv')
    expect(items.map(({ url }) => url)).toEqual(['https://a.example/1', 'https://a.example/2'])
  })

  it('that would burst are not opened', async () => {
    const bomb = zip([{ name: 'x.csv', content: `url\n${'https://a.example/1\n'.repeat(500_000)}` }])
    expect(bomb.length).toBeLessThan(50_000)
    expect(await faultOf(bomb)).toBe('too_large')
  })

  it('that hold more than they say are let go', async () => {
    const content = `url,title\n${'https://a.example/1,a\n'.repeat(5_000)}`
    expect(await faultOf(zip([{ name: 'x.csv', content, size: 2_000 }]))).toBe('damaged')
  })

  it('that are cut off, or hold no list, say so', async () => {
    const whole = zip(omnivore)
    expect(await faultOf(whole.subarray(0, whole.length - 30))).toBe('damaged')
    expect(await faultOf(zip([{ name: 'picture.png', content: 'x' }]))).toBe('unknown_format')
  })
})

describe('a file that is read on from any place', () => {
  const rows = Array.from({ length: 40 }, (_, n) => n)
  const files: Record<string, string | Uint8Array> = {
    csv: `url,title\n${rows.map((n) => `https://a.example/${n},"عنوان ""${n}""\nثانٍ"`).join('\n')}`,
    json: JSON.stringify(
      rows.map((n) => ({ href: `https://a.example/${n}`, extended: 'م', toread: 'yes', description: 'ع' })),
    ),
    html: bookmarks(
      rows
        .map((n) => `${n % 10 ? '' : '<DT><H3>مجلد</H3><DL><p>'}<DT><A HREF="https://a.example/${n}">ع</A>`)
        .join('\n'),
    ),
    lines: rows.map((n) => `https://a.example/${n} | ع`).join('\r\n'),
    tree: JSON.stringify({
      roots: { bookmark_bar: { children: rows.map((n) => ({ url: `https://a.example/${n}`, name: 'ع' })) } },
    }),
    utf16: new Uint8Array(
      Uint16Array.from(`\ufeffurl\ttitle\n${rows.map((n) => `https://a.example/${n}\tعنوان`).join('\n')}`, (c) =>
        c.charCodeAt(0),
      ).buffer,
    ),
  }
  files.zip = zip([
    { name: '1.csv', content: files.csv as string },
    { name: '2.json', content: files.json as string },
  ])

  it.each(Object.entries(files))('gives the same records: %s', async (_, file) => {
    const whole = []
    for await (const taken of (await openFile(sourceOf(file, 100_000))).records(BEGINNING)) whole.push(taken)
    expect(whole.length).toBeGreaterThanOrEqual(40)
    expect(await readInParts(file, 1)).toEqual(whole)
    expect(await readInParts(file, 7)).toEqual(whole)
  })
})
