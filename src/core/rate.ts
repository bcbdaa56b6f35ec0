/**
 * Token buckets as one time each (GCRA): the moment from which a bucket is without debt. What is taken is added to it,
 * so over any time no more goes out than the rate allows, and at once no more than `BURST` and one taking. Times in
 * milliseconds.
 */

/** So much debt may be there when more is taken: the clock of jobs counts in seconds. */
export const BURST = 2000

/** What so many messages cost at a rate a second. */
export function costOf(messages: number, rate: number): number {
  return Math.ceil((messages * 1000) / rate)
}

/** As many messages as a rate lets go at once: three seconds' worth, since a run cannot come more often. */
export function atOnce(rate: number, most: number): number {
  return Math.max(1, Math.min(most, Math.ceil(rate * 3)))
}
