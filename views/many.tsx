import type { PropsWithChildren } from 'hono/jsx'
import type { ListState } from '../src/core/list-filters.ts'
import { type ManyAct, type ManyDone, MOST_MANY, UNDOES } from '../src/core/many.ts'
import { LONGEST_TAG } from '../src/core/tag.ts'
import type { ExportFormat } from '../src/core/transfer.ts'
import { isolate } from '../src/i18n/format.ts'
import { HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

/**
 * What is done to the rows that are picked; the boxes in the rows belong to this form. It shows while something is
 * picked, by css alone; script counts, and picks all at once.
 */
export function ManyForm({ state }: { state: ListState }) {
  const { m } = useWords()
  const words = m.list.many
  return (
    <form id="many" class="many" method="post" action="/list/many" aria-label={words.title}>
      {/* First, so that Enter in the field gives a tag. */}
      <p class="many-part">
        <input
          name="tag"
          type="text"
          dir="auto"
          maxlength={LONGEST_TAG}
          list="tags-there"
          placeholder={words.tag}
          aria-label={words.tag}
        />
        <Act act="tagged">{words.addTag}</Act>
        <Act act="untagged">{words.removeTag}</Act>
      </p>
      <p class="many-part">
        {state !== 'archived' && <Act act="archived">{m.list.archive}</Act>}
        {state !== 'unread' && <Act act="restored">{m.list.restore}</Act>}
        {state !== 'favourite' && <Act act="favourite">{m.list.favourite}</Act>}
        {state !== 'unread' && <Act act="unfavourite">{m.list.unfavourite}</Act>}
        <Act act="removed">{m.list.remove}</Act>
        <ExportButton format="epub">{words.epub}</ExportButton>
        <ExportButton format="json">{words.json}</ExportButton>
      </p>
      {/* Last, so that it stays where it is when the rest comes up over it, under a finger that picks. */}
      <p class="many-part scripted">
        <label class="many-all">
          <input type="checkbox" data-pick-all /> {words.all}
        </label>
        <output
          data-most={MOST_MANY}
          data-picked={words.picked('{n}')}
          data-too-many={words.tooMany('{n}', '{most}')}
        />
      </p>
    </form>
  )
}

function Act({ act, children }: PropsWithChildren<{ act: ManyAct }>) {
  return (
    <button type="submit" name="act" value={act} class="button plain">
      {children}
    </button>
  )
}

/** The same ids, to the page that makes files. */
function ExportButton({ format, children }: PropsWithChildren<{ format: ExportFormat }>) {
  return (
    <button type="submit" formaction="/list/exports" name="format" value={format} class="button plain">
      {children}
    </button>
  )
}

/** What was done to how many rows, on the page after it, with the way back for all of them. */
export function ManyNotice({ act, ids, tag }: ManyDone) {
  const { m } = useWords()
  return (
    <div class="notice" role="status">
      <p>{useManyWords({ act, ids, tag })}</p>
      {ids.length > 0 && act !== 'returned' && (
        <form method="post" action="/list/many">
          <HiddenField name="act" value={UNDOES[act]} />
          <HiddenField name="ids" value={ids.join('.')} />
          {tag && <HiddenField name="tag" value={tag} />}
          <HiddenField name="undo" value="1" />
          <button class="button quiet" type="submit">
            {m.site.undo}
          </button>
        </form>
      )}
    </div>
  )
}

function useManyWords({ act, ids, tag = '' }: ManyDone): string {
  const { m, f } = useWords()
  const { many, done } = m.list
  if (ids.length === 0) return many.none
  if (act === 'returned') return done.undone
  const counted = act === 'tagged' || act === 'untagged' ? many.ofArticles : many.articles
  return many.done[act](counted(ids.length, f.number(ids.length)), isolate(tag))
}
