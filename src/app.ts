import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { type AppEnv, configOf, type Ports } from './env.ts'
import { ownAccountRoutes } from './routes/account.tsx'
import { accountRoutes } from './routes/accounts.tsx'
import { alertRoutes } from './routes/alerts.tsx'
import { archiveRoutes } from './routes/archive.tsx'
import { articleRoutes } from './routes/articles.tsx'
import { commandRoutes } from './routes/commands.ts'
import { dataRoutes, keepRoutes } from './routes/data.tsx'
import { deskRoutes } from './routes/desk.tsx'
import { deskArticleRoutes } from './routes/desk-articles.tsx'
import { deskDraftRoutes } from './routes/desk-drafts.tsx'
import { deskEditorRoutes } from './routes/desk-editors.tsx'
import { deskHealthRoutes } from './routes/desk-health.tsx'
import { deskIssueRoutes } from './routes/desk-issues.tsx'
import { deskLogRoutes } from './routes/desk-log.tsx'
import { deskNewsletterRoutes } from './routes/desk-newsletters.tsx'
import { deskReaderRoutes } from './routes/desk-readers.tsx'
import { deskSourceAddRoutes } from './routes/desk-source-add.tsx'
import { deskSourceRoutes } from './routes/desk-sources.tsx'
import { deskSubscriberRoutes } from './routes/desk-subscribers.tsx'
import { deskTopicRoutes } from './routes/desk-topics.tsx'
import { editorRoutes } from './routes/editors.tsx'
import { emailRoutes } from './routes/emails.tsx'
import { exportRoutes } from './routes/exports.tsx'
import { factorUndoRoutes } from './routes/factor-undo.tsx'
import { factorRoutes } from './routes/factors.tsx'
import { feedRoutes } from './routes/feeds.ts'
import { followingRoutes } from './routes/following.tsx'
import { forYouRoutes } from './routes/for-you.tsx'
import { highlightRoutes } from './routes/highlights.tsx'
import { hookRoutes } from './routes/hooks.ts'
import { importRoutes } from './routes/imports.tsx'
import { listRoutes } from './routes/list.tsx'
import { meRoutes } from './routes/me.tsx'
import { newsletterRoutes } from './routes/newsletters.tsx'
import { noteRoutes } from './routes/notes.tsx'
import { offlineRoutes } from './routes/offline.tsx'
import { pictureRoutes } from './routes/pictures.ts'
import { readingRoutes } from './routes/reading.tsx'
import { resetRoutes } from './routes/resets.tsx'
import { savedRoutes } from './routes/saved.tsx'
import { savingRoutes } from './routes/saving.tsx'
import { searchRoutes } from './routes/search.tsx'
import { secondStepRoutes } from './routes/second-step.tsx'
import { securityRoutes } from './routes/security.tsx'
import { settingsRoutes } from './routes/settings.tsx'
import { siteRoutes } from './routes/site.tsx'
import { sourceRoutes } from './routes/sources.tsx'
import { subscriptionRoutes } from './routes/subscriptions.tsx'
import { tagRoutes } from './routes/tags.tsx'
import { welcomeRoutes } from './routes/welcome.tsx'
import { wellKnownRoutes } from './routes/well-known.ts'
import { access, kinds } from './web/access.ts'
import { noStoreByDefault } from './web/caching.tsx'
import { database } from './web/database.ts'
import { log, notFound, onError } from './web/errors.tsx'
import { formLimit } from './web/forms.ts'
import { gate } from './web/gate.ts'
import { sameReader } from './web/same-reader.ts'
import { crossSiteGuard, ownRequestId, securityHeaders } from './web/security.ts'

