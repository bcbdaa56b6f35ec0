import { describe, expect, test } from 'vitest'
import { readArticle } from '../../src/core/article.ts'
import { decode } from '../../src/core/charset.ts'
import { FeedError, parseFeed } from '../../src/core/feed.ts'
import { sanitize } from '../../src/core/sanitize.ts'
import { corpusFile, corpusList, hasCorpus } from '../helpers/corpus.ts'

const FEED_URL = 'https://feed.example/feed.xml'
const FOLDER = 'feeds/conformance'

/** A case's HTTP header stands in the comment at its top. */
function read(path: string) {
  const bytes = corpusFile(path)
  const header = /Header:\s*Content-type:\s*(.+)/i.exec(new TextDecoder('windows-1252').decode(bytes))
  return parseFeed(decode(bytes, header?.[1]?.trim() ?? null), FEED_URL)
}

const noFormat = 'not a format we read'
/** Its document is a feed; nothing in it could make an article. */
const nothing = { items: [] }
const item = (fields: object) => ({ items: [fields] })

/** File → what we make of it. Charsets that nothing declares are read as windows-1256, the old charset of Arabic sites. */
const outcomes: Record<string, object | string> = {
  'encoding/big5.xml': nothing,
  'encoding/bozo_double-encoded-html.xml': item({ html: 'â€¦' }),
  'encoding/bozo_linenoise.xml': item({ title: '' }),
  'encoding/demoronize-2.xml': item({ html: 'don’t' }),
  'encoding/euc-kr-item.xml': item({ html: '년' }),
  'encoding/http_application_rss_xml_encoding.xml': nothing,
  'encoding/http_i18n.xml': { title: 'Iñtërnâtiônàlizætiøn', siteUrl: 'http://example.com/', items: [] },
  'encoding/http_text_xml_charset_overrides_encoding_2.xml': item({
    title: 'Foo',
    url: 'http://purl.org/rss/2.0/?item',
    html: 'This is a £“test.”',
  }),
  'encoding/no_content_type_encoding.xml': nothing,
  'encoding/utf-16be-bom.xml': nothing,
  'illformed/aaa_illformed.xml': nothing,
  'illformed/chardet/big5.xml': nothing,
  'illformed/chardet/euckr.xml': item({ title: expect.stringContaining('TypeKey') }),
  'illformed/chardet/koi8r.xml': item({ url: null }),
  'illformed/chardet/tis620.xml': item({ html: expect.stringContaining('MamboHub.com') }),
  'illformed/http_high_bit_date.xml': nothing,
  'illformed/rss_empty_document.xml': 'refused: not_feed',
  'illformed/rss_item_link_corrupted_ampersands.xml': nothing,
  'wellformed/atom/atom_namespace_1.xml': { title: 'Example Atom', items: [] },
  'wellformed/atom/entry_link_alternate_map_link_2.xml': item({ url: 'http://www.example.com/' }),
  'wellformed/atom/entry_title_content_type.xml': item({ title: 'Example Atom' }),
  'wellformed/atom/feed_copyright_content_value.xml': nothing,
  'wellformed/atom/feed_modified.xml': nothing,
  'wellformed/atom10/ampersand_in_attr.xml': { title: 'Example test', items: [] },
  'wellformed/atom10/entry_content_inline_markup_2.xml': item({ html: 'History of the &lt;blink&gt; tag' }),
  'wellformed/atom10/entry_link_alternate_map_link_3.xml': item({ url: 'http://www.example.com/alternate' }),
  'wellformed/atom10/entry_rights_inline_markup.xml': nothing,
  'wellformed/atom10/entry_source_generator_uri.xml': nothing,
  'wellformed/atom10/entry_source_rights_content_value.xml': nothing,
  'wellformed/atom10/entry_source_title_text_plain.xml': nothing,
  'wellformed/atom10/feed_author_map_author_2.xml': nothing,
  'wellformed/atom10/feed_link_length.xml': { siteUrl: null, items: [] },
  'wellformed/atom10/feed_subtitle_base64_2.xml': nothing,
  'wellformed/base/cdf_item_abstract_xml_base.xml': noFormat,
  'wellformed/base/http_entry_title_base_content_location.xml': item({ title: 'click here' }),
  'wellformed/cdf/channel_abstract_map_description.xml': noFormat,
  'wellformed/cdf/channel_lastmod.xml': noFormat,
  'wellformed/cdf/item_href_map_link.xml': noFormat,
  'wellformed/itunes/itunes_channel_block.xml': nothing,
  'wellformed/lang/channel_dc_language.xml': { language: 'en', items: [] },
  'wellformed/lang/feed_info_xml_lang_inherit_2.xml': { language: 'fr', items: [] },
  'wellformed/media-rss/item_media_category_label.xml': nothing,
  'wellformed/media-rss/item_media_title2.xml': item({ title: 'foo' }),
  'wellformed/namespace/atommathml.xml': item({ html: expect.stringContaining('<math') }),
  'wellformed/namespace/rss2.0NSwithModules.xml': {
    title: 'RSS Tests - RSS2.0 w/ NS',
    language: 'en-gb',
    items: [{ title: 'Test Item - RSS2.0 w/ NS' }],
  },
  'wellformed/rdf/doctype_contains_entity_decl.xml': nothing,
  'wellformed/rdf/rdf_item_description.xml': item({ url: 'http://example.com/1', html: 'Example description' }),
  'wellformed/rdf/rss090_channel_title.xml': { title: 'Example title', items: [{ title: 'Item title' }] },
  'wellformed/rss/channel_author.xml': nothing,
  'wellformed/rss/channel_dc_author_map_author_detail_email.xml': nothing,
  'wellformed/rss/channel_dcterms_created_parsed.xml': nothing,
  'wellformed/rss/channel_image_description.xml': nothing,
  'wellformed/rss/channel_textInput_description.xml': {
    title: 'Real title',
    description: 'Real description',
    items: [],
  },
  'wellformed/rss/item_author.xml': nothing,
  'wellformed/rss/item_dc_author.xml': nothing,
  'wellformed/rss/item_dc_title.xml': item({ title: 'Example title' }),
  'wellformed/rss/item_enclosure_length.xml': item({ picture: { url: 'http://example.com/' } }),
  'wellformed/rss/item_guid_map_link.xml': item({ url: 'http://guid.example.com/' }),
  'wellformed/rss/item_xhtml_body.xml': nothing,
  'wellformed/xml/empty_xmlns_uri.xml': { title: 'empty', items: [] },
}

