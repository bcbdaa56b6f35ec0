import { createHash, verify } from 'node:crypto'

/**
 * RFC 6376, 3.4.2, 3.4.4 and 3.7 for one relaxed/relaxed rsa-sha256 signature, written from the text and not from the
 * library that signs: which headers are signed, and whether signature and body hash hold.
 */
export function verifyDkim(raw: string, publicKey: string): { signed: string[]; verified: boolean } {
  const end = raw.indexOf('\r\n\r\n')
  const fields = raw.slice(0, end).split(/\r\n(?![ \t])/)
  const signature = fields.find((field) => /^dkim-signature:/i.test(field)) ?? ''
  const tags = new Map(
    signature
      .slice(signature.indexOf(':') + 1)
      .replace(/\s/g, '')
      .split(';')
      .map((tag) => [tag.slice(0, tag.indexOf('=')), tag.slice(tag.indexOf('=') + 1)]),
  )
  const signed = (tags.get('h') ?? '').toLowerCase().split(':')
  // A name may be signed more often than it is there; each takes the next field from the end.
  const left = [...fields]
  const named = signed.flatMap((name) => {
    const at = left.findLastIndex((field) => field.toLowerCase().startsWith(`${name}:`))
    return at < 0 ? [] : left.splice(at, 1)
  })
  const own = relaxed(signature.replace(/([;\s]b=)[^;]*/, '$1'))
  const said = [...named.map((field) => `${relaxed(field)}\r\n`), own].join('')
  const holds = verify('sha256', Buffer.from(said, 'latin1'), publicKey, Buffer.from(tags.get('b') ?? '', 'base64'))
  return { signed, verified: holds && bodyHash(raw.slice(end + 4)) === tags.get('bh') }
}

function relaxed(field: string): string {
  const colon = field.indexOf(':')
  const value = field.slice(colon + 1).replace(/\r\n/g, '')
  return `${field.slice(0, colon).trim().toLowerCase()}:${value.replace(/[ \t]+/g, ' ').trim()}`
}

function bodyHash(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''))
  const whole = lines.join('\r\n').replace(/(\r\n)*$/, '\r\n')
  return createHash('sha256').update(Buffer.from(whole, 'latin1')).digest('base64')
}
