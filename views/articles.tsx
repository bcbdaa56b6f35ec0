import type { Child, PropsWithChildren } from 'hono/jsx'
import { minutes } from '../src/core/arabic.ts'
import { isolate } from '../src/i18n/format.ts'
import type { ArticleCard, Cursor } from '../src/store/articles.ts'
import { Bdi, HiddenField, Icon, Meta, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type RowProps = PropsWithChildren<{
  article: ArticleCard
  level?: 2 | 3
  /** Title and facts alone, for a list beside the main one. */
  compact?: boolean
  /** On private pages alone: a public one learns it from /me/state. */
  saved?: boolean
  /** What stands over the facts. */
  above?: Child
}>

/** The row of every list of articles. Picture, excerpt and source may each be missing. */
export function ArticleRow({ article, level = 3, compact, saved = false, above, children }: RowProps) {
  const { picture } = useWords()
  const Title = `h${level}` as const
  return (
    <article class="row">
      <div class="row-text">
        {above}
        <CardMeta article={article} />
        <Title class="row-title">
          <a href={`/articles/${article.id}`}>
            <Foreign article={article} text={article.title} />
          </a>
        </Title>
        {!compact && article.excerpt && (
          <p class="excerpt">
            <Foreign article={article} text={article.excerpt} />
          </p>
        )}
        {children}
      </div>
      <div class="row-end">
        {!compact && article.picture && (
          <img src={picture(article.picture)} alt="" width="128" height="96" loading="lazy" decoding="async" />
        )}
        <CardTools article={article} saved={saved} />
      </div>
    </article>
  )
}

export function CardMeta({ article }: { article: ArticleCard }) {
  return (
    <Meta>
      {article.sourceName && (
        <b>
          <Bdi>{article.sourceName}</Bdi>
        </b>
      )}
      <Time at={article.sortedAt} />
      {article.words > 0 && <Minutes article={article} />}
    </Meta>
  )
}

function Minutes({ article }: { article: ArticleCard }) {
  const { m, f } = useWords()
  const whole = minutes(article.words, article.language)
  return <span class="n">{m.articles.minutes(whole, f.number(whole))}</span>
}

type Spoken = { language: string; direction: ArticleCard['direction'] }

/** What stands in an article's own language keeps its direction, wherever it stands. */
export function Foreign({ article, text }: { article: Spoken; text: string }) {
  const { site } = useWords()
  const lang = article.language === site.language ? undefined : article.language
  return (
    <Bdi dir={article.direction} lang={lang}>
      {text}
    </Bdi>
  )
}

/** What can be done with a card, at its edge. */
export function CardTools({ article, saved }: SaveProps) {
  const { m } = useWords()
  const path = `/following/articles/${article.id}`
  return (
    <div class="card-tools">
      <SaveButton article={article} saved={saved} />
      <a
        class="options"
        href={path}
        aria-label={m.articles.options(isolate(article.title))}
        aria-haspopup="dialog"
        hx-get={path}
        hx-select=".menu"
        hx-target="#menu"
        hx-swap="innerHTML ignoreTitle:true"
      >
        <Icon name="more" />
      </a>
    </div>
  )
}

type SaveProps = { article: { id: number; title: string }; saved: boolean }

/** Posts what is wanted, never a toggle. Its looks come from where it stands, so that one answer fits all copies. */
export function SaveButton({ article, saved }: SaveProps) {
  const { m } = useWords()
  const action = saved ? `/list/articles/${article.id}/removed` : '/list'
  const label = saved ? m.articles.savedNamed : m.articles.saveNamed
  return (
    <form
      class={saved ? 'save saved' : 'save'}
      method="post"
      action={action}
      data-article={article.id}
      hx-post={action}
      hx-target="this"
      hx-swap="outerMorph"
    >
      {saved ? <HiddenField name="wanted" value="1" /> : <HiddenField name="article_id" value={article.id} />}
      <button type="submit" aria-label={label(isolate(article.title))}>
        <Icon name="bookmark" />
        <span>{saved ? m.articles.saved : m.articles.save}</span>
      </button>
    </form>
  )
}

/** The answer to a press on one save button: every copy on the page shows the new state and keeps the focus. */
export function SaveButtons({ article, saved }: SaveProps) {
  return (
    <hx-partial hx-target={`[data-article="${article.id}"]`} hx-swap="outerMorph">
      <SaveButton article={article} saved={saved} />
    </hx-partial>
  )
}

type RowsProps = { articles: ArticleCard[]; older: Cursor | null; level?: 2 | 3 }

/** A list by date. «Older» is a link to the next page; with htmx its rows and its own «older» come in its place. */
export function Rows({ articles, older, level }: RowsProps) {
  const { path } = useWords()
  const next = older && `${path}?before=${older.sortedAt}.${older.id}`
  return (
    <div id="rows">
      {articles.map((article) => (
        <ArticleRow article={article} level={level} />
      ))}
      {next && <Older href={next} also="#state" />}
    </div>
  )
}

type OlderProps = { href: string; also?: string; words?: string }

/** Leads to the next page; with htmx that page's `#rows` come in its place, and `also` is replaced by the one there. */
export function Older({ href, also, words }: OlderProps) {
  const { m } = useWords()
  return (
    <p class="older">
      <a
        class="button plain"
        href={href}
        hx-get={href}
        hx-select="#rows > *"
        hx-select-oob={also}
        hx-target="closest .older"
        hx-swap="outerHTML"
      >
        {words ?? m.site.older}
      </a>
    </p>
  )
}
