import { describe, expect, it } from 'vitest'
import { type Bulk, guarded, type Mail } from '../../src/ports/mailer.ts'

const mail: Mail = { to: 'salma@example.com', subject: 'العدد ١', html: '<p>نص</p>', text: 'نص', key: 'issue:1:a' }

/** A transport of whom only the handing over is of interest. */
function bulk(hand: (mails: Mail[]) => ReturnType<Bulk['hand']>): Bulk {
  return guarded({ name: 'test', most: 100, remembersKeys: true, hand })
}

/** Takes everything, and keeps it. */
function taking() {
  const taken: Mail[] = []
  const { hand } = bulk(async (mails) => {
    taken.push(...mails)
    return mails.map(({ to }) => ({ kind: 'sent', id: to }))
  })
  return { hand, taken }
}

describe('whatever the transport,', () => {
  it.each([
    ['a second line', { to: 'a@example.com\r\nBcc: b@example.com' }],
    ['a mark nobody sees', { to: '\u202ea@example.com' }],
    ['two emails', { to: 'a@example.com, b@example.com' }],
    ['a sender of two lines', { from: { name: 'رَفّ', email: 'a@example.com\nb@example.com' } }],
    ['a return path with a mark', { returnPath: 'a@example.com\u200f' }],
  ])('a message to %s is handed to nobody, and holds up no other', async (_, wrong) => {
    const { hand, taken } = taking()
    const others = ['omar@example.com', 'huda@example.com'].map((to) => ({ ...mail, to }))
    const receipts = await hand([others[0] ?? mail, { ...mail, ...wrong }, others[1] ?? mail], 'k')
    expect(receipts).toMatchObject([
      { kind: 'sent', id: 'omar@example.com' },
      { kind: 'refused' },
      { kind: 'sent', id: 'huda@example.com' },
    ])
    expect(taken).toHaveLength(2)
  })

  it('a sender’s name has one line', async () => {
    const { hand, taken } = taking()
    await hand([{ ...mail, from: { name: 'نشرة\r\nBcc: all@example.com', email: 'a@example.com' } }], 'k')
    expect(taken[0]?.from?.name).toBe('نشرة Bcc: all@example.com')
  })

  it('no receipt is no answer', async () => {
    const { hand } = bulk(async () => [{ kind: 'sent', id: 'a' }])
    expect(await hand([mail, mail], 'k')).toMatchObject([{ kind: 'sent' }, { kind: 'unknown' }])
  })

  it('what a server says names nobody, in whatever letters', async () => {
    const error = '550 5.1.1 <Salma@Example.com>: not here, ask omar@example.com; sorry'
    const { hand } = bulk(async () => [{ kind: 'refused', error }])
    expect(await hand([mail], 'k')).toEqual([
      { kind: 'refused', error: '550 5.1.1 <an email>: not here, ask an email; sorry' },
    ])
  })
})
