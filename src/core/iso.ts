/** For `JSON.stringify`: moments (unix seconds under a name that ends in `At`) are written in ISO 8601. */
export function isoDates(name: string, value: unknown): unknown {
  return name.endsWith('At') && typeof value === 'number' ? new Date(value * 1000).toISOString() : value
}
