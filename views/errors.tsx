import type { ErrorCode } from '../src/core/errors.ts'
import { Layout } from './layout.tsx'
import { LinkButton } from './ui.tsx'
import { useWords } from './words.tsx'

type ErrorProps = { code: ErrorCode; retryAfter?: number; requestId?: string }

/** What happened, and one way on. `retryAfter` is in seconds. */
export function ErrorPage({ code, retryAfter, requestId }: ErrorProps) {
  const { m, f, path } = useWords()
  const { title, line, button } = m.errors.pages[code]
  const minutes = Math.ceil((retryAfter ?? 0) / 60)
  return (
    <Layout title={title} robots="noindex" narrow>
      <div class="error">
        <h1>{title}</h1>
        <p>{retryAfter ? m.errors.retryInMinutes(minutes, f.number(minutes)) : line}</p>
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

function wayOn(code: ErrorCode, path: string): string {
  if (code === 'forbidden') return '/login'
  return code === 'internal' ? path : '/'
}
