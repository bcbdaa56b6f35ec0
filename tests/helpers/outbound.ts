import { fetch, type Request, Response } from 'miniflare'
import { LEAKS } from './bindings.ts'

/**
 * Nothing leaves the machine in a test: a request to another host is refused and remembered. (What is thrown here
 * reaches the Worker as a mere 500, which a fetcher takes for a fault of the source: hence the list.)
 */
const leaks: string[] = []

export async function outbound(request: Request): Promise<Response> {
  if (request.url === LEAKS) return Response.json(leaks.splice(0))
  const { hostname } = new URL(request.url)
  // The Worker's own runtime follows redirects, or does not: here they are only handed on.
  if (hostname === '127.0.0.1' || hostname === 'localhost') return fetch(request, { redirect: 'manual' })
  leaks.push(`${request.method} ${request.url}`)
  throw new Error(`a test asked for ${request.url}`)
}
