import { Hono } from 'hono'
import * as v from 'valibot'
import { LostPage, NoteAnswer, TagsAnswer } from '../../views/notes.tsx'
import { noteField } from '../core/note.ts'
import { joinTags, namedTags, splitTags, tagKey } from '../core/tag.ts'
import type { AppEnv } from '../env.ts'
import * as notes from '../store/notes.ts'
import { form } from '../web/forms.ts'
import { after } from '../web/just-done.ts'
import { idOf } from '../web/paging.ts'
import { done, say } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

// What a reader writes on a saved article: its tags and its note, each posted whole.

export const noteRoutes = new Hono<AppEnv>()

const undo = v.optional(v.literal('1'))
const TagsForm = v.object({
  tags: v.pipe(
    v.string(),
    v.transform((text) => namedTags(splitTags(text))),
  ),
  undo,
})
const NoteForm = v.object({ note: noteField, undo })

noteRoutes.post('/:id{[1-9][0-9]{0,14}}/tags', form(TagsForm), async (c) => {
  const { tags, undo } = c.req.valid('form')
  const { saved, before } = await notes.setTags(c.var.shelf, signedIn(c).id, idOf(c), tags, c.var.now())
  const { id, title } = saved
  const there = new Set(saved.tags.map(tagKey))
  const lost = !undo && before.some((tag) => !there.has(tagKey(tag))) ? joinTags(before, ',') : null
  const what = undo ? 'undone' : tags.some(({ key }) => !there.has(key)) ? 'full' : lost ? 'untagged' : 'tagged'
  const show = <TagsAnswer id={id} tags={saved.tags} what={what} lost={lost} />
  if (lost === null) return done(c, { show, to: after(c, `/list/${id}`, what, id) })
  return say(c, { show, page: <LostPage id={id} title={title} what="untagged" lost={lost} /> })
})

noteRoutes.post('/:id{[1-9][0-9]{0,14}}/note', form(NoteForm), async (c) => {
  const { note, undo } = c.req.valid('form')
  const { saved, before } = await notes.setNote(c.var.shelf, signedIn(c).id, idOf(c), note, c.var.now())
  const { id, title } = saved
  const lost = !undo && note === '' && before !== '' ? before : null
  const what = undo ? 'undone' : note === '' ? 'unnoted' : 'noted'
  const show = <NoteAnswer id={id} note={note} what={what} lost={lost} />
  if (lost === null) return done(c, { show, to: after(c, `/list/${id}`, what, id) })
  return say(c, { show, page: <LostPage id={id} title={title} what="unnoted" lost={lost} /> })
})
