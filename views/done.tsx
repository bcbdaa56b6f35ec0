import { isolate } from '../src/i18n/format.ts'
import type { ListRow } from '../src/store/saved.ts'
import { Foreign, SaveButtons } from './articles.tsx'
import { SavedRow, StateForm } from './saved-row.tsx'
import { HiddenField } from './ui.tsx'
import { useWords } from './words.tsx'

/** What has just been done to a row of the list, as the answer or the page after it says. */
export const DONE = [
  ...(['saved', 'archived', 'restored', 'favourite', 'unfavourite', 'removed'] as const),
  ...(['tagged', 'untagged', 'full', 'noted', 'unnoted', 'undone'] as const),
] as const
export type Done = (typeof DONE)[number]

type Undo = { state: 'archived' | 'favourite' | 'removed'; wanted: boolean }

/** What undoes it: the state that was there before. What was written is undone where it is known what stood there. */
const UNDO: Partial<Record<Done, Undo>> = {
  saved: { state: 'removed', wanted: true },
  archived: { state: 'archived', wanted: false },
  restored: { state: 'archived', wanted: true },
  favourite: { state: 'favourite', wanted: false },
  unfavourite: { state: 'favourite', wanted: true },
  removed: { state: 'removed', wanted: false },
}

type AnswerProps = { saved: ListRow; unread: number; what: Done }

/**
 * The answer to a press in the list. A row that leaves it becomes a line with its undo; one that stays, or comes back,
 * is shown as it is now.
 */
export function ListAnswer({ saved, unread, what }: AnswerProps) {
  const stays = what === 'undone' || what === 'favourite' || what === 'unfavourite'
  return (
    <>
      {stays ? <SavedRow saved={saved} /> : <DoneRow saved={saved} what={what} />}
      <hx-partial hx-target="#unread" hx-swap="outerMorph">
        <Unread count={unread} />
      </hx-partial>
    </>
  )
}

function DoneRow({ saved, what }: { saved: ListRow; what: Done }) {
  const { m } = useWords()
  const undo = UNDO[what]
  return (
    <div class="row done" role="status">
      <p>
        {m.list.done[what]}: «<Foreign article={saved} text={saved.title} />»
      </p>
      {undo && (
        <StateForm action={`/list/${saved.id}/${undo.state}`} wanted={undo.wanted} undo inPlace>
          {/* The button that was pressed is gone: the focus goes on here. */}
          <button class="button quiet" type="submit" autofocus aria-label={m.list.undoNamed(isolate(saved.title))}>
            {m.site.undo}
          </button>
        </StateForm>
      )}
    </div>
  )
}

/** The same words on the next page, for whoever has no script. */
export function DoneNotice({ what, id }: { what: Done; id: number | null }) {
  const { m } = useWords()
  const undo = UNDO[what]
  return (
    <div class="notice" role="status">
      <p>{m.list.done[what]}</p>
      {undo && id !== null && (
        <StateForm action={`/list/${id}/${undo.state}`} wanted={undo.wanted} undo>
          <button class="button quiet" type="submit">
            {m.site.undo}
          </button>
        </StateForm>
      )}
    </div>
  )
}

type PressProps = { article: { id: number; title: string }; saved: boolean; what: 'saved' | 'removed' | 'undone' }

/** The answer to a press on a public page's save button: all its copies change, and a toast offers the way back. */
export function SaveAnswer({ article, saved, what }: PressProps) {
  const { m } = useWords()
  const action = `/list/articles/${article.id}/removed`
  return (
    <>
      <SaveButtons article={article} saved={saved} />
      <hx-partial hx-target="#toast" hx-swap="innerHTML">
        <p>{m.list.done[what]}</p>
        {what !== 'undone' && (
          <form method="post" action={action} hx-post={action} hx-swap="none">
            <HiddenField name="wanted" value={saved ? '1' : '0'} />
            <HiddenField name="undo" value="1" />
            <button type="submit">{m.site.undo}</button>
          </form>
        )}
      </hx-partial>
    </>
  )
}

export function Unread({ count }: { count: number }) {
  const { m, f } = useWords()
  return (
    <p id="unread" class="meta">
      {m.list.unread(count, f.number(count))}
    </p>
  )
}
