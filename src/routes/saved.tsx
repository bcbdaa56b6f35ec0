import { Hono } from 'hono'
import { ReadPage } from '../../views/saved.tsx'
import type { AppEnv } from '../env.ts'
import * as saved from '../store/saved.ts'
import { textOf } from '../store/texts.ts'
import { justDone } from '../web/just-done.ts'
import { idOf } from '../web/paging.ts'
import { page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

export const savedRoutes = new Hono<AppEnv>()

savedRoutes.get('/:id{[1-9][0-9]{0,14}}', async (c) => {
  const found = await saved.find(c.var.shelf, signedIn(c).id, idOf(c))
  const { articleId } = found.saved
  const text = articleId === null ? null : await textOf(c.var.db, c.var.files, articleId)
  return page(c, <ReadPage {...found} text={text} done={justDone(c)} />)
})
