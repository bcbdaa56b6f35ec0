import { type Context, Hono } from 'hono'
import * as v from 'valibot'
import { DeskTopicPage, DeskTopicsPage, NewTopicPage, type RuleProps } from '../../views/desk-topics.tsx'
import { addRule, changeTopic, makeTopic, moveTopic, type TopicRefused, tryRule } from '../actions/topics.ts'
import { emptyForm, type FormState, idField } from '../core/form.ts'
import { overtaken, versionOf } from '../core/overtaken.ts'
import { formOf, TopicFields } from '../core/topic-form.ts'
import type { AppEnv } from '../env.ts'
import { topicNames } from '../store/articles.ts'
import { drawingFrom } from '../store/desk-newsletters.ts'
import * as topics from '../store/desk-topics.ts'
import { remove as removeRule } from '../store/topic-rules.ts'
import { asTyped, form } from '../web/forms.ts'
import { idOf } from '../web/paging.ts'
import { leave, page } from '../web/respond.tsx'
import { signedIn } from '../web/session.ts'

type C = Context<AppEnv>

const id = ':id{[1-9][0-9]{0,14}}'
const notice = v.fallback(v.optional(v.picklist(['saved', 'ruled', 'unruled', 'removed'])), undefined)
const Position = v.object({ wanted: v.pipe(v.string(), v.regex(/^[0-9]{1,3}$/), v.transform(Number)) })
const Rule = v.object({ words: v.string('required'), apply: v.optional(v.string(), '') })
const RuleGone = v.object({ rule: idField })
const Removal = v.object({ into: v.union([v.pipe(v.literal('')), idField]) })

/** `/desk/topics`: what the site's topics are called, in which order they stand, and what comes into each. */
export const deskTopicRoutes = new Hono<AppEnv>()

deskTopicRoutes.get('/', async (c) =>
  page(c, <DeskTopicsPage topics={await topics.all(c.var.db, c.var.now())} notice={noticeOf(c)} />),
)

deskTopicRoutes.get('/new', (c) => page(c, <NewTopicPage form={emptyForm} />))

deskTopicRoutes.post('/', form(TopicFields, retryNew), async (c) => {
  const made = await makeTopic(c.var, signedIn(c).id, c.req.valid('form'))
  if ('errors' in made) return retryNew(c, { values: await asTyped(c), errors: made.errors }, made.taken)
  return leave(c, `/desk/topics/${made.id}?done=saved`)
})

/** With `words`, a rule that is being typed, it says what that would catch. */
deskTopicRoutes.get(`/${id}`, async (c) => {
  const topic = await find(c)
  const { words } = c.req.query()
  if (!words?.trim()) return shown(c, topic)
  const tried = await tryRule(c.var, words)
  const rule = 'error' in tried ? ruleForm(words, tried.error) : { form: ruleForm(words).form, caught: tried }
  return shown(c, topic, { rule })
})

deskTopicRoutes.post(`/${id}`, form(TopicFields, retry), async (c) => {
  const values = await asTyped(c)
  const known = { id: idOf(c), version: versionOf(values) }
  const set = c.req.valid('form')
  const saved = await changeTopic(c.var, signedIn(c).id, known, set)
  if (saved === false) return tell(c, formOf({ ...set, version: 0 }).values)
  if (saved !== true) return retry(c, { values, errors: saved.errors }, saved.taken)
  return leave(c, `/desk/topics/${known.id}?done=saved`)
})

deskTopicRoutes.post(`/${id}/position`, form(Position), async (c) => {
  await moveTopic(c.var, signedIn(c).id, idOf(c), c.req.valid('form').wanted)
  return leave(c, '/desk/topics')
})

deskTopicRoutes.post(`/${id}/rules`, form(Rule), async (c) => {
  const topic = await find(c)
  const { words, apply } = c.req.valid('form')
  const refused = await addRule(c.var, signedIn(c).id, topic, { words, apply: apply !== '' })
  if (!refused) return leave(c, `/desk/topics/${topic.id}?done=ruled#rules`)
  const rule = { ...ruleForm(words, refused.error), caught: refused.caught }
  return shown(c, topic, { rule, status: 422 })
})

deskTopicRoutes.post(`/${id}/rules/removed`, form(RuleGone), async (c) => {
  const topic = await find(c)
  const rule = topic.rules.find((one) => one.id === c.req.valid('form').rule)
  if (rule) await removeRule(c.var.db, topic, rule, c.var.now(), signedIn(c).id)
  return leave(c, `/desk/topics/${topic.id}?done=unruled#rules`)
})

deskTopicRoutes.post(`/${id}/removed`, form(Removal), async (c) => {
  const names = await topicNames(c.var.db)
  const named = (one: number | '') => names.find((topic) => topic.id === one)
  const topic = named(idOf(c))
  const { into } = c.req.valid('form')
  const to = named(into)
  if (topic && (into === '' || (to && to.id !== topic.id))) {
    await topics.remove(c.var.db, topic, to ?? null, c.var.now(), signedIn(c).id)
    c.var.poke('INGEST')
  }
  return leave(c, '/desk/topics?done=removed')
})

function find(c: C): Promise<topics.DeskTopic> {
  return topics.find(c.var.db, idOf(c))
}

function retryNew(c: C, typed: FormState, taken?: TopicRefused['taken']) {
  return page(c, <NewTopicPage form={typed} taken={taken} />, 422)
}

async function retry(c: C, typed: FormState, taken?: TopicRefused['taken']) {
  return shown(c, await find(c), { form: typed, taken, status: 422 })
}

/** Somebody else saved meanwhile: what they saved is shown beside what was typed. */
async function tell(c: C, typed: FormState['values']) {
  const topic = await find(c)
  const form = overtaken(typed, formOf(topic).values)
  return form ? shown(c, topic, { form, status: 409 }) : leave(c, `/desk/topics/${topic.id}?done=saved`)
}

type More = { form?: FormState; taken?: TopicRefused['taken']; rule?: RuleProps; status?: 200 | 409 | 422 }

async function shown(c: C, topic: topics.DeskTopic, { status, ...more }: More = {}) {
  const [newsletters, names] = await Promise.all([drawingFrom(c.var.db, topic.slug), topicNames(c.var.db)])
  const others = names.filter(({ id }) => id !== topic.id)
  const props = { topic, newsletters, others, form: formOf(topic), rule: ruleForm(''), notice: noticeOf(c), ...more }
  return page(c, <DeskTopicPage {...props} />, status)
}

function ruleForm(words: string, error?: FormState['errors'][string]): RuleProps {
  return { form: { values: { words }, errors: error ? { words: error } : {} } }
}

function noticeOf(c: C) {
  return v.parse(notice, c.req.query('done'))
}