describe.skipIf(!hasCorpus)('the conformance documents', () => {
  test('each has its outcome in the table', () => {
    expect(corpusList(FOLDER, '.xml')).toEqual(Object.keys(outcomes).sort())
    expect(Object.keys(outcomes)).toHaveLength(60)
  })

  test.each(Object.entries(outcomes))('%s', (name, outcome) => {
    const refusal = outcome === noFormat ? 'not_feed' : String(outcome).replace('refused: ', '')
    if (typeof outcome === 'string')
      expect(() => read(`${FOLDER}/${name}`)).toThrow(new FeedError(refusal as 'not_feed'))
    else expect(read(`${FOLDER}/${name}`)).toMatchObject(outcome)
  })
})

describe.skipIf(!hasCorpus)('the real feeds', () => {
  test.each([
    ['world-full.rss.xml', 7],
    ['headlines.rss.xml', 60],
    ['headlines.atom.xml', 45],
    ['headlines.json', 42],
  ])('every item of %s has title, link, date, text and direction', (name, count) => {
    const feed = read(`feeds/${name}`)
    expect(feed).toMatchObject({ language: 'ar', siteUrl: 'https://www.bbc.com/arabic', damaged: null })
    expect(feed.items).toHaveLength(count)
    const source = { id: 1, title: feed.title, url: FEED_URL, language: 'ar', direction: null }
    for (const found of feed.items) {
      const html = sanitize(found.html, found.base)
      const article = readArticle(found, { source, feedLanguage: feed.language, html, now: 1_800_000_000 })
      expect(article).toMatchObject({ direction: 'rtl', language: 'ar', url: expect.stringMatching(/^https:/) })
      expect(article.title.length).toBeGreaterThan(10)
      expect(article.publishedAt).toBeGreaterThan(1_000_000_000)
      expect(article.words).toBeGreaterThan(name === 'world-full.rss.xml' ? 80 : 3)
    }
  })
})
