import { emptyForm, type FormState } from '../src/core/form.ts'
import { hasArchive, needsAccount } from '../src/core/issue.ts'
import type { Newsletter } from '../src/store/newsletters.ts'
import type { SampleArticle } from '../src/store/samples.ts'
import { Layout } from './layout.tsx'
import { FeedLink, PastIssues, type PastProps } from './past-issues.tsx'
import { useRhythm } from './rhythm.tsx'
import { Bdi, Button, Empty, Field, Invitation, LinkButton, Meta, Section, Switch, Time } from './ui.tsx'
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

/** One email, one button a newsletter: works without script, and Enter takes the first. */
function OptInBox({ newsletters }: { newsletters: Newsletter[] }) {
  const { m } = useWords()
  const words = m.newsletters.optIn
  return (
    <div class="visitor">
      <Invitation title={words.title} line={m.newsletters.consent}>
        <form class="form" method="post">
          <EmailField id="opt-in" form={emptyForm} />
          <p>{words.choose}</p>
          <div class="buttons">
            {newsletters
              .filter((one) => !needsAccount(one))
              .map(({ slug, name }) => (
                <button
                  class="button plain"
                  type="submit"
                  formaction={`/newsletters/${slug}/subscribe`}
                  aria-label={words.buttonFor(name)}
                >
                  <bdi>{name}</bdi>
                </button>
              ))}
          </div>
        </form>
      </Invitation>
    </div>
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
            title={needsAccount(newsletter) ? words.needsAccount.title : words.optIn.title}
            line={words.consent}
          >
            <OptIn newsletter={newsletter} form={form} />
          </Invitation>
        </div>
      )}
      {newsletter.kind !== 'list' && <Sample sample={sample} />}
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

/** What a visitor is asked for. */
export function OptIn({ newsletter, form }: { newsletter: Newsletter; form: FormState }) {
  return needsAccount(newsletter) ? (
    <AccountNeeded slug={newsletter.slug} />
  ) : (
    <OptInForm newsletter={newsletter} form={form} />
  )
}

type OptInProps = { newsletter: { slug: string; name: string }; form: FormState }

/** Takes the switch's place where nobody is signed in, and stands on the newsletter's own page. */
export function OptInForm({ newsletter, form }: OptInProps) {
  const { m } = useWords()
  const { slug, name } = newsletter
  const action = `/newsletters/${slug}/subscribe`
  return (
    <form class="form opt-in" method="post" action={action} hx-post={action} hx-target="this" hx-swap="outerHTML">
      <EmailField id={`opt-in-${slug}`} form={form} />
      <Button label={m.newsletters.optIn.buttonFor(name)}>{m.newsletters.optIn.button}</Button>
      <p class="hint">
        <a href={`/login?intent=newsletter:${slug}`}>{m.newsletters.optIn.account}</a>
      </p>
    </form>
  )
}

function AccountNeeded({ slug }: { slug: string }) {
  const { m } = useWords()
  const words = m.newsletters.needsAccount
  return (
    <div class="form opt-in">
      <p role="status">{words.line}</p>
      <LinkButton href={`/register?intent=newsletter:${slug}`}>{words.signUp}</LinkButton>
      <p class="hint">
        <a href={`/login?intent=newsletter:${slug}`}>{m.newsletters.optIn.account}</a>
      </p>
    </div>
  )
}

function EmailField({ id, form }: { id: string; form: FormState }) {
  const { email, hint } = useWords().m.newsletters.optIn
  return <Field id={id} name="email" type="email" label={email} hint={hint} autocomplete="email" form={form} required />
}

/** The same whoever the email belongs to: what follows is in the mail. */
export function OptInAsked({ email }: { email: string }) {
  const { line, valid } = useWords().m.newsletters.asked
  return (
    <div class="notice" role="status">
      <p>{line(email)}</p>
      <p>{valid}</p>
    </div>
  )
}

export function OptInAskedPage({ email }: { email: string }) {
  const { title } = useWords().m.newsletters.asked
  return (
    <Layout title={title} current="newsletters" robots="noindex" narrow>
      <h1>{title}</h1>
      <OptInAsked email={email} />
    </Layout>
  )
}
