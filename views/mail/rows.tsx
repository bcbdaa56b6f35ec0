import { minutes, directionOf as textDirection } from '../../src/core/arabic.ts'
import type { IssueItem, WaitingItem, Why } from '../../src/core/issue.ts'
import { useWords, type Words } from '../words.tsx'
import { ACCENT, Box, Cell, FACE, HAIRLINE, INK, MailButton, Row, SMALL, SOFT, TINT, useSides } from './frame.tsx'

type Titled = Pick<IssueItem, 'title' | 'direction' | 'language'>

/** The first article of an issue. Text comes before the picture, so that nothing is missing where none is loaded. */
export function Lead({ item }: { item: IssueItem }) {
  const { site, picture } = useWords()
  const url = articleUrl(site.url, item)
  return (
    <Row style="padding-bottom:32px">
      <Facts item={item} />
      <p style="margin:0 0 8px;font-size:26px;font-weight:800;line-height:1.5;text-wrap:balance">
        <TitleLink url={url} item={item} />
      </p>
      <Excerpt item={item} size={17} />
      {item.picture && (
        <a href={url} style={`color:${SOFT};text-decoration:none`}>
          <img
            class="tint soft"
            src={site.url + picture(item.picture)}
            alt={item.pictureAlt}
            width="560"
            height="315"
            style={`display:block;width:100%;max-width:560px;height:auto;aspect-ratio:16/9;object-fit:cover;margin-top:16px;${PICTURE}`}
          />
        </a>
      )}
    </Row>
  )
}

/** An article after the first. */
export function Item({ item, first }: { item: IssueItem; first: boolean }) {
  const { site, picture } = useWords()
  const { align } = useSides()
  const url = articleUrl(site.url, item)
  return (
    <tr>
      <Cell class="line" style={first ? 'padding:10px 0 20px' : `border-top:1px solid ${HAIRLINE};padding:20px 0`}>
        <Box>
          <tr>
            <Cell style="vertical-align:top">
              <Facts item={item} />
              <p style="margin:0;font-size:19px;font-weight:700;line-height:1.6">
                <TitleLink url={url} item={item} />
              </p>
              <Excerpt item={item} size={SMALL} />
            </Cell>
            {item.picture && (
              <Cell width={112} style={`width:96px;vertical-align:top;padding-top:8px;padding-${align}:16px`}>
                <img
                  class="tint soft"
                  src={site.url + picture(item.picture)}
                  alt={item.pictureAlt}
                  width="96"
                  height="72"
                  style={`display:block;width:96px;height:72px;object-fit:cover;${PICTURE}`}
                />
              </Cell>
            )}
          </tr>
        </Box>
      </Cell>
    </tr>
  )
}

/** Where a picture is not loaded, its words stand on a ground of its size. */
const PICTURE = `border:0;background:${TINT};border-radius:10px;font-family:${FACE};font-size:14px;line-height:1.6;color:${SOFT}`

/** Above a title: why it is there, where it is from, and how long it takes. */
function Facts({ item }: { item: IssueItem }) {
  const { m } = useWords()
  const chip = `display:inline-block;padding:1px 12px;border-radius:14px;background:${TINT};color:${ACCENT}`
  return (
    <>
      {item.why && (
        <p style={`margin:0 0 4px;font-size:${SMALL}px;line-height:1.7`}>
          <span class="tint accent" style={chip}>
            {reason(m, item.why)}
          </span>
        </p>
      )}
      <From item={item} />
    </>
  )
}

function From({ item }: { item: Pick<IssueItem, 'sourceName' | 'words' | 'language'> }) {
  const { m, f } = useWords()
  const time = timeOf(m, f, item)
  if (!item.sourceName && !time) return null
  return (
    <p class="soft" style={`margin:0 0 2px;font-size:${SMALL}px;line-height:1.7;color:${SOFT}`}>
      {item.sourceName && (
        <b class="ink" dir="auto" style={`color:${INK};font-weight:600`}>
          {item.sourceName}
        </b>
      )}
      {item.sourceName && time && ' · '}
      {time}
    </p>
  )
}

function Excerpt({ item, size }: { item: IssueItem; size: number }) {
  if (!item.excerpt) return null
  return (
    <p class="soft" style={`margin:4px 0 0;font-size:${size}px;line-height:1.8;color:${SOFT}`}>
      <Spoken text={item.excerpt} as={item} />
    </p>
  )
}

function TitleLink({ url, item }: { url: string; item: Titled }) {
  return (
    <a class="ink" href={url} style={`color:${INK};text-decoration:none`}>
      <Spoken text={item.title} as={item} />
    </a>
  )
}

/** What is in another language keeps its own direction inside, and stands where the others begin. */
export function Spoken({ text, as }: { text: string; as?: Pick<Titled, 'direction' | 'language'> }) {
  const { site } = useWords()
  const { dir: around } = useSides()
  const dir = as?.direction ?? textDirection({ text })
  const lang = as && as.language !== site.language ? as.language : undefined
  if (dir === around && !lang) return <>{text}</>
  return (
    <span dir={dir} lang={lang}>
      {text}
    </span>
  )
}

/** What waits on a reader's list. */
export function Waiting({ items, unread }: { items: WaitingItem[]; unread: number }) {
  const { m, f, site } = useWords()
  const { list } = m.issues
  return (
    <>
      <Row size={24} style="font-weight:800;line-height:1.5;padding-bottom:16px">
        {list.unread(unread, f.number(unread))}
      </Row>
      {items.map((item, index) => (
        <Row
          class={index === 0 ? 'edge' : 'line'}
          style={`border-top:${index === 0 ? `2px solid ${INK}` : `1px solid ${HAIRLINE}`};padding:16px 0`}
        >
          <From item={item} />
          <p style="margin:0;font-size:19px;font-weight:700;line-height:1.6">
            <TitleLink url={`${site.url}/list/${item.savedId}`} item={item} />
          </p>
        </Row>
      ))}
      <Row style="padding:12px 0 36px">
        <MailButton url={`${site.url}/list`}>{list.button}</MailButton>
      </Row>
    </>
  )
}

/** How long reading takes; empty where nobody knows. */
export function timeOf(
  m: Words['m'],
  f: Words['f'],
  { words, language }: Pick<IssueItem, 'words' | 'language'>,
): string {
  const time = minutes(words, language)
  return words > 0 ? m.articles.minutes(time, f.number(time)) : ''
}

export function reason(m: Words['m'], { kind, label }: Why): string {
  return m.issues.why[kind](label)
}

export function keywordsUrl(siteUrl: string): string {
  return `${siteUrl}/following#keywords`
}

export function articleUrl(siteUrl: string, { articleId }: IssueItem): string {
  return `${siteUrl}/articles/${articleId}`
}
