import type { PropsWithChildren } from 'hono/jsx'
import { type Followable, followKey } from '../src/core/follow.ts'
import { directionOf } from '../src/i18n/messages.ts'
import type { TopicName } from '../src/store/articles.ts'
import { ConnectionNotices } from './connection.tsx'
import { Head, type HeadProps } from './head.tsx'
import { Icon, type IconName, Notice } from './ui.tsx'
import { useWords } from './words.tsx'

type Place = 'news' | 'forYou' | 'list' | 'newsletters' | 'account' | 'search'

type LayoutProps = PropsWithChildren<
  HeadProps & {
    current?: Place
    /** The strip of topics under the header, and which of them this page is. */
    strip?: { topics: TopicName[]; current?: string }
    /** A column of reading width. */
    narrow?: boolean
    /** A line on top, on private pages alone: a public page says the same to everybody. */
    notice?: string
    /** Articles with a save button here. */
    ids?: number[]
    /** Topics and sources with follow buttons here. */
    follows?: Followable[]
    /** The article whose end stands here. */
    article?: number
    /** Whether switches of newsletters stand here. */
    newsletters?: boolean
    /** The page's own tools lie where a phone has the navigation. */
    tools?: boolean
  }
>

/**
 * The frame of every page.
 *
 * What `/me/state` may replace, with `<hx-partial hx-target=… hx-swap="outerMorph">`, which changes every match:
 * `#account-link` (AccountLink, below), `[data-article="ID"]` (SaveButton), `[data-follow="KIND:REF"]` (FollowButtons),
 * `#article-end` (the end of an article), `[data-newsletter="SLUG"]` (Switch). `data-reader` on the root hides
 * `.visitor` and shows `.reader`; on public pages prefs.ts sets it from the marker cookie.
 */
export function Layout({
  current,
  strip,
  narrow,
  notice,
  ids,
  follows,
  article,
  newsletters,
  tools,
  children,
  ...head
}: LayoutProps) {
  const { m, site, reader, prefs = {} } = useWords()
  return (
    <html
      lang={site.language}
      dir={directionOf(site.language)}
      data-reader={reader && '1'}
      data-digits={site.digits}
      data-region={site.region}
      data-zone={site.zone}
      {...Object.fromEntries(Object.entries(prefs).map(([name, wanted]) => [`data-${name}`, wanted]))}
    >
      <Head {...head} />
      <body>
        <a class="skip" href="#content">
          {m.site.skip}
        </a>
        <header class="site-header">
          <div class="site-bar">
            <a class="wordmark" href="/">
              {site.name}
            </a>
            <nav class="site-nav" aria-label={m.site.nav.label}>
              <Places current={current} />
            </nav>
            <div class="site-account">
              <SearchLink current={current === 'search'} />
              {!reader && <SignIn />}
              <AccountLink name={reader?.name} current={current === 'account'} />
            </div>
          </div>
          {strip && <Strip {...strip} />}
        </header>
        <main id="content" class={narrow ? 'narrow' : undefined} tabindex={-1}>
          {notice && <Notice>{notice}</Notice>}
          {reader && <ConnectionNotices />}
          {children}
        </main>
        <Footer />
        {!tools && (
          <nav class="phone-bar" aria-label={m.site.nav.label}>
            <Places current={current} icons />
          </nav>
        )}
        <div id="toast" role="status" data-offline={m.site.offline} />
        <div id="menu" popover="auto" role="dialog" aria-label={m.site.options} />
        {!reader && <State ids={ids} follows={follows} article={article} newsletters={newsletters} />}
      </body>
    </html>
  )
}

/** The way to one's account, under one's name where there is one. */
export function AccountLink({ name, current }: { name?: string; current?: boolean }) {
  const { m } = useWords()
  return (
    <a id="account-link" class="reader" href="/settings" aria-current={current ? 'page' : undefined}>
      <bdi>{name || m.site.nav.account}</bdi>
    </a>
  )
}

function SearchLink({ current }: { current: boolean }) {
  const { m } = useWords()
  return (
    <a href="/search" aria-label={m.search.title} aria-current={current ? 'page' : undefined}>
      <Icon name="search" />
    </a>
  )
}

function SignIn() {
  const { m } = useWords()
  return (
    <>
      <a class="visitor" href="/login">
        {m.site.nav.signIn}
      </a>
      <a class="visitor button main" href="/register">
        {m.site.nav.signUp}
      </a>
    </>
  )
}

const PLACES: { place: Exclude<Place, 'search'>; href: string; icon: IconName }[] = [
  { place: 'news', href: '/', icon: 'news' },
  { place: 'forYou', href: '/for-you', icon: 'star' },
  { place: 'list', href: '/list', icon: 'list' },
  { place: 'newsletters', href: '/newsletters', icon: 'mail' },
  { place: 'account', href: '/settings', icon: 'user' },
]

/** On a wide page the account stands at the header's end; a thumb's bar has it with the others. */
function Places({ current, icons }: { current?: Place; icons?: boolean }) {
  const { m } = useWords()
  const shown = PLACES.filter(({ place }) => icons || place !== 'account')
  return (
    <>
      {shown.map(({ place, href, icon }) => (
        <a href={href} aria-current={place === current ? 'page' : undefined}>
          {icons && <Icon name={icon} />}
          {m.site.nav[place]}
        </a>
      ))}
    </>
  )
}

function Strip({ topics, current }: { topics: TopicName[]; current?: string }) {
  const { m, path } = useWords()
  return (
    <nav class="strip" aria-label={m.site.nav.topics}>
      <a href="/" aria-current={path === '/' ? 'page' : undefined}>
        {m.site.nav.all}
      </a>
      {topics.map(({ slug, name }) => (
        <a href={`/topics/${slug}`} aria-current={slug === current ? 'page' : undefined}>
          {name}
        </a>
      ))}
    </nav>
  )
}

function Footer() {
  const { m, site } = useWords()
  const words = m.site.footer
  return (
    <footer class="site-footer">
      <nav aria-label={words.label}>
        <a href="/">{site.name}</a>
        <a href="/about">{words.about}</a>
        <a href="/sources">{words.sources}</a>
        <a href="/newsletters">{m.site.nav.newsletters}</a>
        <a href="/privacy">{words.privacy}</a>
        <a href="/terms">{words.terms}</a>
        <a href="/feed.xml">{words.feed}</a>
        <a href={`mailto:${site.contactEmail}`}>{words.contact}</a>
      </nav>
    </footer>
  )
}

type StateProps = Pick<LayoutProps, 'ids' | 'follows' | 'article' | 'newsletters'>

const MOST = 60

/** Asks for the reader's state once me.ts says that there is a reader; a visitor's page asks for nothing. */
function State({ ids = [], follows = [], article, newsletters }: StateProps) {
  const asked = [...new Set(ids)].slice(0, MOST)
  const query = [
    asked.length > 0 && `ids=${asked.join()}`,
    follows.length > 0 && `follows=${follows.slice(0, MOST).map(followKey).join()}`,
    article && `article=${article}`,
    newsletters && 'newsletters=1',
  ]
    .filter(Boolean)
    .join('&')
  return (
    <div id="state" hidden hx-get={`/me/state${query && '?'}${query}`} hx-trigger="reader from:body" hx-swap="none" />
  )
}