/** Ids stay below 10^15; anything else in their place is the 404 page. */
export const kindOf = kinds({
  /** The same bytes for everybody, kept at the edge; no cookie is read. */
  public: [
    'GET /',
    'GET /topics/:slug',
    'GET /topics/:slug/feed.xml',
    'GET /articles/:id',
    'GET /sources',
    'GET /sources/:id',
    'GET /newsletters',
    'GET /newsletters/:slug',
    'GET /newsletters/:slug/issues/:n',
    'GET /newsletters/:slug/feed.xml',
    'GET /search',
    'GET /opensearch.xml',
    'GET /about',
    'GET /privacy',
    'GET /terms',
    'GET /feed.xml',
    'GET /sitemap.xml',
    'GET /sitemaps/:n',
    'GET /robots.txt',
    'GET /manifest.webmanifest',
    'GET /offline',
  ],
  /** Nobody need be signed in; never cached. */
  open: [
    'GET /register',
    'POST /register',
    'GET /verify/:token',
    'POST /verify/:token',
    'GET /login',
    'POST /login',
    'GET /login/second',
    'POST /login/second',
    'POST /login/passkey',
    'POST /login/passkey/options',
    'GET /reset',
    'POST /reset',
    'GET /reset/:token',
    'POST /reset/:token',
    'GET /email/confirm/:token',
    'POST /email/confirm/:token',
    'GET /email/undo/:token',
    'POST /email/undo/:token',
    'GET /list/new',
    'POST /list',
    'POST /following',
    'GET /me/state',
    'POST /newsletters/:slug/subscribe',
    'GET /newsletters/confirm/:token',
    'POST /newsletters/confirm/:token',
    'GET /newsletters/manage/:token',
    'POST /newsletters/manage/:token',
    'GET /factor/:token',
    'POST /factor/:token',
    'GET /keep/:token',
    'POST /keep/:token',
    'GET /editor/:token',
    'POST /editor/:token',
    'GET /u/:token',
    'GET /sw.js',
    'GET /healthz',
    'GET /.well-known/change-password',
    'GET /.well-known/security.txt',
  ],
  /** A token or a signature is the right; cookies are not read, and the cross-site guard does not apply. */
  bare: ['POST /u/:token', 'POST /desk/commands', 'POST /hooks/:provider', 'GET /i/:picture'],
})

/** The whole product on one screen: what every request passes, in order, then one line a noun. */
export function createApp(ports: Ports) {
  const app = new Hono<AppEnv>()
  app.onError(onError)
  app.notFound(notFound)

  app.use(noStoreByDefault)
  app.use(ownRequestId)
  app.use(setUp(ports))
  app.use(securityHeaders)
  app.use(crossSiteGuard)
  app.use(gate)
  app.use(formLimit)
  app.use(database)
  app.use(sameReader)
  app.use(access)

  app.route('/', articleRoutes)
  app.route('/', sourceRoutes)
  app.route('/', newsletterRoutes)
  app.route('/', archiveRoutes)
  app.route('/', subscriptionRoutes)
  app.route('/', searchRoutes)
  app.route('/', feedRoutes)
  app.route('/', siteRoutes)
  app.route('/', accountRoutes)
  app.route('/login', secondStepRoutes)
  app.route('/reset', resetRoutes)
  app.route('/email', emailRoutes)
  app.route('/.well-known', wellKnownRoutes)
  app.route('/me', meRoutes)
  app.route('/', offlineRoutes)
  app.route('/for-you', forYouRoutes)
  app.route('/following', followingRoutes)
  app.route('/following/alerts', alertRoutes)
  app.route('/welcome', welcomeRoutes)
  app.route('/list/exports', exportRoutes)
  app.route('/list', savingRoutes)
  app.route('/list/imports', importRoutes)
  app.route('/list', listRoutes)
  app.route('/list', noteRoutes)
  app.route('/list/tags', tagRoutes)
  app.route('/list', savedRoutes)
  app.route('/list', highlightRoutes)
  app.route('/settings/data', dataRoutes)
  app.route('/factor', factorUndoRoutes)
  app.route('/keep', keepRoutes)
  app.route('/settings/account', ownAccountRoutes)
  app.route('/settings/security', securityRoutes)
  app.route('/settings/security', factorRoutes)
  app.route('/settings/reading', readingRoutes)
  app.route('/settings', settingsRoutes)
  app.route('/hooks', hookRoutes)
  app.route('/desk', commandRoutes)
  app.route('/desk', deskRoutes)
  app.route('/desk/topics', deskTopicRoutes)
  app.route('/desk/articles', deskArticleRoutes)
  app.route('/desk/articles', deskDraftRoutes)
  app.route('/desk/sources', deskSourceAddRoutes)
  app.route('/desk/sources', deskSourceRoutes)
  app.route('/desk/newsletters', deskNewsletterRoutes)
  app.route('/desk/issues', deskIssueRoutes)
  app.route('/desk', deskSubscriberRoutes)
  app.route('/desk/readers', deskReaderRoutes)
  app.route('/desk/editors', deskEditorRoutes)
  app.route('/desk/health', deskHealthRoutes)
  app.route('/desk/log', deskLogRoutes)
  app.route('/editor', editorRoutes)
  app.route('/i', pictureRoutes)
  return app
}

/** The settings, the outside world and the kind of page, for everything after it. */
function setUp(ports: Ports) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const config = configOf(c.env)
    c.set('config', config)
    c.set('site', config.site)
    c.set('ports', ports)
    c.set('now', ports.now)
    c.set('later', (work) => c.executionCtx.waitUntil(work.catch((error) => log(c, error))))
    c.set('poke', (queue) => c.var.later(c.env[queue].send('due')))
    c.set('kindOf', kindOf)
    c.set('kind', kindOf(c.req.method, c.req.path))
    await next()
  })
}
