const DAY = 86_400_000

/**
 * The first second (unix) of a day in a zone, or of one some days later; null for what is no day. `date` is
 * YYYY-MM-DD, as date fields send it.
 */
export function dayStart(date: string, zone: string, later = 0): number | null {
  const midnight = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) + later * DAY : Number.NaN
  if (Number.isNaN(midnight)) return null
  // The zone's distance at that moment, then at the one found: a clock may have been changed in between.
  const near = midnight - offsetAt(midnight, zone)
  return (midnight - offsetAt(near, zone)) / 1000
}

/** The day of a moment in a zone, counted since 1970. */
export function dayOf(at: number, zone: string): number {
  return Math.floor((at * 1000 + offsetAt(at * 1000, zone)) / DAY)
}

/** How far a zone's clocks are ahead of UTC, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-u-ca-gregory-nu-latn-hc-h23', {
    timeZone: zone,
    ...({ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric' } as const),
  }).formatToParts(at)
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value)
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute')) - at
}
