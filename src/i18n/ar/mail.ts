import { LINK_LIVES } from '../../core/limits.ts'
import type { Notice } from '../../core/notices.ts'
import { span } from '../figure.ts'
import { isolate } from '../format.ts'

type NoticeWords = { subject: string; line: (date: string) => string }

const notices: Record<Notice, NoticeWords> = {
  password_reset: {
    subject: 'عُيّنت لحسابك كلمة مرور جديدة',
    line: (date) => `صارت لحسابك كلمة مرور جديدة برابط من بريدك، ${date}.`,
  },
  password_changed: {
    subject: 'تغيّرت كلمة مرور حسابك',
    line: (date) => `تغيّرت كلمة مرور حسابك من صفحة الإعدادات، ${date}.`,
  },
  email_change_undone: {
    subject: 'أُوقف تغيير بريد الحساب',
    line: (date) =>
      `عاد الحساب إلى بريده السابق برابط أُرسل إليه، ${date}، وانتهت كل الجلسات المفتوحة. لم يعد لهذا البريد حساب.`,
  },
  passkey_added: {
    subject: 'مفتاح مرور جديد لحسابك',
    line: (date) => `أُضيف إلى حسابك مفتاح مرور، ${date}.`,
  },
  passkey_removed: {
    subject: 'أُزيل مفتاح مرور من حسابك',
    line: (date) => `أُزيل من حسابك مفتاح مرور، ${date}.`,
  },
  totp_on: {
    subject: 'بدأ التحقق بخطوتين في حسابك',
    line: (date) => `رُبط بحسابك تطبيق مصادقة، ${date}.`,
  },
  totp_off: {
    subject: 'توقّف تطبيق المصادقة في حسابك',
    line: (date) => `أُزيل تطبيق المصادقة من حسابك، ${date}.`,
  },
}

/** Mails the site sends by itself. A subject keeps foreign names apart by isolation marks: it has no markup. */
export const mail = {
  hello: 'مرحبًا،',
  /** The last line where somebody else may have typed the email. */
  notYou: 'إن لم يكن الطلب منك فلا حاجة إلى فعل شيء.',
  /** Above the plain link, for programs that show no buttons. */
  link: 'الرابط نفسه للنسخ:',
  sentBy: (site: string, host: string) => `أرسلها ${site}، ${isolate(host)}`,
  signUp: {
    subject: (site: string) => `تأكيد بريدك في ${site}`,
    line: `بقيت خطوة: تأكيد أن هذا البريد لك. الرابط صالح ${span(LINK_LIVES.signup)}.`,
    button: 'تأكيد البريد',
  },
  known: {
    subject: (site: string) => `لهذا البريد حساب في ${site}`,
    line: 'وصلنا طلب لإنشاء حساب بهذا البريد، وله حساب من قبل. يكفي تسجيل الدخول بكلمة مروره.',
    button: 'تسجيل الدخول',
  },
  optIn: {
    subject: (newsletter: string) => `تأكيد الاشتراك في «${isolate(newsletter)}»`,
    line: `وصلنا طلب اشتراك بهذا البريد، ولن نرسل شيئًا قبل التأكيد. الرابط صالح ${span(LINK_LIVES.optin)}.`,
    button: 'تأكيد الاشتراك',
  },
  held: {
    subject: (site: string) => `هذا البريد محجوز في ${site}`,
    line: (date: string) =>
      `وصلنا طلب لإنشاء حساب بهذا البريد، وهو محجوز حتى ${date} للحساب الذي كان عليه. إن لم يكن تغيير بريده منك ففي رسالتنا السابقة رابط يوقفه.`,
  },
  reset: {
    subject: 'كلمة مرور جديدة لحسابك',
    line: `وصلنا طلب لتغيير كلمة المرور. الرابط صالح ${span(LINK_LIVES.reset)}.`,
    button: 'تعيين كلمة مرور',
  },
  noAccount: {
    subject: (site: string) => `لا حساب بهذا البريد في ${site}`,
    line: 'وصلنا طلب لتغيير كلمة مرور، ولا حساب بهذا البريد. ربما كان الحساب ببريد آخر.',
    button: 'إنشاء حساب',
  },
  email: {
    subject: (site: string) => `تأكيد بريدك الجديد في ${site}`,
    line: `وصلنا طلب لنقل حساب إلى هذا البريد. الرابط صالح ${span(LINK_LIVES.email)}.`,
    button: 'تأكيد البريد',
  },
  taken: 'وصلنا طلب لنقل حساب آخر إلى هذا البريد، وله حساب من قبل. لم يتغيّر شيء.',
  undo: {
    subject: 'تغيّر بريد حسابك',
    line: (email: string, date: string) =>
      `صار بريد الحساب ${isolate(email)}. إن لم يكن التغيير منك فيمكن إيقافه حتى ${date}.`,
    button: 'إيقاف التغيير',
  },
  editor: {
    subject: (site: string) => `دعوة إلى تحرير ${isolate(site)}`,
    lines: (site: string, date: string) => [
      `وصلت إلى هذا البريد دعوة إلى مكتب التحرير في ${isolate(site)}.`,
      `يلزم لقبولها حساب بهذا البريد. الرابط صالح حتى ${date}، ويُستخدم مرة واحدة.`,
    ],
    button: 'عرض الدعوة',
  },
  keep: {
    subject: (site: string) => `طلب حذف حسابك في ${site}`,
    line: (date: string) =>
      `يُحذف الحساب وكل ما فيه يوم ${date}. إن لم يكن الطلب منك فهذا الزر يُبقي الحساب، ولا يلزم له تسجيل الدخول.`,
    button: 'إبقاء الحساب',
  },
  notice: {
    otherwise: 'إن كان ذلك منك فلا حاجة إلى فعل شيء. وإلا فكلمة مرور جديدة تُنهي كل الجلسات المفتوحة.',
    button: 'تعيين كلمة مرور جديدة',
    added: {
      otherwise: `إن كان ذلك منك فلا حاجة إلى فعل شيء. وإلا فهذا الرابط يلغيه خلال ${span(LINK_LIVES.factor)}، ويُنهي كل الجلسات، ثم تلزم كلمة مرور جديدة.`,
      button: 'إلغاء ما أُضيف',
    },
  },
  notices,
}
