import { describe, expect, it } from 'vitest'
import type { ImportedItem } from '../../src/core/import/item.ts'
import { corpusFile, corpusList, hasCorpus } from '../helpers/corpus.ts'
import { faultOf, read } from '../helpers/import-files.ts'

// Real files of other reading lists. What each must come to is written down by hand; a file that is missing here is red.

type Expected = {
  format: string
  items: number
  archived?: number
  favourites?: number
  /** Each tag, and how often where it is more than once. */
  tags?: string
  texts?: number
  notes?: number
  /** Dates of the first and the last item. */
  dates: [string | null, string | null]
  refused?: string[]
}

const FILES: Record<string, Expected | string> = {
  'netscape/chromium_flat.htm': { format: 'netscape', items: 9, dates: ['2016-06-15', '2016-06-15'] },
  'netscape/delicious.htm': {
    format: 'netscape',
    items: 5,
    tags: '@font-face, asdf, bookmark ×2, craft, export, firefox, format, mine, netscape, os, paper, php, private, test, turtle, typography, xml',
    notes: 4,
    dates: ['2004-10-20', '2014-09-30'],
  },
  'netscape/empty.htm': 'empty',
  'netscape/firefox_nested.htm': {
    format: 'netscape',
    items: 21,
    tags: '418, Comics ×4, Dev ×9, FLOSS ×5, Games, PHP ×2, analysis, best-practices ×2, break, bug, character, chart, chocolate, code, comic, commit, community, compose, computer, control, cpp, data, deadline, dev ×3, django, donot, editor, elves, emacs, event, fantasy, faq, flowchart, fractal, game, garfield, genealogy, github ×2, graphics ×2, hg, image, indie, input, keyboard, language, linux, lord, lua, markov, math, meetup, mercurial, minecraft, mode, netscape, network, nobel, parody, parser, pig, pony, presentation, prism, privacy, python ×2, question, report, research, respect, review, rings, rush, scm, script, security ×2, self-hosted, service, slope, statistics ×2, support, sysadmin, sythesis, teapot, test, timeline, tolkien, tutorial, unix, version, web ×2, webcomic ×2, wikiwikiweb, windows, wtf ×2, xkcd',
    notes: 8,
    dates: ['2016-05-19', '2016-04-10'],
    refused: ['not_a_link', 'not_a_link', 'not_a_link'],
  },
  'netscape/internet_explorer_11_nested.htm': {
    format: 'netscape',
    items: 27,
    tags: 'Comics ×2, Dev ×12, Microsoft Websites ×5, Music ×2, PHP, Python ×2, SCM ×3, Windows Live ×4',
    dates: ['2016-06-18', '2016-06-18'],
  },
  'netscape/netscape_basic.htm': {
    format: 'netscape',
    items: 2,
    tags: 'private secret, public hello world',
    notes: 1,
    dates: ['2000-10-10', '2016-02-25'],
  },
  'netscape/netscape_multiline.htm': {
    format: 'netscape',
    items: 3,
    tags: 'multi ×3',
    notes: 3,
    dates: ['2016-02-25', '2016-02-25'],
  },
  'netscape/scuttle.htm': {
    format: 'netscape',
    items: 4,
    tags: 'dictionary ×4',
    notes: 3,
    dates: ['2011-02-18', '2008-05-16'],
  },
  'netscape/shaarli.htm': {
    format: 'netscape',
    items: 5,
    tags: '3d, asdf, class, computer, craft, generation, graphics, mine, opensource, paper, php, private, secretstuff, software, teapot, test, turtle, unitary',
    notes: 3,
    dates: ['2016-03-30', '2016-03-30'],
    refused: ['bad_url'],
  },
  'netscape/shaarli_markdown.htm': {
    format: 'netscape',
    items: 0,
    dates: [null, null],
    refused: ['bad_url', 'bad_url', 'bad_url'],
  },
  'netscape/shaarli_with_whitespace_tags.htm': {
    format: 'netscape',
    items: 0,
    dates: [null, null],
    refused: ['bad_url'],
  },
  'wallabag-suite/chrome-bookmarks': { format: 'chrome', items: 1, dates: ['2016-09-20', '2016-09-20'] },
  'wallabag-suite/delicious_export.2021.02.06_21.10.json': {
    format: 'delicious',
    items: 3,
    tags: 'MAC_address, basket, javascript, loader, localStorage, mac, osx, spoof',
    notes: 1,
    dates: ['2013-01-18', '2013-01-17'],
  },
  'wallabag-suite/elcurator.json': {
    format: 'elcurator',
    items: 1,
    favourites: 1,
    tags: 'tag1, tag2',
    dates: ['2015-09-09', '2015-09-09'],
  },
  'wallabag-suite/firefox-bookmarks.json': {
    format: 'firefox',
    items: 2,
    tags: 'tag, test',
    dates: ['2013-12-27', '2013-12-27'],
  },
  'wallabag-suite/instapaper-export.csv': {
    format: 'instapaper',
    items: 4,
    archived: 1,
    favourites: 1,
    tags: 'test_tag',
    dates: [null, null],
  },
  'wallabag-suite/omnivore.json': {
    format: 'omnivore',
    items: 20,
    archived: 1,
    tags: 'RSS ×20, TEST',
    dates: ['2024-10-29', '2024-10-29'],
  },
  'wallabag-suite/pinboard_export': {
    format: 'pinboard',
    items: 3,
    archived: 3,
    tags: 'PDF, PHP, dom, dummy, file, infinite, performance, scroll, varnish',
    notes: 2,
    dates: ['2016-10-31', '2016-10-05'],
  },
  'wallabag-suite/pocket.csv': { format: 'pocket_csv', items: 7, archived: 2, dates: ['2020-09-17', '2020-09-12'] },
  'wallabag-suite/readability-read.json': {
    format: 'readability',
    items: 2,
    archived: 2,
    dates: ['2016-08-01', '2016-06-24'],
  },
  'wallabag-suite/readability.json': {
    format: 'readability',
    items: 3,
    favourites: 1,
    dates: ['2016-08-25', '2016-09-08'],
  },
  'wallabag-suite/ril_export.html': {
    format: 'pocket_html',
    items: 2,
    tags: 'ifttt ×2, new_entry_simple ×2',
    dates: ['2023-07-06', '2023-07-06'],
  },
  'wallabag-suite/shaarli-bookmarks.html': {
    format: 'netscape',
    items: 2,
    tags: 'firefoxos ×2',
    notes: 1,
    dates: ['2023-06-15', '2023-05-06'],
  },
  'wallabag-suite/test.csv': 'empty',
  'wallabag-suite/test.html': 'empty',
  'wallabag-suite/test.txt': 'empty',
  'wallabag-suite/unnamed.png': 'unknown_format',
  'wallabag-suite/wallabag-v1-read.json': {
    format: 'wallabag',
    items: 3,
    favourites: 1,
    tags: 'framasoft, tag',
    texts: 3,
    dates: [null, null],
  },
  'wallabag-suite/wallabag-v1.json': {
    format: 'wallabag',
    items: 2,
    archived: 1,
    tags: 'Framabag',
    texts: 2,
    dates: [null, null],
  },
  'wallabag-suite/wallabag-v2-empty.json': 'empty',
  'wallabag-suite/wallabag-v2-read.json': {
    format: 'wallabag',
    items: 2,
    archived: 1,
    texts: 2,
    dates: ['2016-09-08', '2016-09-08'],
  },
  'wallabag-suite/wallabag-v2.json': {
    format: 'wallabag',
    items: 6,
    favourites: 2,
    tags: 'blog, mediapart',
    texts: 6,
    dates: ['2016-09-08', '2016-09-08'],
  },
}

