import { minutes } from '../src/core/arabic.ts'
import { emptyForm } from '../src/core/form.ts'
import type { IssueItem } from '../src/core/issue.ts'
import type { SafeHtml } from '../src/core/safe-html.ts'
import { directionOf } from '../src/i18n/messages.ts'
import type { ArchivedIssue, Past } from '../src/store/archive.ts'
import type { Newsletter } from '../src/store/newsletters.ts'
import { CardTools, Foreign, Older } from './articles.tsx'
import { Layout } from './layout.tsx'
import { OptInForm } from './opt-in.tsx'
import { BareHtml, SafeHtmlBlock } from './safe-html.tsx'
import { Bdi, Invitation, Meta, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type Named = { slug: string; name: string }

export type PastProps = { newsletter: Named; past: Past }

export function PastIssues({ newsletter: { slug }, past: { issues, older } }: PastProps) {
  const { m, f } = useWords()
  const words = m.pastIssues
  const path = `/newsletters/${slug}`
  return (
    <Section title={words.title} id="past">
      {issues.length === 0 && <p class="hint">{words.none}</p>}
      <div id="rows">
        {issues.map(({ number, title, at }) => (
          <div class="past-issue">
            <a href={`${path}/issues/${number}`}>
              <Bdi>{title}</Bdi>
            </a>
            <Meta>
              <span class="n">{words.number(f.number(number))}</span>
              <Time at={at} />
            </Meta>
          </div>
        ))}
        {older && <Older href={`${path}?before=${older.sortedAt}.${older.id}`} words={words.older} />}
      </div>
    </Section>
  )
}

/** How feed readers find it. */
export function FeedLink({ newsletter: { slug, name } }: { newsletter: Named }) {
  const { m } = useWords()
  return (
    <link
      rel="alternate"
      type="application/rss+xml"
      title={m.pastIssues.feed(name)}
      href={`/newsletters/${slug}/feed.xml`}
    />
  )
}

type IssueProps = {
  newsletter: Named & Pick<Newsletter, 'state'>
  issue: ArchivedIssue
  /** What an editor wrote; null: a digest. */
  html: SafeHtml | null
  previous: number | null
  next: number | null
}

/** An issue as it went out, for everybody. */
export function IssuePage({ newsletter, issue, html, previous, next }: IssueProps) {
  const { m, f } = useWords()
  const words = m.pastIssues
  const { title, number, intro, items, at } = issue
  const home = `/newsletters/${newsletter.slug}`
  return (
    <Layout
      title={title}
      description={intro || words.of(newsletter.name)}
      current="newsletters"
      kind="article"
      narrow
      ids={items.map(({ articleId }) => articleId)}
      head={<FeedLink newsletter={newsletter} />}
    >
      <h1>
        <Bdi>{title}</Bdi>
      </h1>
      <Meta>
        <a href={home}>
          <Bdi>{newsletter.name}</Bdi>
        </a>
        <span class="n">{words.number(f.number(number))}</span>
        <Time at={at} />
      </Meta>
      {intro && (
        <p class="lead">
          <Bdi>{intro}</Bdi>
        </p>
      )}
      {html ? <WrittenText html={html} /> : items.map((item) => <Item item={item} />)}
      <nav class="issue-nav" aria-label={words.nearby}>
        {previous !== null && (
          <a href={`${home}/issues/${previous}`} rel="prev">
            {words.previous(f.number(previous))}
          </a>
        )}
        <a href={`${home}#past`}>{words.all}</a>
        {next !== null && (
          <a href={`${home}/issues/${next}`} rel="next">
            {words.next(f.number(next))}
          </a>
        )}
      </nav>
      {newsletter.state !== 'ended' && (
        <div class="visitor">
          <Invitation title={words.invitation} line={m.newsletters.consent}>
            <OptInForm newsletter={newsletter} form={emptyForm} />
          </Invitation>
        </div>
      )}
    </Layout>
  )
}

/** Set as an article is; each block of it has its own direction. */
function WrittenText({ html }: { html: SafeHtml }) {
  const { site } = useWords()
  return (
    <div class="text" lang={site.language}>
      <SafeHtmlBlock html={html} />
    </div>
  )
}

function Item({ item }: { item: IssueItem }) {
  const { picture } = useWords()
  const { articleId, title, excerpt, words } = item
  return (
    <article class="row">
      <div class="row-text">
        <Meta>
          <b>
            <Bdi>{item.sourceName}</Bdi>
          </b>
          {words > 0 && <Minutes item={item} />}
        </Meta>
        <h2 class="row-title">
          <a href={`/articles/${articleId}`}>
            <Foreign article={item} text={title} />
          </a>
        </h2>
        {excerpt && (
          <p class="excerpt">
            <Foreign article={item} text={excerpt} />
          </p>
        )}
      </div>
      <div class="row-end">
        {item.picture && (
          <img src={picture(item.picture)} alt="" width="128" height="96" loading="lazy" decoding="async" />
        )}
        <CardTools article={{ id: articleId, title }} saved={false} />
      </div>
    </article>
  )
}

function Minutes({ item }: { item: IssueItem }) {
  const { m, f } = useWords()
  const whole = minutes(item.words, item.language)
  return <span class="n">{m.articles.minutes(whole, f.number(whole))}</span>
}

/** All of an issue as a feed carries it: plain HTML, absolute urls, and a direction that no reader's frame gives it. */
export function IssueInFeed({ issue: { intro, items }, html }: { issue: ArchivedIssue; html: SafeHtml | null }) {
  const { site } = useWords()
  return (
    <div dir={directionOf(site.language)} lang={site.language}>
      {intro && <p>{intro}</p>}
      {html ? <BareHtml html={html} /> : items.map((item) => <Entry item={item} />)}
    </div>
  )
}

function Entry({ item: { articleId, title, excerpt, sourceName, direction, language } }: { item: IssueItem }) {
  const { site } = useWords()
  return (
    <section>
      <h2 dir={direction} lang={language}>
        <a href={`${site.url}/articles/${articleId}`}>{title}</a>
      </h2>
      <p>{sourceName}</p>
      {excerpt && (
        <p dir={direction} lang={language}>
          {excerpt}
        </p>
      )}
    </section>
  )
}
