import { raw } from 'hono/html'
import type { Child } from 'hono/jsx'
import { minutes } from '../../src/core/arabic.ts'
import type { IssueContent, IssueItem, WaitingItem, Why } from '../../src/core/issue.ts'
import type { SafeHtml } from '../../src/core/safe-html.ts'
import { useWords, type Words } from '../words.tsx'
import { ACCENT, Box, Cell, FACE, HAIRLINE, INK, MailButton, MailFrame, Row, SentBy, SOFT, useSides } from './frame.tsx'

/** What every message of an issue says around its content. */
export type IssueHead = {
  /** The newsletter's name. */
  newsletter: string
  postalAddress: string
  title: string
  intro: string
  /** The date above it, Unix seconds. */
  at: number
}

/** The links of one recipient; `archive` is the issue's own page, where it has one. */
export type IssueLinks = { manage: string; unsubscribe: string; archive: string | null }

export type IssueProps = {
  head: IssueHead
  content: IssueContent
  links: IssueLinks
  /** Something was left out to keep the message whole in programs that cut long ones. */
  shortened: boolean
}

export function IssuePage({ head, content, links, shortened }: IssueProps) {
  const { f } = useWords()
  return (
    <MailFrame
      subject={head.title}
      preview={previewOf(head, content)}
      head={head.newsletter}
      foot={<Foot head={head} links={links} />}
    >
      <Row kind="soft" size={14} style="padding-bottom:8px">
        {f.date(head.at)}
      </Row>
      {head.intro && <Row style="padding-bottom:24px">{head.intro}</Row>}
      <Content title={head.title} content={content} />
      {shortened && links.archive && <Rest url={links.archive} />}
    </MailFrame>
  )
}

function Content({ title, content }: { title: string; content: IssueContent }) {
  if (content.kind === 'written') return <Written title={title} html={content.html} />
  if (content.kind === 'list') return <Waiting items={content.items} unread={content.unread} />
  const [lead, ...others] = content.items
  return (
    <>
      {lead && <Lead item={lead} />}
      {others.map((item) => (
        <Item item={item} />
      ))}
      {content.kind === 'personal' && !content.chosen && <Choose />}
    </>
  )
}

function Lead({ item }: { item: IssueItem }) {
  const { site, picture } = useWords()
  return (
    <tr>
      <Cell style="padding-bottom:28px">
        <Box>
          {item.picture && (
            <Row style="padding-bottom:12px;line-height:0">
              <a href={articleUrl(site.url, item)}>
                <img
                  src={site.url + picture(item.picture)}
                  alt={item.pictureAlt}
                  width="560"
                  style={`display:block;width:100%;max-width:560px;height:auto;border:0;border-radius:10px;font-family:${FACE};font-size:14px;line-height:1.6;color:${SOFT}`}
                />
              </a>
            </Row>
          )}
          <Facts item={item} />
          <Row size={24} style="font-weight:800;line-height:1.5;padding-bottom:8px">
            <TitleLink url={articleUrl(site.url, item)} item={item} />
          </Row>
          <Excerpt item={item} />
        </Box>
      </Cell>
    </tr>
  )
}

function Item({ item }: { item: IssueItem }) {
  const { site, picture } = useWords()
  const { align } = useSides()
  return (
    <tr>
      <Cell class="line" style={`border-top:1px solid ${HAIRLINE};padding:18px 0`}>
        <Box>
          <tr>
            <Cell style="vertical-align:top">
              <Box>
                <Facts item={item} />
                <Row size={18} style="font-weight:700;line-height:1.6;padding-bottom:4px">
                  <TitleLink url={articleUrl(site.url, item)} item={item} />
                </Row>
                <Excerpt item={item} />
              </Box>
            </Cell>
            {item.picture && (
              <Cell
                width={112}
                style={`width:112px;vertical-align:top;padding-top:6px;padding-${align}:16px;line-height:0`}
              >
                <img
                  src={site.url + picture(item.picture)}
                  alt={item.pictureAlt}
                  width="96"
                  height="72"
                  style={`display:block;width:96px;height:72px;object-fit:cover;border:0;border-radius:8px;font-family:${FACE};font-size:12px;line-height:1.4;color:${SOFT}`}
                />
              </Cell>
            )}
          </tr>
        </Box>
      </Cell>
    </tr>
  )
}

