import { isReader } from './reader.ts'
import { toast } from './toast.ts'

// A reader's own pages: their browser's worker is set up, asked to keep what is new, and heard. Deferred.
const { dataset, lang } = document.documentElement
const box = document.getElementById('waiting')

/** What waits in the worker, as far as it is shown (views/client/sw/memory.ts). */
type Change = { key: number; path: string; body: string; what?: string; label: string; refused?: string }
type Told = { outcome: { sent: number; refused: number } | null }

// Some browsers have workers and let nobody register one: then it is as without.
if (isReader() && 'serviceWorker' in navigator) begin().catch(() => undefined)
saveLater()

async function begin(): Promise<void> {
  navigator.serviceWorker.addEventListener('message', ({ data }) => void hear(data as Told))
  addEventListener('offline', () => {
    dataset.connection = 'none'
  })
  addEventListener('online', () => {
    delete dataset.connection
    toast(box?.dataset.back ?? '')
    void ask('contact')
  })
  await navigator.serviceWorker.register('/sw.js', { updateViaCache: 'none' })
  await showWaiting()
  await showKept()
  await ask('contact')
  await showKept()
}

/** Asks the worker, and waits for its answer. */
async function ask<T>(what: string, about?: number): Promise<T> {
  const { active } = await navigator.serviceWorker.ready
  const { port1, port2 } = new MessageChannel()
  return new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data as T)
    active?.postMessage({ ask: what, about }, [port2])
  })
}

async function hear({ outcome }: Told): Promise<void> {
  await showWaiting()
  if (outcome && outcome.sent > 0 && outcome.refused === 0) toast(box?.dataset.sent ?? '')
}

/** What waits, and what was refused and why; rows of the list that are about to go are gone already. */
async function showWaiting(): Promise<void> {
  const changes = await ask<Change[]>('waiting')
  const shown = changes.filter(({ what }) => what)
  if (box) box.hidden = shown.length === 0
  box?.querySelector('ul')?.replaceChildren(...shown.map(item))
  const leaving = changes.filter(({ refused }) => !refused).map(leavingId)
  for (const row of document.querySelectorAll<HTMLElement>('main article.row')) {
    const [, id] = row.querySelector('h2 a')?.getAttribute('href')?.split('/list/') ?? []
    row.hidden = id !== undefined && leaving.includes(id)
  }
}

/** The row that is not in the list any more once the change has been sent. */
function leavingId({ path, body }: Change): string | undefined {
  const [, id] = /^\/list\/(\d+)\/(?:archived|finished|removed)$/.exec(path) ?? []
  return new URLSearchParams(body).get('wanted') === '1' ? id : undefined
}

function item({ key, what = '', label, refused }: Change): HTMLLIElement {
  const line = document.createElement('li')
  const words = JSON.parse(box?.dataset.words ?? '{}') as Record<string, string>
  const about = document.createElement('div')
  const said = document.createElement('p')
  said.className = refused ? 'wrong' : 'meta'
  said.textContent = refused ?? words[what] ?? ''
  about.append(bdi(label), said)
  const drop = document.createElement('button')
  drop.type = 'button'
  drop.className = 'button quiet'
  drop.textContent = (refused ? box?.dataset.close : box?.dataset.cancel) ?? ''
  drop.setAttribute('aria-label', `${drop.textContent}: \u2068${label || said.textContent}\u2069`)
  drop.addEventListener('click', () => void ask('drop', key).then(showWaiting))
  line.append(about, drop)
  return line
}

function bdi(text: string): HTMLElement {
  const element = document.createElement('bdi')
  element.textContent = text
  return element
}

/** In the settings: how much of the list is here, and the way to be rid of it. */
async function showKept(): Promise<void> {
  const part = document.getElementById('kept')
  if (!part) return
  const { articles, bytes } = await ask<{ articles: number; bytes: number }>('kept')
  const locale = `${lang}-u-nu-${dataset.digits}`
  const size = { style: 'unit', unit: 'megabyte', unitDisplay: 'long', maximumFractionDigits: 1 } as const
  const fill = (name: string, text: string) => {
    const place = part.querySelector(`[data-kept=${name}]`)
    if (place) place.textContent = text
  }
  fill('articles', new Intl.NumberFormat(locale).format(articles))
  fill('bytes', new Intl.NumberFormat(locale, size).format(bytes / 1024 / 1024))
  const button = part.querySelector('button')
  if (button) button.onclick = () => void clear(part)
  part.hidden = false
}

async function clear(part: HTMLElement): Promise<void> {
  await ask('clear')
  await showKept()
  toast(part.dataset.cleared ?? '')
}

/** Saving without a connection; what was shared to us stands in the form already, and waits for the button. */
function saveLater(): void {
  const form = document.querySelector<HTMLFormElement>('form#later')
  const given = new URLSearchParams(location.search)
  const url = given.get('url') || /https?:\/\/\S+/.exec(given.get('text') ?? '')?.[0]
  if (!form || location.pathname !== '/list/new') return
  for (const [name, value] of [
    ['url', url],
    ['title', given.get('title')],
  ] as const) {
    const field = form.elements.namedItem(name)
    if (field instanceof HTMLInputElement) field.value = value ?? ''
  }
  form.hidden = false
}
