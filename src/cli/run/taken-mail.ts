import { readToken } from '../../core/signed-links.ts'
import type { Transport } from './mail-site.ts'

/** A file of tests/helpers/smtp-sink.ts, or of resend-sink.ts. */
export type Copy =
  | { envelope: { to: string[] }; raw: string }
  | { messages: { to: string | string[]; headers: Record<string, string> }[] }

/**
 * A message that was taken over: for which subscriber it is, whose link it holds (null: nobody's), and its Message-ID.
 * Resend gives it one of its own: there the link stands for it.
 */
export type Taken = { reader: number | null; link: number | null; messageId: string }

export function copiesOf(files: Copy[], transport: Transport, signingKeys: string): Taken[] {
  const keys = signingKeys.split(',').map((pair) => {
    const [id = '', key = ''] = pair.split(':')
    return { id, key }
  })
  return files
    .flatMap((file) => ('raw' in file ? { to: file.envelope.to, headers: headersOf(file.raw) } : file.messages))
    .map(({ to, headers }) => {
      const [, token = ''] = /\/u\/([\w.-]+)>/.exec(header(headers, 'List-Unsubscribe')) ?? []
      const signed = readToken(keys, 'unsubscribe', token)
      const messageId = transport === 'smtp' ? header(headers, 'Message-ID') : token
      return { reader: readerOf([to].flat()), link: numberAt(signed?.ref), messageId }
    })
}

/** One recipient each. */
function readerOf(to: string[]): number | null {
  const [, email = ''] = /^(?:.*<)?(reader-\d+)@example\.com>?$/.exec(to.join()) ?? []
  return numberAt(email)
}

function numberAt(text = ''): number | null {
  const [digits] = /\d+$/.exec(text) ?? []
  return digits ? Number(digits) : null
}

function headersOf(raw: string): Record<string, string> {
  const [head = ''] = raw.split('\r\n\r\n')
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

function header(headers: Record<string, string>, name: string): string {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name.toLowerCase())
  return found?.[1].trim() ?? ''
}