/** Above a title: why it is there, where it is from, and how long it takes. */
function Facts({ item }: { item: IssueItem }) {
  const { m, f } = useWords()
  const time = minutes(item.words, item.language)
  return (
    <>
      {item.why && (
        <Row size={14} style="line-height:1.6">
          <span class="accent" style={`color:${ACCENT}`}>
            {reason(m, item.why)}
          </span>
        </Row>
      )}
      <Row kind="soft" size={14} style="line-height:1.6;padding-bottom:2px">
        <bdi>{item.sourceName}</bdi>
        {item.words > 0 && ` · ${m.articles.minutes(time, f.number(time))}`}
      </Row>
    </>
  )
}

function Excerpt({ item }: { item: IssueItem }) {
  if (!item.excerpt) return null
  return (
    <Row kind="soft" size={16} style="line-height:1.75">
      <bdi dir={item.direction} lang={item.language}>
        {item.excerpt}
      </bdi>
    </Row>
  )
}

/** A title in another language keeps its own direction inside, and stands where the others begin. */
function TitleLink({ url, item }: { url: string; item: Pick<IssueItem, 'title' | 'direction' | 'language'> }) {
  return (
    <a class="ink" href={url} style={`color:${INK};text-decoration:none`}>
      <bdi dir={item.direction} lang={item.language}>
        {item.title}
      </bdi>
    </a>
  )
}

/** For somebody who has chosen nothing yet. */
function Choose() {
  const { m, site } = useWords()
  const { title, line, button } = m.issues.choose
  return (
    <Panel>
      <Row size={20} style="font-weight:800;padding-bottom:4px">
        {title}
      </Row>
      <Row style="padding-bottom:16px">{line}</Row>
      <Row>
        <MailButton url={`${site.url}/register`}>{button}</MailButton>
      </Row>
    </Panel>
  )
}

function Panel({ children }: { children: Child }) {
  return (
    <tr>
      <Cell style="padding:8px 0 28px">
        <Box>
          <Row class="tint" style={`background:#e9f1ec;border-top:3px solid ${ACCENT};padding:20px`}>
            <Box>{children}</Box>
          </Row>
        </Box>
      </Cell>
    </tr>
  )
}

function Waiting({ items, unread }: { items: WaitingItem[]; unread: number }) {
  const { m, f, site } = useWords()
  const { list } = m.issues
  return (
    <>
      <Row size={22} style="font-weight:800;line-height:1.5;padding-bottom:16px">
        {list.unread(unread, f.number(unread))}
      </Row>
      {items.map((item) => {
        const time = minutes(item.words, item.language)
        const facts = [item.sourceName, item.words > 0 && m.articles.minutes(time, f.number(time))].filter(Boolean)
        return (
          <tr>
            <Cell class="line" style={`border-top:1px solid ${HAIRLINE};padding:14px 0`}>
              <Box>
                {facts.length > 0 && (
                  <Row kind="soft" size={14} style="line-height:1.6;padding-bottom:2px">
                    <bdi>{facts[0]}</bdi>
                    {facts[1] && ` · ${facts[1]}`}
                  </Row>
                )}
                <Row size={18} style="font-weight:700;line-height:1.6">
                  <TitleLink url={`${site.url}/list/${item.savedId}`} item={item} />
                </Row>
              </Box>
            </Cell>
          </tr>
        )
      })}
      <Row style="padding:12px 0 32px">
        <MailButton url={`${site.url}/list`}>{list.button}</MailButton>
      </Row>
    </>
  )
}

function Written({ title, html }: { title: string; html: SafeHtml }) {
  const { site, picture } = useWords()
  const { align } = useSides()
  return (
    <>
      <Row size={24} style="font-weight:800;line-height:1.5;padding-bottom:16px">
        {title}
      </Row>
      <Row style="padding-bottom:24px">{raw(styled(html, align, (url) => site.url + picture(url)))}</Row>
    </>
  )
}

