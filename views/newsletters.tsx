import { emptyForm, type FormState } from '../src/core/form.ts'
import { hasArchive, needsAccount } from '../src/core/issue.ts'
import type { Newsletter } from '../src/store/newsletters.ts'
import type { SampleArticle } from '../src/store/samples.ts'
import { Layout } from './layout.tsx'
import { OptIn, OptInBox, useAccountWords } from './opt-in.tsx'
import { FeedLink, PastIssues, type PastProps } from './past-issues.tsx'
import { useRhythm } from './rhythm.tsx'
import { Bdi, Empty, Invitation, Meta, Section, Switch, Time } from './ui.tsx'
import { useWords } from './words.tsx'

/** A newsletter with what an issue of it would hold today. */
export type Sampled = { newsletter: Newsletter; sample: SampleArticle[] }

export function NewslettersPage({ newsletters }: { newsletters: Sampled[] }) {
  const { m } = useWords()
  const words = m.newsletters
  return (
    <Layout title={words.title} description={words.line} current="newsletters" newsletters narrow>
      <h1>{words.title}</h1>
      <p class="lead">{words.line}</p>
      <p class="hint reader">{words.consent}</p>
      {newsletters.length === 0 && (
        <Empty title={words.none} line={words.noneLine} action={{ href: '/', label: words.toNews }} />
      )}
      <ul class="newsletters">
        {newsletters.map((row) => (
          <NewsletterRow {...row} />
        ))}
      </ul>
      {newsletters.length > 0 && <OptInBox newsletters={newsletters.map(({ newsletter }) => newsletter)} />}
    </Layout>
  )
}

function NewsletterRow({ newsletter, sample }: Sampled) {
  const { m } = useWords()
  const { slug, name, description } = newsletter
  const path = `/newsletters/${slug}`
  const [first] = sample
  return (
    <li class="newsletter">
      <div class="newsletter-about">
        <h2>
          <a href={path}>
            <bdi>{name}</bdi>
          </a>
        </h2>
        <p>{description}</p>
        <Meta>
          <strong>{useRhythm(newsletter)}</strong>
          {first && (
            <a href={`${path}#sample`} aria-label={`${m.newsletters.sample.link}: ${name}`}>
              {m.newsletters.sample.link}
            </a>
          )}
          {hasArchive(newsletter) && (
            <a href={`${path}#past`} aria-label={`${m.pastIssues.title}: ${name}`}>
              {m.pastIssues.title}
            </a>
          )}
        </Meta>
        {first && (
          <p class="hint">
            {m.newsletters.sample.example} <Title article={first} />
          </p>
        )}
      </div>
      <NewsletterSwitch newsletter={newsletter} on={false} />
    </li>
  )
}

/** Posts the state it wants; who is not signed in is asked for an email in its place. */
export function NewsletterSwitch({ newsletter, on }: { newsletter: { slug: string; name: string }; on: boolean }) {
  const { m } = useWords()
  const { slug, name } = newsletter
  return (
    <Switch action={`/newsletters/${slug}/subscribe`} on={on} label={m.newsletters.switch(name)} newsletter={slug} />
  )
}

type NewsletterProps = Sampled & { past: PastProps['past']; form?: FormState }

/** The public page of a newsletter, and (with `form`) what an email that was filled in badly is answered with. */
export function NewsletterPage({ newsletter, sample, past, form = emptyForm }: NewsletterProps) {
  const { m } = useWords()
  const words = m.newsletters
  const { name, description } = newsletter
  const ended = newsletter.state === 'ended'
  return (
    <Layout
      title={name}
      description={description}
      current="newsletters"
      newsletters
      narrow
      head={hasArchive(newsletter) && <FeedLink newsletter={newsletter} />}
    >
      <div class="newsletter">
        <div class="newsletter-about">
          <h1>
            <bdi>{name}</bdi>
          </h1>
          <p class="lead">{description}</p>
          <Meta>
            <strong>{ended ? words.ended : useRhythm(newsletter)}</strong>
          </Meta>
          {!ended && <p class="hint reader">{words.consent}</p>}
        </div>
        {!ended && (
          <div class="reader">
            <NewsletterSwitch newsletter={newsletter} on={false} />
          </div>
        )}
      </div>
      {!ended && (
        <div class="visitor">
          <Invitation
            title={needsAccount(newsletter) ? useAccountWords(newsletter).title : words.optIn.title}
            line={words.consent}
          >
            <OptIn newsletter={newsletter} form={form} />
          </Invitation>
        </div>
      )}
      {!needsAccount(newsletter) && <Sample sample={sample} />}
      {hasArchive(newsletter) && <PastIssues newsletter={newsletter} past={past} />}
    </Layout>
  )
}

function Sample({ sample }: Pick<Sampled, 'sample'>) {
  const words = useWords().m.newsletters.sample
  return (
    <Section title={words.title} id="sample">
      <p class="hint">{sample.length > 0 ? words.line : words.none}</p>
      <ol class="sample">
        {sample.map((article) => (
          <li>
            <Title article={article} />
            <Meta>
              <Bdi>{article.sourceName}</Bdi>
              <Time at={article.sortedAt} />
            </Meta>
          </li>
        ))}
      </ol>
    </Section>
  )
}

function Title({ article }: { article: SampleArticle }) {
  const { id, title, direction, language } = article
  return (
    <a href={`/articles/${id}`}>
      <Bdi dir={direction} lang={language}>
        {title}
      </Bdi>
    </a>
  )
}
