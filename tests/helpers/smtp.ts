import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'
import { startSink as start } from '../../src/cli/run/sinks.ts'
import type { Dkim } from '../../src/core/config.ts'
import { createSmtp } from '../../src/ports/mailer/smtp.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import type { SinkSettings } from './smtp-sink.ts'

export const from = { name: 'رَفّ', email: 'raff@example.com' }
export const mail: Mail = {
  to: 'salma@example.com',
  subject: 'تأكيد الاشتراك في «\u2068نشرة الصباح الطويلة الاسم جدًا حتى تُطوى السطور\u2069»',
  html: `<p dir="rtl">${'نصّ عربيّ مُشكَّل '.repeat(40)}</p>`,
  text: '\u200fسطر أول\n\nhttps://raff.example/newsletters/confirm/x\n',
  headers: { 'Content-Language': 'ar', 'Auto-Submitted': 'auto-generated' },
  key: 'optin:1',
}

type Taken = { envelope: { from: string; to: string[]; user?: string }; session: string; raw: string }

/** What a test opened, closed behind it. */
export const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

export async function startSink(settings: Partial<SinkSettings> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'raff-smtp-'))
  const sink = await start<Taken>('smtp-sink', { folder, ...settings })
  ends.push(() => {
    sink.end()
    rmSync(folder, { recursive: true })
  })
  return sink
}

/** The transport by itself; `send` throws unless the message was taken over. */
export function over(url: string, dkim: Dkim | null = null) {
  const { hand } = createSmtp({ url, from, host: 'raff.example', dkim })
  const send = async (message: Mail) => {
    const [receipt] = await hand([message], message.key)
    if (receipt?.kind !== 'sent') throw new Error(receipt?.error)
  }
  return { hand, send }
}
