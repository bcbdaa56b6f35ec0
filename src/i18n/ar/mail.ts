import { isolate } from '../format.ts'

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
    line: 'بقيت خطوة: تأكيد أن هذا البريد لك. الرابط صالح ٢٤ ساعة.',
    button: 'تأكيد البريد',
  },
  known: {
    subject: (site: string) => `لهذا البريد حساب في ${site}`,
    line: 'وصلنا طلب لإنشاء حساب بهذا البريد، وله حساب من قبل. يكفي تسجيل الدخول بكلمة مروره.',
    button: 'تسجيل الدخول',
  },
  optIn: {
    subject: (newsletter: string) => `تأكيد الاشتراك في «${isolate(newsletter)}»`,
    line: 'وصلنا طلب اشتراك بهذا البريد، ولن نرسل شيئًا قبل التأكيد. الرابط صالح ٧ أيام.',
    button: 'تأكيد الاشتراك',
  },
}
