import { env } from 'cloudflare:workers'
import { inject } from 'vitest'
import type { Ports } from '../../src/env.ts'
import { createFetcher } from '../../src/ports/fetcher.ts'
import type { Row } from '../../src/store/db.ts'
import { addSources, type NewSource } from '../../src/store/sources.ts'
import { createTestApp } from './app.ts'

declare module 'vitest' {
  interface ProvidedContext {
    feedServer: string
    hasCorpus: boolean
    /** Of the corpus, which tests in workerd cannot read; empty where there is none. */
    attacks: string[]
    hosts: Record<string, string[]>
  }
}

/** What the feed server says at a path. With an `etag`, who has that version gets a 304. */
export type Answer = {
  status?: number
  headers?: Record<string, string>
  etag?: string
  body?: string
  bytes?: number[]
  /** A file below ../shared/corpus. */
  corpus?: string
  /** Never answers; with a body, never ends it. */
  stall?: true
  /** Answers without end. */
  endless?: true
}

export type Asked = { path: string; headers: Record<string, string> }

/**
 * The app with the real fetcher, let through to this machine, and the feed server's paths below one of its own. Hosts
 * that end in `.example` are there, too: `https://news.example/a` is answered as `/news.example/a`.
 */
export function createFeedApp({ d1 }: { d1?: D1Database } = {}) {
  const server = inject('feedServer')
  const folder = `/${crypto.randomUUID()}`
  const url = (path: string) => `${server}${folder}${path}`
  const reach = (to: string, init: RequestInit) => {
    const { hostname, pathname, search } = new URL(to)
    return fetch(hostname.endsWith('.example') ? url(`/${hostname}${pathname}${search}`) : to, init)
  }
  const fetcher: Ports['fetcher'] = ({ site }) => createFetcher({ site, loopback: true, fetch: reach })
  const app = createTestApp({ ...(d1 && { d1 }), fetcher })

  return {
    ...app,
    url,
    /** What a path answers, one after another; the last answer stays. */
    answer: async (path: string, ...answers: Answer[]) => {
      await fetch(`${server}/-/answers${folder}${path}`, { method: 'POST', body: JSON.stringify(answers) })
    },
    /** The requests that arrived, oldest first. */
    asked: async (path = ''): Promise<Asked[]> => {
      const response = await fetch(`${server}/-/asked${folder}${path}`)
      return response.json()
    },
    /** A source and its job, due now. */
    addSource: async (path: string, given: Partial<NewSource> = {}) => {
      const source = { title: 'مصدر', siteUrl: 'https://news.example/', language: 'ar', topic: null, display: 'full' }
      await addSources(app.context().db, [{ ...source, feedUrl: url(path), ...given } as NewSource], app.clock.now())
    },
    /** All rows of one table, as SQLite has them. */
    rows: async (table: string): Promise<Row[]> => {
      const { results } = await env.DB.prepare(`SELECT * FROM ${table} ORDER BY rowid`).all<Row>()
      return results
    },
  }
}