const BLOCK = 'margin:0 0 16px'
/** By element, in the sanitiser's names. */
const stylesOf = (align: string): Record<string, string> => ({
  p: BLOCK,
  h2: 'margin:24px 0 8px;font-size:21px;font-weight:800;line-height:1.5',
  h3: 'margin:20px 0 8px;font-size:19px;font-weight:700;line-height:1.5',
  h4: 'margin:16px 0 8px;font-size:17px;font-weight:700',
  ul: `${BLOCK};padding:0 24px`,
  ol: `${BLOCK};padding:0 24px`,
  li: 'margin:0 0 6px',
  blockquote: `margin:0 0 16px;padding:0 16px;border-${align}:3px solid ${ACCENT}`,
  pre: `${BLOCK};padding:12px;background:#e9f1ec;white-space:pre-wrap;direction:ltr;text-align:left;font-size:14px`,
  code: 'font-family:Consolas,monospace;font-size:15px',
  a: `color:${ACCENT}`,
  hr: `border:0;border-top:1px solid ${HAIRLINE};margin:24px 0`,
  table: `${BLOCK};border-collapse:collapse`,
  th: `border-bottom:1px solid ${HAIRLINE};padding:6px 8px`,
  td: `border-bottom:1px solid ${HAIRLINE};padding:6px 8px`,
})

/** An editor's text with the styles of a mail. The patterns hold for the sanitiser's output alone. */
function styled(html: SafeHtml, align: string, picture: (url: string) => string): string {
  const styles = stylesOf(align)
  return html
    .replace(/<img src="([^"]*)"/g, (_, url: string) => {
      const look = `display:block;max-width:100%;height:auto;border:0;border-radius:10px`
      return `<img style="${look}" src="${picture(url.replaceAll('&amp;', '&'))}"`
    })
    .replace(/<([a-z0-9]+)((?: [^>]*)?)>/g, (whole, tag: string, attributes: string) => {
      const style = styles[tag]
      if (!style) return whole
      const side = attributes.includes('dir="ltr"') ? 'left' : align
      const aligned = /^(p|h\d|li|td|th|blockquote)$/.test(tag) ? `;text-align:${side}` : ''
      const cell = /^t[dh]$/.test(tag) ? ` align="${side}"` : ''
      return `<${tag}${attributes}${cell} style="${style}${aligned}">`
    })
}

function Rest({ url }: { url: string }) {
  const { m } = useWords()
  return (
    <Row style="padding:8px 0 28px">
      <a class="accent" href={url} style={`color:${ACCENT};font-weight:700`}>
        {m.issues.rest}
      </a>
    </Row>
  )
}

function Foot({ head, links }: { head: IssueHead; links: IssueLinks }) {
  const { m } = useWords()
  const words = m.issues.foot
  const shown = [
    { label: words.manage, url: links.manage },
    { label: words.unsubscribe, url: links.unsubscribe },
    ...(links.archive ? [{ label: words.browser, url: links.archive }] : []),
  ]
  return (
    <>
      <Row kind="soft" size={14} style="padding-top:16px">
        {words.why(head.newsletter)}
      </Row>
      <Row kind="soft" size={14}>
        {shown.map(({ label, url }, index) => (
          <>
            {index > 0 && ' · '}
            <a class="soft" href={url} style={`color:${SOFT}`}>
              {label}
            </a>
          </>
        ))}
      </Row>
      <SentBy postalAddress={head.postalAddress} />
    </>
  )
}

/** What lists of mails show beside the subject: the intro, or the first titles. */
function previewOf({ intro }: IssueHead, content: IssueContent): string {
  if (intro || content.kind === 'written') return intro
  return content.items
    .slice(0, 3)
    .map(({ title }) => title)
    .join(' · ')
}

export function reason(m: Words['m'], { kind, label }: Why): string {
  return m.issues.why[kind](label)
}

export function articleUrl(siteUrl: string, { articleId }: IssueItem): string {
  return `${siteUrl}/articles/${articleId}`
}
