import { ar } from './ar.ts'

/** Arabic is the reference: another language has the same keys, or it does not compile. */
export type Messages = typeof ar

const languages: Record<'ar', Messages> = { ar }

export function messages(language: keyof typeof languages): Messages {
  return languages[language]
}

/** Text direction of the interface, from its language. */
export function directionOf(language: string): 'rtl' | 'ltr' {
  return ['ar', 'fa', 'ur', 'he', 'ckb', 'ps', 'sd', 'ug', 'yi', 'dv'].includes(language) ? 'rtl' : 'ltr'
}

/** The side where its lines begin, for mail programs, which do not depend on logical sides. */
export function startSideOf(language: string): 'right' | 'left' {
  return directionOf(language) === 'rtl' ? 'right' : 'left'
}
