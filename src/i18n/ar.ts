import { accounts } from './ar/accounts.ts'
import { alerts } from './ar/alerts.ts'
import { articles } from './ar/articles.ts'
import { data } from './ar/data.ts'
import { desk } from './ar/desk.ts'
import { deskArticles } from './ar/desk-articles.ts'
import { deskDrafts } from './ar/desk-drafts.ts'
import { deskHealth } from './ar/desk-health.ts'
import { deskLog } from './ar/desk-log.ts'
import { deskReaders } from './ar/desk-readers.ts'
import { deskSources } from './ar/desk-sources.ts'
import { deskTopics } from './ar/desk-topics.ts'
import { errors } from './ar/errors.ts'
import { exports } from './ar/exports.ts'
import { factors } from './ar/factors.ts'
import { fields } from './ar/fields.ts'
import { follow } from './ar/follow.ts'
import { following } from './ar/following.ts'
import { forYou } from './ar/for-you.ts'
import { highlights } from './ar/highlights.ts'
import { imports } from './ar/imports.ts'
import { issues } from './ar/issues.ts'
import { list } from './ar/list.ts'
import { mail } from './ar/mail.ts'
import { newsletters } from './ar/newsletters.ts'
import { offline } from './ar/offline.ts'
import { pastIssues } from './ar/past-issues.ts'
import { reading } from './ar/reading.ts'
import { saved } from './ar/saved.ts'
import { saving } from './ar/saving.ts'
import { search } from './ar/search.ts'
import { security } from './ar/security.ts'
import { site } from './ar/site.ts'
import { sources } from './ar/sources.ts'
import { starter } from './ar/starter.ts'
import { subscribers } from './ar/subscribers.ts'
import { tags } from './ar/tags.ts'

/** The reference language, one file a noun. A message is a text, a function of named values, or a `plural`. */
export const ar = {
  site,
  articles,
  search,
  sources,
  accounts,
  security,
  factors,
  reading,
  offline,
  data,
  follow,
  following,
  alerts,
  forYou,
  list,
  tags,
  saved,
  saving,
  highlights,
  imports,
  exports,
  newsletters,
  pastIssues,
  issues,
  mail,
  desk,
  deskArticles,
  deskDrafts,
  deskHealth,
  deskLog,
  deskSources,
  deskReaders,
  deskTopics,
  subscribers,
  starter,
  errors,
  fields,
}
