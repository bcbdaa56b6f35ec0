import type { PropsWithChildren } from 'hono/jsx'
import { type AlertsDone, choicesOf } from '../src/core/alerts.ts'
import type { Preference } from '../src/store/newsletters.ts'
import { AlertChoice } from './alerts.tsx'
import { Layout } from './layout.tsx'
import { NewsletterSwitch } from './newsletters.tsx'
import { useRhythm } from './rhythm.tsx'
import { SettingsLayout } from './settings.tsx'
import { Button, HiddenField, LinkButton, Meta, Switch } from './ui.tsx'
import { useWords } from './words.tsx'

// What is a subscriber's own: nothing here is public, and a link from a mail is as good as an account.

/** What a mailed link asks; its button is what confirms. */
export function ConfirmPage({ name, email }: { name: string; email: string }) {
  const { m, path } = useWords()
  const words = m.newsletters.confirm
  return (
    <MailPage title={words.title} line={words.line(name, email)}>
      <form method="post" action={path}>
        <Button>{words.button}</Button>
      </form>
    </MailPage>
  )
}

type PreferencesProps = {
  preferences: Preference[]
  /** Mail to this email came back, or was complained of: nothing is sent until it is confirmed anew. */
  shut: boolean
}

type ManageProps = PreferencesProps & { email: string; notice?: 'confirmed' | 'saved' | 'all' | 'none' }

/** The preference centre: both ways, all newsletters, without an account. */
export function ManagePage({ email, preferences, shut, notice }: ManageProps) {
  const { m, path } = useWords()
  const words = m.newsletters.manage
  return (
    <MailPage title={words.title} line={words.line(email)} notice={notice && words.notices[notice]}>
      {shut && <Shut preferences={preferences} action={() => path} />}
      <Preferences preferences={preferences}>
        {(preference) => <ManageSwitch action={path} preference={preference} />}
      </Preferences>
      <AlertChoice choices={choicesOf(preferences)} action={path} />
      <div class="buttons">
        {preferences.some(({ kind, on }) => !on && kind !== 'alerts') && (
          <form method="post" action={path}>
            <HiddenField name="all" value="1" />
            <Button kind="plain">{words.all}</Button>
          </form>
        )}
        <form method="post" action={path}>
          <HiddenField name="none" value="1" />
          <Button kind="warn">{words.none}</Button>
        </form>
      </div>
      <p class="hint">{m.newsletters.consent}</p>
      <p class="hint">{words.keep}</p>
    </MailPage>
  )
}

type ManageSwitchProps = { action: string; preference: { slug: string; name: string; on: boolean } }

export function ManageSwitch({ action, preference: { slug, name, on } }: ManageSwitchProps) {
  const { m } = useWords()
  return <Switch action={action} on={on} label={m.newsletters.switch(name)} newsletter={slug} />
}

/** A reader's own switches, which need no script. */
export function NewsletterSettingsPage({ preferences, shut, turned }: PreferencesProps & { turned?: AlertsDone }) {
  const { m } = useWords()
  return (
    <SettingsLayout title={m.newsletters.title} notice={turned && m.alerts.done[turned]}>
      <p class="lead">{m.newsletters.consent}</p>
      {shut && <Shut preferences={preferences} action={({ slug }) => `/newsletters/${slug}/subscribe`} />}
      <Preferences preferences={preferences}>
        {(preference) => <NewsletterSwitch newsletter={preference} on={preference.on} />}
      </Preferences>
      <AlertChoice choices={choicesOf(preferences)} />
      <p>
        <a href="/following#keywords">{m.following.keywords.title}</a>
      </p>
    </SettingsLayout>
  )
}

type ShutProps = { preferences: Preference[]; action: (preference: Preference) => string }

/** Wanting what is on already asks for a confirmation: it opens the email again for all that is on. */
function Shut({ preferences, action }: ShutProps) {
  const words = useWords().m.newsletters.manage
  const wanted = preferences.find(({ on }) => on)
  return (
    <div class="notice">
      <p>{words.shut}</p>
      {wanted && (
        <form method="post" action={action(wanted)}>
          <HiddenField name="newsletter" value={wanted.slug} />
          <HiddenField name="wanted" value="1" />
          <Button kind="plain">{words.confirm}</Button>
        </form>
      )}
    </div>
  )
}

type RowsProps = { preferences: Preference[]; children: (preference: Preference) => unknown }

/** A switch each, but for alerts: those are one choice. */
function Preferences({ preferences, children }: RowsProps) {
  return (
    <ul class="newsletters">
      {preferences
        .filter(({ kind }) => kind !== 'alerts')
        .map((preference) => (
          <li class="newsletter">
            <About preference={preference} />
            {children(preference)}
          </li>
        ))}
    </ul>
  )
}

function About({ preference }: { preference: Preference }) {
  const { slug, name, description } = preference
  return (
    <div class="newsletter-about">
      <h2>
        <a href={`/newsletters/${slug}`}>
          <bdi>{name}</bdi>
        </a>
      </h2>
      <p>{description}</p>
      <Meta>
        <strong>{useRhythm(preference)}</strong>
      </Meta>
    </div>
  )
}

/** What a link in a mail opens for a person: it shows what would end, and its button ends it. */
export function UnsubscribePage({ name }: { name: string }) {
  const { m, path } = useWords()
  const words = m.newsletters.unsubscribe
  return (
    <MailPage title={words.ask(name)} line={words.askLine}>
      <form class="buttons" method="post" action={path}>
        <HiddenField name="from" value="page" />
        <Button kind="warn">{words.button}</Button>
        <LinkButton href="/newsletters" kind="plain">
          {words.back}
        </LinkButton>
      </form>
    </MailPage>
  )
}

export function UnsubscribedPage({ name, slug }: { name: string; slug: string }) {
  const { m } = useWords()
  const words = m.newsletters.unsubscribe
  return (
    <MailPage title={words.title(name)} line={words.line}>
      <LinkButton href={`/newsletters/${slug}`} kind="plain">
        {words.again}
      </LinkButton>
    </MailPage>
  )
}

type MailPageProps = PropsWithChildren<{ title: string; line: string; notice?: string }>

function MailPage({ title, line, notice, children }: MailPageProps) {
  return (
    <Layout title={title} current="newsletters" robots="noindex" notice={notice} narrow>
      <h1>{title}</h1>
      <p class="lead">{line}</p>
      {children}
    </Layout>
  )
}
