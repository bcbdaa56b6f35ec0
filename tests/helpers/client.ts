/** What a browser keeps of an answer. */
export type Answer = {
  status: number
  headers: Headers
  /** Path and query it came from, after redirects. */
  path: string
  text: string
  bytes: Uint8Array
  /** Path and query of the place it sends to: `Location`, or `HX-Redirect` under htmx. */
  to: string | null
}

type Sent = {
  /** As htmx sends it: by fetch, with its headers. */
  htmx?: boolean
  /** Goes where the answer sends, as a browser does. */
  follow?: boolean
  headers?: Record<string, string>
}

type Fields = Record<string, string | string[]> | [string, string][]

export type Client = ReturnType<typeof createClient>

/**
 * A browser without a screen: keeps cookies by the rules of `__Host-`, and sends Origin, Referer and Sec-Fetch-Site
 * as Chromium does for our Referrer-Policy. Cookies never time out here, so that tests see the server refuse them.
 */
export function createClient(send: (request: Request) => Promise<Response>, origin: string) {
  const cookies = new Map<string, string>()
  let page: string | null = null

  async function request(
    method: 'GET' | 'POST',
    path: string,
    body: URLSearchParams | FormData | null,
    sent: Sent,
  ): Promise<Answer> {
    const url = new URL(path, origin)
    const headers = new Headers(sent.headers)
    const give = (name: string, value: string) => headers.has(name) || headers.set(name, value)
    if (cookies.size) give('Cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    if (page) give('Referer', page)
    if (method === 'POST') give('Origin', origin)
    give('Sec-Fetch-Site', page || method === 'POST' ? 'same-origin' : 'none')
    if (sent.htmx) {
      give('HX-Request', 'true')
      give('HX-Current-URL', page ?? origin)
    }
    const response = await send(new Request(url, { method, headers, body, redirect: 'manual' }))
    for (const line of response.headers.getSetCookie()) keep(cookies, line)
    if (method === 'GET' && !sent.htmx) page = url.href
    const answer = await read(response, url)
    if (!sent.follow || answer.to === null) return answer
    return request('GET', answer.to, null, { follow: true })
  }

  return {
    cookies,
    get: (path: string, sent: Sent = {}) => request('GET', path, null, sent),
    /** Posts a form; a field with several values is sent several times. */
    post: (path: string, fields: Fields = {}, sent: Sent = {}) => request('POST', path, encode(fields), sent),
    /** Posts a form with one file in it, as a browser does it: in parts. */
    upload: (path: string, file: File, sent: Sent = {}) => {
      const parts = new FormData()
      parts.set('file', file)
      return request('POST', path, parts, sent)
    },
  }
}

function encode(fields: Fields): URLSearchParams {
  const entries = Array.isArray(fields) ? fields : Object.entries(fields)
  return new URLSearchParams(
    entries.flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map((one) => [name, one])),
  )
}

async function read(response: Response, url: URL): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer())
  const to = response.headers.get('Location') ?? response.headers.get('HX-Redirect')
  return {
    status: response.status,
    headers: response.headers,
    path: url.pathname + url.search,
    text: new TextDecoder().decode(bytes),
    bytes,
    to: to === null ? null : pathOf(new URL(to, url), url),
  }
}

function pathOf(target: URL, from: URL): string {
  return target.origin === from.origin ? target.pathname + target.search : target.href
}

/** Takes a Set-Cookie line as a browser would, and refuses one that a browser would refuse. */
function keep(cookies: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
  const name = pair.slice(0, pair.indexOf('='))
  const has = (attribute: string) => attributes.some((given) => given.toLowerCase() === attribute)
  const host = has('secure') && has('path=/') && !attributes.some((given) => /^domain=/i.test(given))
  if (name.startsWith('__Host-') && !host) throw new Error(`a browser drops this cookie: ${line}`)
  const gone = has('max-age=0') || attributes.some((given) => /^expires=thu, 01 jan 1970/i.test(given))
  if (gone) cookies.delete(name)
  else cookies.set(name, pair.slice(pair.indexOf('=') + 1))
}
