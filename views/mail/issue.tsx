import type { Child } from 'hono/jsx'
import type { IssueContent } from '../../src/core/issue.ts'
import type { Issue } from '../../src/store/issues.ts'
import type { Newsletter } from '../../src/store/newsletters.ts'
import { useWords, type Words } from '../words.tsx'
import {
  ACCENT,
  Box,
  Cell,
  HAIRLINE,
  INK,
  MailButton,
  MailFrame,
  Row,
  SentBy,
  SMALL,
  SOFT,
  TINT,
  useSides,
} from './frame.tsx'
import { Item, keywordsUrl, Lead, Spoken, Waiting } from './rows.tsx'
import { beginningOf, Written } from './written.tsx'

/** The links of one recipient; `archive` is the issue's own page, where it has one. */
export type IssueLinks = { manage: string; unsubscribe: string; archive: string | null }

export type IssueProps = {
  issue: Pick<Issue, 'title' | 'intro' | 'sendsAt' | 'createdAt'>
  newsletter: Pick<Newsletter, 'name' | 'postalAddress'>
  content: IssueContent
  links: IssueLinks
  /** Something was left out to keep the message whole in programs that cut long ones. */
  shortened: boolean
}

export function IssuePage({ issue, newsletter, content, links, shortened }: IssueProps) {
  const { m, f } = useWords()
  const { title, intro } = issue
  return (
    <MailFrame
      subject={title}
      preview={previewOf(m, issue, content)}
      head={<Spoken text={newsletter.name} />}
      foot={<Foot newsletter={newsletter} links={links} />}
    >
      <Row kind="soft" size={SMALL} style="padding-bottom:12px">
        {f.date(dateOf(issue))}
      </Row>
      {isOwn(m, title, newsletter, content) && (
        <Row size={26} style="font-weight:800;line-height:1.5;padding-bottom:12px">
          <Spoken text={title} />
        </Row>
      )}
      {intro && (
        <Row style="padding-bottom:24px">
          {intro.split('\n').map((line, index) => (
            <>
              {index > 0 && <br />}
              <Spoken text={line} />
            </>
          ))}
        </Row>
      )}
      <Content content={content} />
      {shortened && <Rest url={links.archive} />}
    </MailFrame>
  )
}

function Content({ content }: { content: IssueContent }) {
  const { m } = useWords()
  if (content.kind === 'written') return <Written html={content.html} />
  if (content.kind === 'list') return <Waiting items={content.items} unread={content.unread} />
  const [lead, ...others] = content.items
  return (
    <>
      {lead && <Lead item={lead} />}
      {others.length > 0 && (
        <Row class="edge" style={`border-top:2px solid ${INK};font-weight:800;padding:8px 0 4px`}>
          {m.issues.others}
        </Row>
      )}
      {others.map((item, index) => (
        <Item item={item} first={index === 0} />
      ))}
      {content.kind === 'personal' && !content.chosen && <Choose />}
      {content.kind === 'alerts' && <Keywords />}
    </>
  )
}

/** For somebody who has chosen nothing yet. */
function Choose() {
  const { m, site } = useWords()
  const { title, line, button } = m.issues.choose
  return (
    <tr>
      <Cell style="padding:8px 0 28px">
        <Box>
          <Row class="tint bar" style={`background:${TINT};border-top:3px solid ${ACCENT};padding:20px`}>
            <Box>
              <Row size={20} style="font-weight:800;padding-bottom:4px">
                {title}
              </Row>
              <Row style="padding-bottom:16px">{line}</Row>
              <Row>
                <MailButton url={`${site.url}/welcome`}>{button}</MailButton>
              </Row>
            </Box>
          </Row>
        </Box>
      </Cell>
    </tr>
  )
}

/** Where the keywords of alerts are changed. */
function Keywords() {
  const { m, site } = useWords()
  return (
    <Row class="line" style={`border-top:1px solid ${HAIRLINE};padding:12px 0 28px`}>
      <a class="accent" href={keywordsUrl(site.url)} style={`color:${ACCENT}`}>
        {m.issues.alerts.keywords}
      </a>
    </Row>
  )
}

/** Where the rest is, if it is anywhere. */
function Rest({ url }: { url: string | null }) {
  const { m } = useWords()
  if (!url) return null
  return (
    <Row style="padding:16px 0 28px;font-weight:700">
      <a class="accent" href={url} style={`color:${ACCENT}`}>
        {m.issues.rest}
      </a>
    </Row>
  )
}

function Foot({ newsletter, links }: Pick<IssueProps, 'newsletter' | 'links'>) {
  const { m } = useWords()
  return (
    <>
      <Row kind="soft" size={SMALL} style="padding-top:20px">
        {m.issues.foot.why(newsletter.name)}
      </Row>
      <Row kind="soft" size={SMALL} style="padding-top:4px">
        {footLinks(m, links).map(({ label, url }) => (
          <>
            <FootLink url={url}>{label}</FootLink>{' '}
          </>
        ))}
      </Row>
      <SentBy postalAddress={newsletter.postalAddress} />
    </>
  )
}

function FootLink({ url, children }: { url: string; children: Child }) {
  const { align } = useSides()
  const gap = align === 'right' ? 'margin-left' : 'margin-right'
  return (
    <a class="soft" href={url} style={`color:${SOFT};display:inline-block;padding:6px 0;${gap}:16px`}>
      {children}
    </a>
  )
}

export function footLinks({ issues: { foot } }: Words['m'], { manage, unsubscribe, archive }: IssueLinks) {
  return [
    ...(archive ? [{ label: foot.browser, url: archive }] : []),
    { label: foot.manage, url: manage },
    { label: foot.unsubscribe, url: unsubscribe },
  ]
}

/** The date above it. */
export function dateOf({ sendsAt, createdAt }: IssueProps['issue']): number {
  return sendsAt ?? createdAt
}

/** Whether an editor gave it a title: one made of the newsletter's name and the lead, or the day, stands there already. */
export function isOwn(m: Words['m'], title: string, { name }: { name: string }, content: IssueContent): boolean {
  if (content.kind === 'written') return true
  if (content.kind === 'alerts') return false
  if (content.kind === 'digest') return title !== m.issues.subject(name, content.items[0]?.title ?? null)
  return !title.includes(name)
}

/** What lists of mails show beside the subject: the intro, or the first titles. */
function previewOf(m: Words['m'], { intro }: IssueProps['issue'], content: IssueContent): string {
  if (intro) return intro
  if (content.kind === 'written') return beginningOf(content.html)
  return m.issues.preview(content.items.slice(0, 3).map(({ title }) => title))
}
