import { createApp } from './app.ts'
import { type Bindings, configOf, type Ports } from './env.ts'
import { createFetcher } from './ports/fetcher.ts'
import { createMailer } from './ports/mailer.ts'
import { password } from './ports/password.ts'

const ports: Ports = {
  now: () => Math.floor(Date.now() / 1000),
  fetcher: ({ site }) => createFetcher({ site }),
  mailer: createMailer,
  password,
}

export default createWorker(ports)

/** The Worker around its ports: `dev.ts` and the tests make theirs with others. */
export function createWorker(
  ports: Ports,
): ExportedHandler<Bindings> & { fetch: ReturnType<typeof createApp>['fetch'] } {
  const app = createApp(ports)

  /** Jobs are a module of their own: feeds, sanitiser and mail stay off the path that serves pages. */
  async function work(bindings: Bindings, by: 'cron' | 'queue'): Promise<void> {
    const config = configOf(bindings)
    const { runDue } = await import('./jobs/index.ts')
    const { now } = ports
    const outside = { fetcher: ports.fetcher(config), mailer: ports.mailer(bindings, config) }
    const { DB, SEARCH_DB, FILES } = bindings
    const left = await runDue({ db: DB, search: SEARCH_DB }, { config, now, files: FILES, ...outside }, by)
    // A fresh invocation has statements again; should the message be lost, the cron goes on in a minute.
    if (left === 'more') await bindings.INGEST.send('due')
    if (left === 'soon') await bindings.INGEST.send('due', { delaySeconds: 2 })
  }

  async function receive(message: ForwardableEmailMessage, bindings: Bindings): Promise<void> {
    const config = configOf(bindings)
    const { receive } = await import('./jobs/inbound.ts')
    const { DB, SEARCH_DB, FILES } = bindings
    const { to, raw, rawSize: size } = message
    const taken = await receive(
      { db: DB, search: SEARCH_DB },
      { config, now: ports.now, files: FILES },
      { to, raw, size },
    )
    if (!taken) message.setReject('This mailbox is not read.')
  }

  return {
    fetch: app.fetch,
    // `controller.cron` is empty in local runs; there is one trigger, and the jobs table says what is due.
    scheduled: (_controller, bindings) => work(bindings, 'cron'),
    queue: (_batch, bindings) => work(bindings, 'queue'),
    email: receive,
  }
}
