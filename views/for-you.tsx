import type { PropsWithChildren } from 'hono/jsx'
import type { Followable } from '../src/core/follow.ts'
import type { Card, Place, Term } from '../src/core/for-you.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Found } from '../src/store/for-you.ts'
import { ArticleRow, Older } from './articles.tsx'
import { type FollowDone, FollowNotice, Target, WishButton } from './follow.tsx'
import { Layout } from './layout.tsx'
import { Bdi, Empty, Invitation, LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type Order = 'best' | 'latest'

type ForYouProps = {
  order: Order
  cards: Card<Found>[]
  /** The ids of articles that are in the reader's list. */
  saved: ReadonlySet<number>
  older: { before: Place; after: number[] } | null
  /** Nothing is followed: these are the editors' choice, or all that is new. */
  unchosen: boolean
  /** Of what there was here nothing was left. */
  emptied: boolean
  /** What a plain form has just done. */
  done?: FollowDone
}

export function ForYouPage({ order, cards, saved, older, unchosen, emptied, done }: ForYouProps) {
  const { m } = useWords()
  return (
    <Layout title={m.forYou.title} current="forYou" narrow>
      {done && <FollowNotice done={done} />}
      <h1 class="unseen">{m.forYou.title}</h1>
      <Tabs order={order} />
      {unchosen && (
        <Invitation title={m.issues.choose.title} line={m.issues.choose.line}>
          <LinkButton href="/welcome">{m.issues.choose.button}</LinkButton>
        </Invitation>
      )}
      {unchosen && cards.length > 0 && (
        <p class="hint">{m.forYou.unchosen[order === 'best' && cards.some(isPicked) ? 'picks' : 'latest']}</p>
      )}
      {cards.length === 0 && <Nothing unchosen={unchosen} emptied={emptied} />}
      {(cards.length > 0 || older) && (
        <div id="rows">
          {cards.map((card) => (
            <ForYouCard card={card} saved={saved.has(card.article.id)} />
          ))}
          {older && <Older href={pathOf(order, older)} />}
        </div>
      )}
    </Layout>
  )
}

function Tabs({ order }: { order: Order }) {
  const { m } = useWords()
  return (
    <div class="for-you-tabs">
      <nav class="chips" aria-label={m.forYou.tabs}>
        <a href="/for-you" aria-current={order === 'best' ? 'page' : undefined}>
          {m.forYou.title}
        </a>
        <a href="/for-you?order=latest" aria-current={order === 'latest' ? 'page' : undefined}>
          {m.forYou.latest}
        </a>
      </nav>
      <div class="chips">
        <a href="/following">{m.forYou.following}</a>
      </div>
    </div>
  )
}

function Nothing({ unchosen, emptied }: Pick<ForYouProps, 'unchosen' | 'emptied'>) {
  const { m } = useWords()
  if (unchosen && !emptied) return <Empty title={m.articles.none} line={m.articles.noneLine} />
  const { title, line, button } = emptied ? m.forYou.emptied : m.forYou.empty
  return <Empty title={title} line={line} action={{ href: '/following', label: button }} />
}

/** The row of every list, with why it is here over it, and below it who else tells it and what can be said of it. */
function ForYouCard({ card: { article, terms, also }, saved }: { card: Card<Found>; saved: boolean }) {
  const source: Followable = { kind: 'source', ref: String(article.sourceId), label: article.sourceName }
  const reason = terms.find(isReason)?.of ?? source
  return (
    <ArticleRow article={article} level={2} saved={saved} above={<Why terms={terms} />}>
      {also.length > 0 && <Also articles={also} />}
      <div class="opinions" data-about={about(article)}>
        <Opinion of={reason}>
          <WishButton of={reason} want="less" quiet />
        </Opinion>
        <Opinion of={source}>
          <MuteButton of={source} />
        </Opinion>
      </div>
    </ArticleRow>
  )
}

/** What a card goes with, where that is muted. */
function about({ sourceId, topicIds }: Found): string {
  return [`source:${sourceId}`, ...topicIds.map((id) => `topic:${id}`)].join(' ')
}

function isReason({ kind }: Term): boolean {
  return kind === 'source' || kind === 'topic' || kind === 'keyword'
}

function isPicked({ terms }: { terms: Term[] }): boolean {
  return terms.some(({ kind }) => kind === 'picked')
}

/** The strongest reason, and whether the editors chose it too. */
function Why({ terms }: { terms: Term[] }) {
  const { m } = useWords()
  const followed = terms.find(isReason)?.of
  const picked = isPicked({ terms })
  if (!followed && !picked) return null
  return (
    <p class="why">
      {followed && <span>{m.issues.why[followed.kind](followed.label)}</span>}
      {picked && <span>{m.forYou.picked}</span>}
    </p>
  )
}

/** More names would say no more. */
const MOST_ALSO = 4

function Also({ articles }: { articles: Found[] }) {
  const { m } = useWords()
  return (
    <p class="meta also">
      {m.forYou.also}{' '}
      {articles.slice(0, MOST_ALSO).map(({ id, sourceName, title }) => (
        <span>
          <a href={`/articles/${id}`} aria-label={m.forYou.alsoNamed(isolate(sourceName), isolate(title))}>
            <Bdi>{sourceName}</Bdi>
          </a>
        </span>
      ))}
    </p>
  )
}

/** A form whose answer is a toast: the card goes at once, and the way back is in the toast. */
function Opinion({ of, children }: PropsWithChildren<{ of: Followable }>) {
  return (
    <form method="post" action="/following" hx-post="/following" hx-target="closest article" hx-swap="delete">
      <Target of={of} />
      {children}
    </form>
  )
}

/** With the name to be seen: beside a reason that is a topic, «mute» alone would seem to be of the topic. */
function MuteButton({ of }: { of: Followable }) {
  const { m } = useWords()
  return (
    <button class="button quiet mute" type="submit" name="want" value="mute">
      {m.follow.named.mute(isolate(of.label))}
    </button>
  )
}

function pathOf(order: Order, { before, after }: NonNullable<ForYouProps['older']>): string {
  const place = `before=${before.at}.${before.id}`
  return order === 'latest' ? `/for-you?order=latest&${place}` : `/for-you?${place}&after=${after.join('.')}`
}
