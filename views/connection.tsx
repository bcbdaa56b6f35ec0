import { Section } from './ui.tsx'
import { useWords } from './words.tsx'

/**
 * On top of a reader's own pages: that this copy was kept, which the worker says by `data-connection` on the root, and
 * what waits for the connection, which `views/client/offline.ts` fills in.
 */
export function ConnectionNotices() {
  const { m } = useWords()
  const words = m.offline
  return (
    <>
      <p class="notice disconnected" role="status">
        {words.shown}
      </p>
      <section
        id="waiting"
        class="notice"
        hidden
        aria-labelledby="waiting-title"
        data-words={JSON.stringify(words.queued)}
        data-cancel={words.cancel}
        data-close={words.close}
        data-sent={words.sent}
        data-back={words.back}
      >
        <h2 id="waiting-title">{words.waiting}</h2>
        <ul />
      </section>
    </>
  )
}

/** What of the list this browser keeps. Only its own worker knows: script fills it in and shows it. */
export function KeptHere() {
  const { m } = useWords()
  const words = m.offline.kept
  return (
    <div id="kept" hidden data-cleared={words.cleared}>
      <Section title={words.title}>
        <div class="form">
          <dl class="facts">
            <dt>{words.articles}</dt>
            <dd data-kept="articles" />
            <dt>{words.size}</dt>
            <dd data-kept="bytes" />
          </dl>
          <button class="button plain" type="button">
            {words.clear}
          </button>
          <p class="hint">{words.hint}</p>
        </div>
      </Section>
    </div>
  )
}
