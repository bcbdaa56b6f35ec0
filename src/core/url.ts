/** The number of `urlKey`'s rule, stored beside each key: a change of rule is a job that makes the keys again. */
export const URL_RULE = 1

export const LONGEST_URL = 2048
const PORTS = ['', '80', '443']
const LOCAL_SUFFIXES = ['.local', '.localhost', '.internal', '.arpa', '.onion']
const LOOPBACK_HOSTS = ['127.0.0.1', '[::1]', 'localhost']

/** Parameters that say how a reader came to a page, never which page it is. */
const TRACKING_PREFIXES = ['utm_', 'at_', 'ns_', 'pk_', 'mtm_', 'hsa_', '_hs', 'oly_', 'vero_', 'mc_']
const TRACKING_NAMES = new Set([
  ...['fbclid', 'gclid', 'gclsrc', 'dclid', 'gbraid', 'wbraid', 'msclkid', 'yclid', 'twclid', 'ttclid', 'li_fat_id'],
  ...['igsh', 'igshid', 'ref_src', 'ref_url', '_ga', '_gl', 'mkt_tok', 'wickedid', 'hsctatracking', 'rb_clickid'],
  ...['ocid', 'cmpid', 's_cid', 'xtor', 's_kwcid', 'traffic_source', '__twitter_impression'],
])

/** What a site is reached by: its host, with and without `www.`. */
export function ownHosts(siteUrl: string): string[] {
  const host = new URL(siteUrl).hostname.replace(/^www\./, '')
  return [host, `www.${host}`]
}

type Guard = {
  /** Our own host names: a fetch to them could reach the origin behind the Worker. */
  own?: readonly string[]
  /** Tests and local runs only: this machine, on any port. */
  loopback?: boolean
}

/**
 * What may be named where something was found: this machine where it was found on this machine, which the fetcher
 * reaches in local runs alone.
 */
export function guardAt(url: string): Guard {
  return { loopback: LOOPBACK_HOSTS.includes(new URL(url).hostname) }
}

/** What may be named to a site: none of its own hosts, and this machine only to one that runs on it. */
export function guardOf(siteUrl: string): Guard {
  return { own: ownHosts(siteUrl), ...guardAt(siteUrl) }
}

/**
 * The guard before everything we request or show as a link: the normalised absolute url without its fragment, or
 * null. An IP literal is refused in every notation, public ones too: `URL` has made each notation one (0x7f.1 is
 * 127.0.0.1 here), and a deployed Worker cannot fetch a bare ip anyway. What a name resolves to cannot be known in a
 * Worker; its network reaches no private host.
 */
export function fetchable(input: string, { own = [], loopback = false }: Guard = {}): string | null {
  if (input.length > LONGEST_URL || !URL.canParse(input)) return null
  const url = new URL(input)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return null
  if (url.username || url.password) return null
  url.hash = ''
  if (loopback && LOOPBACK_HOSTS.includes(url.hostname)) return url.href
  url.hostname = url.hostname.replace(/\.+$/, '')
  if (!PORTS.includes(url.port) || !publicName(url.hostname, own)) return null
  return url.href.length > LONGEST_URL ? null : url.href
}

function publicName(host: string, own: readonly string[]): boolean {
  if (host.startsWith('[') || /^[\d.]+$/.test(host)) return false
  if (!host.includes('.') || host.endsWith('.')) return false
  return !LOCAL_SUFFIXES.some((suffix) => host.endsWith(suffix)) && !own.includes(host)
}

/** One site under its names for phones and fast pages. */
export function sameSite(a: string, b: string): boolean {
  const [one, other] = [a, b].map((url) => new URL(url).hostname.replace(/^(www|m|mobile|amp)\./, ''))
  return one === other || `.${one}`.endsWith(`.${other}`) || `.${other}`.endsWith(`.${one}`)
}

/** The same url without tracking parameters; what stays is not re-encoded. */
export function withoutTracking(url: URL): URL {
  const kept = parameters(url).filter(([name]) => !tracks(name))
  if (kept.length === parameters(url).length) return url
  const clean = new URL(url)
  clean.search = kept.map(([, , raw]) => raw).join('&')
  return clean
}

/**
 * What makes two urls one article: without scheme, `www.`, tracking parameters, trailing slash and fragment; host in
 * lower case, parameters sorted, percent-decoded, NFC. A key is compared, never fetched. Takes a url that parses.
 */
export function urlKey(input: string): string {
  const url = new URL(input)
  const query = parameters(url)
    .filter(([name]) => !tracks(name))
    .map(([name, value]) => (value === '' ? name : `${name}=${value}`))
    .sort()
    .join('&')
  const path = percentDecoded(url.pathname).replace(/\/+$/, '')
  return `${url.host.replace(/^www\./, '')}${path}${query && `?${query}`}`.normalize('NFC')
}

function tracks(name: string): boolean {
  const lower = name.toLowerCase()
  return TRACKING_NAMES.has(lower) || TRACKING_PREFIXES.some((prefix) => lower.startsWith(prefix))
}

/** Decoded name, decoded value and the raw text of each parameter. */
function parameters(url: URL): [name: string, value: string, raw: string][] {
  return url.search
    .slice(1)
    .split('&')
    .filter((raw) => raw !== '')
    .map((raw) => {
      const [name = '', ...value] = raw.replaceAll('+', ' ').split('=')
      return [percentDecoded(name), percentDecoded(value.join('=')), raw]
    })
}

/** Sequences that are no UTF-8 stay as they are. */
export function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run)
    } catch {
      return run.toUpperCase()
    }
  })
}
