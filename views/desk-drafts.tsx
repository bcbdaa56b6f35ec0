import type { DraftState } from '../src/core/draft.ts'
import type { DraftRow } from '../src/store/drafts.ts'
import { DeskLayout, DeskTable, RowHead, State } from './desk.tsx'
import { Chips } from './desk-articles.tsx'
import { Empty, LinkButton, Time } from './ui.tsx'
import { useWords } from './words.tsx'

export type DraftNotice = 'saved' | 'scheduled' | 'unscheduled' | 'published' | 'withdrawn' | 'removed'

const TONES = { draft: 'rest', scheduled: 'rest', published: 'good' } as const

type ListProps = { found: DraftRow[]; next: string | null; notice?: DraftNotice }

export function DeskDraftsPage({ found, next, notice }: ListProps) {
  const words = useWords().m.deskDrafts
  const { title, state, changed } = words.columns
  return (
    <DeskLayout
      title={words.title}
      current="articles"
      action={<LinkButton href="/desk/articles/new">{words.new}</LinkButton>}
      notice={notice && words.notices[notice]}
    >
      <Chips current="own" />
      {found.length === 0 ? (
        <Empty title={words.none} line={words.noneLine} />
      ) : (
        <DeskTable label={words.title} heads={[title, state, changed]}>
          {found.map((draft) => (
            <tr>
              <RowHead href={`/desk/articles/drafts/${draft.id}`}>
                <bdi>{draft.title}</bdi>
              </RowHead>
              <td>
                <DraftStateOf {...draft} />
              </td>
              <td>
                <Time at={draft.updatedAt} withTime />
              </td>
            </tr>
          ))}
        </DeskTable>
      )}
      {next !== null && <a href={`/desk/articles/drafts?before=${next}`}>{words.older}</a>}
    </DeskLayout>
  )
}

/** Where a draft stands, with the moment that it waits for. */
export function DraftStateOf({ state, publishesAt }: { state: DraftState; publishesAt: number | null }) {
  const words = useWords().m.deskDrafts
  return (
    <>
      <State tone={TONES[state]}>{words.states[state]}</State>{' '}
      {state === 'scheduled' && publishesAt !== null && (
        <span class="under">
          <Time at={publishesAt} withTime />
        </span>
      )}
    </>
  )
}
