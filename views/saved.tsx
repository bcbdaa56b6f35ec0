import { isolate } from '../src/i18n/format.ts'
import type { Saved, SavedLink } from '../src/store/saved.ts'
import type { ShownText } from '../src/store/texts.ts'
import { Foreign } from './articles.tsx'
import { type Done, DoneNotice } from './done.tsx'
import { Layout } from './layout.tsx'
import { ReadingBox } from './reading.tsx'
import { ArchiveForm, RemoveForm, SavedMeta } from './saved-row.tsx'
import { Reading } from './text.tsx'
import { useWords } from './words.tsx'

type ReadProps = {
  saved: Saved
  text: ShownText | null
  next?: SavedLink
  done?: { what: Done; id: number | null }
}

/** A saved article to read: its stored text where there is one, whatever became of the article's own page. */
export function ReadPage({ saved, text, next, done }: ReadProps) {
  const { m } = useWords()
  return (
    <Layout title={saved.title} current="list" robots="noindex" reading narrow tools>
      {done && <DoneNotice {...done} />}
      <article class="article">
        <header>
          <SavedMeta saved={saved} />
          <h1>
            <Foreign article={saved} text={saved.title} />
          </h1>
          {saved.byline && <p class="meta">{m.articles.byline(isolate(saved.byline))}</p>}
        </header>
        <section class="tools" aria-label={m.articles.tools}>
          <ArchiveForm saved={saved} />
          <RemoveForm saved={saved} />
          <ReadingBox />
        </section>
        <Reading article={saved} text={text} instead={m.articles.noText} />
      </article>
      <div class="list-end">
        <ArchiveForm saved={saved} />
        {next && <NextLink next={next} />}
      </div>
    </Layout>
  )
}

export function NextLink({ next }: { next: SavedLink }) {
  const { m } = useWords()
  return (
    <p class="next">
      <span class="meta">{m.list.next}</span>
      <a href={`/list/${next.id}`}>
        <Foreign article={next} text={next.title} />
      </a>
    </p>
  )
}
