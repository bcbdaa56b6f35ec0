import { useWords } from './words.tsx'

const PLACES = [
  { place: 'list', href: '/list' },
  { place: 'tags', href: '/list/tags' },
  { place: 'highlights', href: '/list/highlights' },
  { place: 'imports', href: '/list/imports' },
  { place: 'exports', href: '/list/exports' },
] as const

export type ListPlace = (typeof PLACES)[number]['place']

/** The pages of a reader's shelf, over each of them. */
export function ListNav({ current }: { current: ListPlace }) {
  const { m } = useWords()
  return (
    <nav class="strip" aria-label={m.list.nav.label}>
      {PLACES.map(({ place, href }) => (
        <a href={href} aria-current={place === current ? 'page' : undefined}>
          {m.list.nav[place]}
        </a>
      ))}
    </nav>
  )
}