describe.runIf(hasCorpus)('the real files', () => {
  const found = corpusList('imports', '').filter((name) => name.includes('/'))

  it('are all known', () => {
    expect(found.length).toBeGreaterThan(30)
    expect(found).toEqual(Object.keys(FILES).sort())
  })

  it.each(Object.entries(FILES))('%s', async (name, expected) => {
    const file = corpusFile(`imports/${name}`)
    if (typeof expected === 'string') expect(await faultOf(file)).toBe(expected)
    else
      expect(summed(await read(file))).toEqual({
        archived: 0,
        favourites: 0,
        tags: '',
        texts: 0,
        notes: 0,
        refused: [],
        ...expected,
      })
  })
})

function summed({ format, items, refused }: Awaited<ReturnType<typeof read>>) {
  const count = (is: (item: ImportedItem) => unknown) => items.filter(is).length
  const tags: Record<string, number> = {}
  for (const tag of items.flatMap((item) => item.tags)) tags[tag] = (tags[tag] ?? 0) + 1
  return {
    format,
    items: items.length,
    archived: count(({ archived }) => archived),
    favourites: count(({ favourite }) => favourite),
    tags: Object.keys(tags)
      .sort()
      .map((tag) => (tags[tag] === 1 ? tag : `${tag} ×${tags[tag]}`))
      .join(', '),
    texts: count(({ text }) => text),
    notes: count(({ note }) => note),
    dates: [day(items[0]), day(items.at(-1))],
    refused: refused.map(({ fault }) => fault),
  }
}

function day(item: ImportedItem | undefined): string | null {
  return item?.savedAt ? new Date(item.savedAt * 1000).toISOString().slice(0, 10) : null
}
