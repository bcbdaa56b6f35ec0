const { dataset } = document.documentElement

/** Whether the marker stands that was set together with a session; worth nothing by itself. */
export function isReader(): boolean {
  return /(?:^|; )__Host-reader=1/.test(document.cookie)
}

/** Lets the page ask for its reader's state; a visitor's page asks for nothing. htmx listens only after a timer. */
export function announceReader(): void {
  if (isReader()) setTimeout(() => document.body.dispatchEvent(new Event('reader')))
}

/** A page that comes back from the browser's memory may be older than the last sign-in or sign-out. */
export function refreshReader(): void {
  if (!isReader() && dataset.reader) location.reload()
  if (isReader()) dataset.reader = '1'
  announceReader()
}
