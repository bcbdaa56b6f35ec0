import { LINK_LIVES } from '../../core/limits.ts'
import { span } from '../figure.ts'
import { isolate } from '../format.ts'

/** The pages about newsletters, and what is said where somebody agrees to one. */
export const newsletters = {
  title: 'النشرات',
  line: 'رسائل قليلة في موعدها، وإيقافها بنقرة واحدة.',
  /** Stands wherever a newsletter can be switched on. Other words are another version: `WORDING` in actions/newsletters.ts. */
  consent: 'الاشتراك موافقة على وصول النشرة بالبريد، ويمكن إلغاؤه بنقرة واحدة من كل رسالة.',
  switch: (name: string) => `نشرة «${isolate(name)}»`,
  rhythm: {
    hourly: 'كل ساعة',
    daily: 'كل يوم',
    manual: 'عند الحاجة',
    at: (days: string, clock: string, zone: string | null) => `${days}، ${clock}${zone ? ` (${zone})` : ''}`,
  },
  ended: 'توقفت هذه النشرة',
  none: 'لا نشرات بعد',
  noneLine: 'تظهر هنا كل نشرة يضيفها التحرير.',
  toNews: 'عرض الأحدث',
  sample: {
    link: 'نموذج منها',
    example: 'مثال مما فيها:',
    title: 'نموذج من النشرة',
    line: 'لو أُرسل عدد الآن لجمع هذه المقالات.',
    none: 'لا مقالات في موضوعاتها بعد.',
  },
  optIn: {
    title: 'بلا حساب؟ يكفي البريد',
    email: 'البريد الإلكتروني',
    hint: 'نرسل رابط تأكيد، ولا نبدأ قبل فتحه.',
    choose: 'الاشتراك في:',
    button: 'اشتراك',
    buttonFor: (name: string) => `اشتراك في «${isolate(name)}»`,
    account: 'أو تسجيل الدخول',
  },
  needsAccount: {
    list: { title: 'نشرة من قائمة القراءة', line: 'تُجمع هذه النشرة مما في قائمة القراءة، فيلزمها حساب.' },
    alerts: { title: 'تنبيهات من كلماتك', line: 'تُجمع هذه التنبيهات من الكلمات المفتاحية المُتابَعة، فيلزمها حساب.' },
    signUp: 'إنشاء حساب',
  },
  asked: {
    title: 'بقيت خطوة في بريدك',
    line: (email: string) => `أرسلنا الخطوة التالية إلى ${isolate(email)}. قد تصل إلى البريد غير المرغوب فيه.`,
    valid: `رابط التأكيد صالح ${span(LINK_LIVES.optin)}، ولن نرسل شيئًا غيره قبل التأكيد.`,
  },
  confirm: {
    title: 'تأكيد الاشتراك',
    line: (name: string, email: string) => `بعد التأكيد تصل أعداد «${isolate(name)}» إلى ${isolate(email)}.`,
    button: 'تأكيد الاشتراك',
  },
  manage: {
    title: 'تفضيلات البريد',
    line: (email: string) => `النشرات التي تصل إلى ${isolate(email)}.`,
    all: 'الاشتراك في الكل',
    none: 'إلغاء كل الاشتراكات',
    keep: 'هذا الرابط لك وحدك، وهو في أسفل كل رسالة.',
    shut: 'توقّف الإرسال إلى هذا البريد، لأن رسالة إليه رُدّت أو أُبلغ عنها. التأكيد من جديد يعيد ما هو مختار هنا.',
    confirm: 'تأكيد البريد من جديد',
    notices: {
      confirmed: 'تأكّد الاشتراك.',
      saved: 'حُفظت التفضيلات.',
      all: 'الاشتراك في كل النشرات سارٍ.',
      none: 'أُلغيت كل الاشتراكات.',
    },
  },
  unsubscribe: {
    ask: (name: string) => `إلغاء الاشتراك في «${isolate(name)}»؟`,
    askLine: 'لن تصلك أعداد جديدة منها بعد ذلك.',
    button: 'إلغاء الاشتراك',
    back: 'رجوع',
    title: (name: string) => `أُلغي الاشتراك في «${isolate(name)}»`,
    line: 'لن تصلك أعداد جديدة منها.',
    again: 'إعادة الاشتراك',
    /** What a mail program is told, and shows to nobody. */
    short: 'أُلغي الاشتراك.',
  },
}
