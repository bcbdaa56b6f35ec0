import { LONGEST_NAME, SHORTEST_PASSWORD } from '../../core/form.ts'
import { LINK_LIVES } from '../../core/limits.ts'
import { figure, span } from '../figure.ts'

/** Sign-up, sign-in and the account's own page. */
export const accounts = {
  /** Above a form: what the reader was about to do, before the title it was about. */
  asked: {
    save: 'بعد الدخول نحفظ لك:',
    'save-url': 'بعد الدخول نحفظ لك:',
    newsletter: 'بعد الدخول يبدأ اشتراكك في نشرة:',
    follow: 'بعد الدخول تبدأ متابعة:',
    page: 'بعد الدخول تُفتح صفحة:',
  },
  fields: {
    email: 'البريد الإلكتروني',
    password: 'كلمة المرور',
    name: 'الاسم (اختياري)',
  },
  register: {
    title: 'إنشاء حساب',
    line: 'الحساب مجاني: قائمة قراءة على كل جهاز، ونشرات تصل إلى بريدك.',
    emailHint: 'نرسل إليه رابط التأكيد.',
    passwordHint: `${figure(SHORTEST_PASSWORD)} أحرف على الأقل، والجملة الطويلة أسهل حفظًا وأصعب تخمينًا.`,
    button: 'إنشاء حساب',
    other: 'لديك حساب؟',
  },
  sent: {
    title: 'بقيت خطوة في بريدك',
    before: 'أرسلنا الخطوة التالية إلى',
    after: 'قد تصل إلى البريد غير المرغوب فيه.',
    valid: `الرابط الذي في الرسالة صالح ${span(LINK_LIVES.signup)}، ويُفتح على أي جهاز.`,
    again: 'إعادة المحاولة ببريد آخر',
  },
  verify: {
    title: 'تأكيد البريد',
    line: 'بهذه الخطوة يبدأ الحساب على البريد',
    passwordHint: 'الكلمة التي كُتبت عند إنشاء الحساب. نطلبها لأن الرابط فُتح في متصفح آخر.',
    button: 'تأكيد البريد',
  },
  ended: {
    title: 'انتهت صلاحية الرابط',
    line: `استُخدم من قبل أو مرّت عليه ${span(LINK_LIVES.signup)}. إن كان الحساب قد بدأ فيكفي تسجيل الدخول.`,
  },
  known: {
    title: 'لهذا البريد حساب',
    line: 'بدأ الحساب برابط آخر، ويكفي تسجيل الدخول بكلمة مروره.',
  },
  signIn: {
    title: 'تسجيل الدخول',
    button: 'تسجيل الدخول',
    other: 'لا حساب بعد؟',
  },
  settings: {
    title: 'الإعدادات',
    label: 'أقسام الإعدادات',
    account: 'الحساب',
    security: 'الأمان',
    reading: 'القراءة',
    newsletters: 'النشرات',
    data: 'بياناتك',
    since: 'بداية الحساب',
    nameHint: `يظهر لك وحدك في أعلى الصفحات. الحد الأقصى ${figure(LONGEST_NAME)} حرفًا.`,
    save: 'حفظ الاسم',
    saved: 'حُفظ الاسم',
    signOut: 'تسجيل الخروج',
  },
}
