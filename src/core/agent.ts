/** The request's side of an event: what of it is kept. */
export type Device = {
  /** Such as `firefox.android`, or empty. */
  agent: string
  /** ISO 3166-1 alpha-2, or empty. */
  country: string
}

/** Where a request comes from. The ip is for counting tries and is stored nowhere. */
export type From = Device & { ip: string }

/** The first that matches: nearly every browser names the ones it descends from as well. */
const BROWSERS = [
  ['edge', /\bEdg(?:e|A|iOS)?\//],
  ['opera', /\bOPR\/|\bOpera\b/],
  ['samsung', /\bSamsungBrowser\//],
  ['firefox', /\b(?:Firefox|FxiOS)\//],
  ['chrome', /\b(?:Chrome|Chromium|CriOS)\//],
  ['safari', /\bVersion\/[\d.]+ .*\bSafari\//],
] as const

const SYSTEMS = [
  ['ios', /\b(?:iPhone|iPad|iPod)\b/],
  ['android', /\bAndroid\b/],
  ['windows', /\bWindows\b/],
  ['chromeos', /\bCrOS\b/],
  ['macos', /\bMac OS X\b|\bMacintosh\b/],
  ['linux', /\bLinux\b/],
] as const

export type Browser = (typeof BROWSERS)[number][0]
export type System = (typeof SYSTEMS)[number][0]

/** Which browser on which system, roughly: enough to know one's own device by, too little to follow anybody. */
export function agentOf(userAgent: string): string {
  return `${family(BROWSERS, userAgent)}.${family(SYSTEMS, userAgent)}`
}

/** What `agentOf` wrote; undefined where it was not known. */
export function readAgent(agent: string): { browser?: Browser; system?: System } {
  const [browser, system] = agent.split('.')
  return {
    browser: BROWSERS.find(([name]) => name === browser)?.[0],
    system: SYSTEMS.find(([name]) => name === system)?.[0],
  }
}

function family(known: readonly (readonly [string, RegExp])[], userAgent: string): string {
  return known.find(([, pattern]) => pattern.test(userAgent.slice(0, 500)))?.[0] ?? ''
}
