import type { PropsWithChildren } from 'hono/jsx'
import type { Follow } from '../src/core/follow.ts'
import type { SavedLink, Tick } from '../src/store/saved.ts'
import { SaveButtons } from './articles.tsx'
import { FollowPartial } from './follow.tsx'
import { AccountLink } from './layout.tsx'
import { NewsletterSwitch } from './newsletters.tsx'
import { NextLink } from './saved.tsx'
import { ArchiveForm } from './saved-row.tsx'

type StateProps = {
  name: string
  ticks: Tick[]
  /** What is said of the topics and sources that the page has buttons of. */
  said: Follow[]
  /** The article whose end the page shows, as far as it is saved, and what there is to read after it. */
  end?: { saved: Tick | undefined; next: SavedLink | undefined }
  subscribed: { slug: string; name: string }[]
}

/** What a public page learns of its reader: each part replaces every match of its target (views/layout.tsx). */
export function ReaderState({ name, ticks, said, end, subscribed }: StateProps) {
  return (
    <>
      <Part target="#account-link">
        <AccountLink name={name} />
      </Part>
      {ticks.map(({ articleId, title }) => (
        <SaveButtons article={{ id: articleId, title }} saved />
      ))}
      {said.map((one) => (
        <FollowPartial of={one} state={one} />
      ))}
      {end && (
        <Part target="#article-end">
          <div id="article-end">
            {end.saved && <ArchiveForm saved={end.saved} />}
            {end.next && <NextLink next={end.next} />}
          </div>
        </Part>
      )}
      {subscribed.map((newsletter) => (
        <Part target={`[data-newsletter="${newsletter.slug}"]`}>
          <NewsletterSwitch newsletter={newsletter} on />
        </Part>
      ))}
    </>
  )
}

function Part({ target, children }: PropsWithChildren<{ target: string }>) {
  return (
    <hx-partial hx-target={target} hx-swap="outerMorph">
      {children}
    </hx-partial>
  )
}
