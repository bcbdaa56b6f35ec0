import type { Child, PropsWithChildren } from 'hono/jsx'
import { Layout } from './layout.tsx'
import { Button, HiddenField, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type SettingsProps = PropsWithChildren<{ title: string; notice?: string; head?: Child }>

/** The frame of all settings: what there is to set, and which of it this is. */
export function SettingsLayout({ title, children, ...layout }: SettingsProps) {
  const { m, path, reader } = useWords()
  const words = m.accounts.settings
  return (
    <Layout title={title} current="account" robots="noindex" narrow {...layout}>
      <h1>{words.title}</h1>
      <nav class="strip" aria-label={words.label}>
        {(['account', 'security', 'reading', 'newsletters', 'data'] as const).map((place) => (
          <a href={`/settings/${place}`} aria-current={currentOf(path, `/settings/${place}`)}>
            {words[place]}
          </a>
        ))}
        {reader?.role === 'editor' && <a href="/desk">{m.desk.title}</a>}
      </nav>
      <PendingDeletion />
      {children}
    </Layout>
  )
}

/** A page of its own, or one under it. */
function currentOf(path: string, place: string): 'page' | 'true' | undefined {
  if (path === place) return 'page'
  return path.startsWith(`${place}/`) ? 'true' : undefined
}

/** On every page of the settings, as long as the account can still be kept. */
function PendingDeletion() {
  const { m, reader } = useWords()
  if (!reader?.deletesAt) return null
  return (
    <div class="pending">
      <p>
        {m.data.pending.before} <Time at={reader.deletesAt} />.
      </p>
      <form method="post" action="/settings/data/deletion">
        <HiddenField name="wanted" value="0" />
        <Button>{m.data.pending.button}</Button>
      </form>
    </div>
  )
}
