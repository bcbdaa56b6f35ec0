import { isoDates } from '../iso.ts'
import type { ExportedItem } from './item.ts'

// Raff's own file: one JSON document that holds a reading list without loss. An item stands on a line of its own, so
// that a list of any length is written and read piece by piece:
//
//   {"format":"raff","version":1,"site":"https://…","madeAt":"2026-11-24T09:00:00.000Z","items":[
//   {"url":"https://…","otherKeys":[],"title":"…", … },
//   {"url":"https://…", … }
//   ]}

/** Raised with each change that an older reader of the file could not understand. */
export const RAFF_VERSION = 1

/** An item as the file has it: `ExportedItem`, with every moment as an ISO 8601 string. */
export type RaffItem = Dated<ExportedItem>

type Dated<T> = T extends (infer Each)[]
  ? Dated<Each>[]
  : T extends object
    ? { [K in keyof T]: K extends `${string}At` ? Iso<T[K]> : Dated<T[K]> }
    : T

type Iso<T> = T extends number ? string : T

export function raffHead({ site, madeAt }: { site: string; madeAt: number }): string {
  const facts = JSON.stringify({ format: 'raff', version: RAFF_VERSION, site, madeAt }, isoDates)
  return `${facts.slice(0, -1)},"items":[`
}

/** One item; `first`: of the whole file. */
export function raffItem(item: ExportedItem, first: boolean): string {
  return `${first ? '' : ','}\n${JSON.stringify(item, isoDates)}`
}

export const RAFF_TAIL = '\n]}\n'
