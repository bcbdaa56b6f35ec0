import { DAY } from '../core/clock.ts'

const format = new Intl.NumberFormat('ar-u-nu-arab')
const compact = new Intl.NumberFormat('ar-u-nu-arab', { notation: 'compact', compactDisplay: 'long' })

/**
 * A number that rules something, for a text that tells it: what is said is what the code does. It has Arabic digits like
 * all that is written in these files, and `messages` redraws them where others are wished.
 */
export function figure(n: number): string {
  return format.format(n)
}

/** The same of thousands, in words: «٥٠ ألف». */
export function thousands(n: number): string {
  return compact.format(n)
}

/** The same of bytes: «٢ ميغابايت». */
export function size(bytes: number): string {
  const [n, unit] = bytes < MEGABYTE ? [bytes / 1024, 'كيلوبايت'] : [bytes / MEGABYTE, 'ميغابايت']
  return n === 1 ? `${unit} واحد` : `${figure(n)} ${unit}`
}

const MEGABYTE = 1024 * 1024

/** The same of seconds: «٣٠ دقيقة»، «٢٤ ساعة»، «٧ أيام». */
export function span(seconds: number): string {
  const [n, unit] =
    seconds < HOUR ? [seconds / 60, 'minute'] : seconds <= DAY ? [seconds / HOUR, 'hour'] : [seconds / DAY, 'day']
  return new Intl.NumberFormat('ar-u-nu-arab', { style: 'unit', unit, unitDisplay: 'long' }).format(n)
}

const HOUR = 3600
