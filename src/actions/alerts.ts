import { type AlertChoice, type AlertChoices, type AlertsDone, alertStep, choicesOf } from '../core/alerts.ts'
import { AppError } from '../core/errors.ts'
import type { Follow } from '../core/follow.ts'
import * as follows from '../store/follows.ts'
import * as newsletters from '../store/newsletters.ts'
import type { ActionContext } from './context.ts'
import { subscribeReader } from './newsletters.ts'

type Asked = { reader: { id: number; email: string }; form: string; ip: string }

/** How often a reader is told of their keywords, and how often they may choose to be. */
export async function alertChoices({ db }: Pick<ActionContext, 'db'>, email: string): Promise<AlertChoices> {
  return choicesOf(await newsletters.preferences(db, { email }, { account: true }))
}

/**
 * Chooses how often. `asked`: mail to them came back or was complained of, and the choice is confirmed by mail first.
 * @throws AppError('not_found') for what is not offered
 */
export async function chooseAlerts(
  context: ActionContext,
  choice: AlertChoice,
  by: Asked,
): Promise<{ choices: AlertChoices; asked: boolean }> {
  const { email } = by.reader
  const step = alertStep(await newsletters.preferences(context.db, { email }, { account: true }), choice)
  const { asked } = step ? await subscribeReader(context, { ...by, ...step }) : { asked: false }
  return { choices: await alertChoices(context, email), asked }
}

/**
 * Sets the alert of one followed keyword. The first that is set where none come yet chooses the rarest there are: a
 * switch that does nothing would be a lie.
 * @throws AppError('not_found') for a keyword that the reader says nothing of
 */
export async function setAlert(
  context: ActionContext,
  { ref, wanted }: { ref: string; wanted: boolean },
  by: Asked,
): Promise<{ keyword: Follow; choices: AlertChoices; asked: boolean; what: AlertsDone }> {
  const of = { kind: 'keyword', ref, label: '' } as const
  const said = await follows.set(context.shelf, by.reader.id, of, { alerts: wanted }, context.now())
  if (!said?.label) throw new AppError('not_found')
  const keyword = { ...of, label: said.label, ...said.after }
  const choices = await alertChoices(context, by.reader.email)
  const rarest = choices.offered.at(-1)
  if (!wanted || choices.chosen !== 'none' || !rarest) {
    return { keyword, choices, asked: false, what: wanted ? 'on' : 'off' }
  }
  const what = ({ hourly: 'onHourly', daily: 'onDaily' } as const)[rarest]
  return { keyword, ...(await chooseAlerts(context, rarest, by)), what }
}
