import type { ErrorCode } from '../src/core/errors.ts'
import { Layout } from './layout.tsx'
import { LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type ErrorProps = { code: ErrorCode; retryAfter?: number; requestId?: string }

/** What happened, and one way on. `retryAfter` is in seconds. */
export function ErrorPage({ code, retryAfter, requestId }: ErrorProps) {
  const { m, path } = useWords()
  const { title, line, button } = m.errors.pages[code]
  return (
    <Layout title={title} robots="noindex" narrow>
      <div class="error">
        <h1>{title}</h1>
        <p>{retryAfter ? <Wait seconds={retryAfter} /> : line}</p>
        <LinkButton href={wayOn(code, path)}>{button}</LinkButton>
        {code === 'internal' && requestId && (
          <p class="hint">
            {m.errors.requestId}: <bdi dir="ltr">{requestId}</bdi>
          </p>
        )}
      </div>
    </Layout>
  )
}

function Wait({ seconds }: { seconds: number }) {
  const { m, f } = useWords()
  const minutes = Math.ceil(seconds / 60)
  return seconds < 60
    ? m.errors.retryInSeconds(seconds, f.number(seconds))
    : m.errors.retryInMinutes(minutes, f.number(minutes))
}

function wayOn(code: ErrorCode, path: string): string {
  if (code === 'forbidden') return '/login'
  if (code === 'list_full') return '/list'
  if (code === 'follows_full') return '/following'
  return code === 'internal' ? path : '/'
}
