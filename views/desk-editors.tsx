import type { FormState } from '../src/core/form.ts'
import { isolate } from '../src/i18n/format.ts'
import type { Editor } from '../src/store/editors.ts'
import { DeskLayout } from './desk.tsx'
import { Button, Field, HiddenField, Section, Time } from './ui.tsx'
import { useWords } from './words.tsx'

type Props = {
  editors: Editor[]
  invited: { email: string; expiresAt: number }[]
  /** The id of whoever looks. */
  me: number
  form: FormState
  notice?: 'invited' | 'uninvited' | 'removed'
}

/** Who runs the site, who was invited to, and the form that invites. */
export function DeskEditorsPage({ editors, invited, me, form, notice }: Props) {
  const { m } = useWords()
  const { editors: words, title } = m.deskReaders
  const isLast = (id: number) => !editors.some((other) => other.id !== id && other.deletesAt === null)
  return (
    <DeskLayout title={words.title} current="readers" notice={notice && words.notices[notice]}>
      <p>
        <a href="/desk/readers">{title}</a>
      </p>
      <p class="lead">{words.line}</p>
      <ul class="devices">
        {editors.map((editor) => (
          <li>
            <EditorRow editor={editor} me={me} last={isLast(editor.id)} />
          </li>
        ))}
      </ul>
      <p class="hint">{editors.length === 1 ? words.last : words.removeLine}</p>
      <Section title={words.invite.title}>
        <form class="form" method="post" action="/desk/editors">
          <Field
            name="email"
            type="email"
            label={m.accounts.fields.email}
            hint={words.invite.line}
            form={form}
            autocomplete="off"
            required
          />
          <Button>{words.invite.button}</Button>
        </form>
      </Section>
      {invited.length > 0 && <Invited invited={invited} />}
    </DeskLayout>
  )
}

function EditorRow({ editor: { id, name, email }, me, last }: { editor: Editor; me: number; last: boolean }) {
  const words = useWords().m.deskReaders.editors
  return (
    <>
      <div>
        <h2>
          <a href={`/desk/readers/${id}`}>
            <bdi>{name || email}</bdi>
          </a>
        </h2>
        <p class="meta">
          {name && (
            <span>
              <bdi dir="ltr">{email}</bdi>
            </span>
          )}
          {id === me && <span>{words.me}</span>}
        </p>
      </div>
      {!last && (
        <form method="post" action={`/desk/editors/${id}/removed`}>
          <Button kind="quiet" label={id === me ? words.leave : words.removeNamed(isolate(name || email))}>
            {id === me ? words.leave : words.remove}
          </Button>
        </form>
      )}
    </>
  )
}

function Invited({ invited }: Pick<Props, 'invited'>) {
  const words = useWords().m.deskReaders.editors
  return (
    <Section title={words.invited}>
      <ul class="devices">
        {invited.map(({ email, expiresAt }) => (
          <li>
            <div>
              <bdi dir="ltr">{email}</bdi>
              <p class="meta">
                <span>
                  {words.until} <Time at={expiresAt} withTime />
                </span>
              </p>
            </div>
            <form method="post" action="/desk/editors/uninvited">
              <HiddenField name="email" value={email} />
              <Button kind="quiet" label={words.withdrawNamed(isolate(email))}>
                {words.withdraw}
              </Button>
            </form>
          </li>
        ))}
      </ul>
    </Section>
  )
}
