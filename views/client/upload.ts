/**
 * A file on its way in is the request itself, not a part of a form that would have to be in memory as a whole. `fetch`
 * does not say how much of a body has left, so this is the older way.
 */
const form = document.querySelector<HTMLFormElement>('#upload')
const input = form?.querySelector<HTMLInputElement>('input[type=file]')
const bar = form?.querySelector('progress')
const state = form?.querySelector('#upload-state')
const button = form?.querySelector('button')

const MOST = 100 * 1024 * 1024

form?.addEventListener('submit', (event) => {
  const file = input?.files?.[0]
  if (!file) return
  event.preventDefault()
  if (file.size > MOST) say(form.dataset.tooLarge)
  else send(file, form)
})

function send(file: File, { action, dataset }: HTMLFormElement): void {
  const request = new XMLHttpRequest()
  request.open('POST', action)
  request.setRequestHeader('Content-Type', 'application/octet-stream')
  request.setRequestHeader('X-File-Name', encodeURIComponent(file.name))
  request.upload.addEventListener(
    'progress',
    ({ loaded, total }) => bar && Object.assign(bar, { max: total, value: loaded }),
  )
  request.addEventListener('load', () => {
    // Where the answer led: to the page of this import, or to signing in.
    if (request.status < 400) location.assign(request.responseURL)
    else end(request.status === 413 ? dataset.tooLarge : (notice(request.responseText) ?? dataset.failed))
  })
  request.addEventListener('error', () => end(dataset.failed))
  request.send(file)
  say('')
  busy(true)
}

/** What the page in the answer says above its form. */
function notice(html: string): string | null | undefined {
  return new DOMParser().parseFromString(html, 'text/html').querySelector('.notice')?.textContent
}

function end(words: string | undefined): void {
  busy(false)
  say(words)
}

function busy(is: boolean): void {
  if (bar) bar.hidden = !is
  if (button) button.disabled = is
}

function say(words: string | undefined): void {
  if (state) state.textContent = words ?? ''
}

// Names of its own, not the page's.
export {}
