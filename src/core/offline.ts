import type { Prefs } from './prefs.ts'

/** A change that waited in a browser for its connection says here whose it is: `readerMark` of its reader. */
export const READER_HEADER = 'Raff-Reader'

/** How many articles a browser keeps readable without a connection unless its reader chose otherwise. */
const USUAL = 50

export function keptCount({ offline }: Prefs): number {
  return offline === undefined ? USUAL : Number(offline)
}
