// Here too: that script is async, and when both are in the browser's cache this one may come first.
import './prefs.ts'
import { redraw } from './dates.ts'
import { cardMenus } from './menu.ts'
import { announceReader, refreshReader } from './reader.ts'
import { readingButtons } from './reading.ts'
import { shareLinks } from './share.ts'
import { tellFailures, watchToast } from './toast.ts'

// What a page knows of its reader, added to bytes that are the same for everybody. Deferred, after htmx.
redraw(document)
readingButtons()
shareLinks()
cardMenus()
watchToast()
tellFailures()
announceReader()

addEventListener('pageshow', ({ persisted }) => {
  if (persisted) refreshReader()
})

document.addEventListener('htmx:after:settle', ({ target }) => {
  if (!(target instanceof HTMLElement)) return
  redraw(target.parentElement ?? target)
  // "More": its rows have come, then the element that asks for their state.
  if (target.matches('#rows > .row')) target.querySelector('a')?.focus({ preventScroll: true })
  if (target.id === 'state') announceReader()
})
