import type { Config } from '../../src/core/config.ts'
import type { ChunkContent, IssueContent, IssueItem, Why } from '../../src/core/issue.ts'
import { robotHeaders } from '../../src/core/list-headers.ts'
import { ar } from '../../src/i18n/ar.ts'
import { messagesFor, testMessage } from '../../src/jobs/messages.ts'
import type { Mail } from '../../src/ports/mailer.ts'
import type { Issue } from '../../src/store/issues.ts'
import type { Newsletter } from '../../src/store/newsletters.ts'
import { knownMail, mailWords, noticeMail, optInMail, signUpMail } from '../../views/mail/mails.tsx'
import { site } from './site.ts'

// Issues without a database around them.

const AT = Date.UTC(2026, 10, 24, 9) / 1000

const smtp = { transport: 'smtp', from: 'raff@raff.example', smtpUrl: 'smtp://127.0.0.1', dkim: null } as const

export const config: Config = {
  site,
  mail: smtp,
  bulk: { via: smtp, rate: 10, domainRate: 10 },
  inbox: 'mail@raff.example',
  hooks: { resend: null, relay: null },
  signingKeys: [{ id: 'k2', key: 'B'.repeat(43) }],
  suppressionKey: 'C'.repeat(43),
  commandKey: 'D'.repeat(43),
}

export const newsletter: Newsletter = {
  id: 3,
  slug: 'morning',
  name: 'موجز الصباح',
  description: '',
  kind: 'digest',
  state: 'active',
  position: 0,
  rhythm: 'daily',
  weekdays: '',
  sendsAtMinute: 420,
  zone: 'Asia/Riyadh',
  topicSlugs: '',
  sourceIds: '',
  version: 1,
  items: 10,
  minItems: 3,
  intro: '',
  senderName: 'تحرير الموجز',
  senderEmail: 'morning@raff.example',
  postalAddress: 'ص. ب. ١٢٣، القاهرة',
  whenUncertain: 'skip',
  consideredTo: 0,
  nextNumber: 13,
  nextAt: null,
  createdAt: AT,
}

export const item: IssueItem = {
  articleId: 7,
  title: 'حين عاد النهر',
  sourceName: 'مرصد الماء',
  excerpt: 'جاءت الفكرة من معلّمة.',
  language: 'ar',
  direction: 'rtl',
  words: 540,
  pictureAlt: 'النهر',
  picture: 'https://pictures.example/a.jpg?x=1&y=2',
}

export const foreign: IssueItem = {
  ...item,
  articleId: 8,
  title: 'Ancient river channels mapped',
  sourceName: 'nature.com',
  excerpt: 'Radar from orbit.',
  language: 'en',
  direction: 'ltr',
  picture: null,
  pictureAlt: '',
}

export const issue: Issue = {
  id: 9,
  newsletterId: 3,
  number: 12,
  kind: 'digest',
  state: 'sending',
  reason: null,
  error: null,
  markdown: '',
  title: ar.issues.subject('موجز الصباح', 'حين عاد النهر'),
  intro: 'صباح الخير.',
  items: [item, foreign],
  keywordRefs: [],
  version: 1,
  consideredTo: 8,
  slotAt: null,
  sendsAt: AT,
  createdAt: AT,
  updatedAt: AT,
  frozenTo: 0,
  frozenAt: null,
  finishedAt: null,
  audience: 1,
  sent: 0,
  failed: 0,
  uncertain: 0,
  dropped: 0,
}

export const member = { subscriberId: 1, ref: `${'r'.repeat(21)}w`, email: 'salma@example.com' }

/** So many others. */
export const members = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    subscriberId: n + 1,
    ref: `${String(n).padStart(21, 'r')}w`,
    email: `reader-${n + 1}@example.com`,
  }))

/** The message of one member. */
export async function messageOf(
  set: Partial<Issue> = {},
  content: IssueContent | null = null,
  of: Partial<Newsletter> = {},
): Promise<Mail> {
  const chunk: ChunkContent | null = content && { sets: [content], of: { [member.subscriberId]: 0 } }
  const [mail] = await messagesFor({ config }, { ...issue, ...set }, { ...newsletter, ...of }, [member], chunk)
  if (!mail) throw new Error('there is no message')
  return mail
}

const MARKDOWN = `# عنوان

قرأنا [تحقيق النهر](https://raff.example/articles/7) في https://a.example/x.

| السنة | year |
|--|--|
| ٢٠٢٦ | 2026 |

![النهر](https://pictures.example/b.jpg)`

const why: Why = { kind: 'topic', label: 'المياه' }
const { articleId: savedId, title, sourceName, language, direction, words } = item

/** One message of each kind of issue. */
export const kinds: Record<string, () => Promise<Mail>> = {
  digest: () => messageOf(),
  written: () => messageOf({ kind: 'written', title: 'نسخة iOS الجديدة', markdown: MARKDOWN }),
  personal: () =>
    messageOf({ kind: 'personal', number: 12 }, { kind: 'personal', chosen: true, items: [{ ...item, why }, foreign] }),
  invitation: () => messageOf({ kind: 'personal' }, { kind: 'personal', chosen: false, items: [item] }),
  alerts: () =>
    messageOf(
      { kind: 'alerts' },
      { kind: 'alerts', items: [{ ...item, why: { kind: 'keyword', label: 'المياه' } }, foreign] },
    ),
  list: () =>
    messageOf(
      { kind: 'list', intro: '' },
      { kind: 'list', unread: 11, items: [{ savedId, title, sourceName, language, direction, words }] },
    ),
}

const siteWords = mailWords(config.site, (url) => url)
const LINK = 'https://raff.example/verify/x'

/** Messages of the site itself, and a test: nobody's subscription. */
export const own: Record<string, () => Promise<Mail>> = {
  signUp: async () => ownMail(signUpMail(siteWords, LINK)),
  known: async () => ownMail(knownMail(siteWords)),
  optIn: async () => ownMail(optInMail(siteWords, { newsletter: 'Tech & <b>Science</b>', url: LINK })),
  notice: async () => ownMail(noticeMail(siteWords, 'passkey_added', AT, LINK)),
  test: async () =>
    ownMail(testMessage({ config }, { ...issue, number: null }, newsletter, { kind: 'digest', items: issue.items })),
}

function ownMail(rendered: Pick<Mail, 'subject' | 'html' | 'text' | 'from'>): Mail {
  return { ...rendered, to: member.email, headers: robotHeaders(config.site.language), key: 'own' }
}
