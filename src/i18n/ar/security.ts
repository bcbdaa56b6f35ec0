import type { Browser, System } from '../../core/agent.ts'
import { SHORTEST_PASSWORD } from '../../core/form.ts'
import { LINK_LIVES } from '../../core/limits.ts'
import type { SecurityEventKind } from '../../core/security-events.ts'
import { figure, span } from '../figure.ts'
import { isolate } from '../format.ts'

const browsers: Record<Browser, string> = {
  edge: 'Edge',
  opera: 'Opera',
  samsung: 'Samsung Internet',
  firefox: 'Firefox',
  chrome: 'Chrome',
  safari: 'Safari',
}

const systems: Record<System, string> = {
  ios: 'iOS',
  android: 'Android',
  windows: 'Windows',
  chromeos: 'ChromeOS',
  macos: 'macOS',
  linux: 'Linux',
}

const kinds: Record<SecurityEventKind, string> = {
  signed_in: 'تسجيل دخول',
  sign_in_failed: 'محاولة دخول بكلمة مرور غير صحيحة',
  signed_out: 'تسجيل خروج',
  password_reset: 'تعيين كلمة مرور جديدة برابط من البريد',
  password_changed: 'تغيير كلمة المرور',
  email_changed: 'تغيير البريد',
  email_change_undone: 'إيقاف تغيير البريد',
  factors_undone: 'إلغاء طريقة دخول برابط من البريد',
  passkey_added: 'إضافة مفتاح مرور',
  passkey_removed: 'إزالة مفتاح مرور',
  totp_on: 'ربط تطبيق المصادقة',
  totp_off: 'إزالة تطبيق المصادقة',
  recovery_used: 'استخدام رمز استرداد',
  recovery_renewed: 'رموز استرداد جديدة',
  session_ended: 'إنهاء جلسة جهاز',
  sessions_ended: 'إنهاء جلسات الأجهزة الأخرى',
  exported: 'تنزيل البيانات',
  deletion_asked: 'طلب حذف الحساب',
  deletion_cancelled: 'التراجع عن حذف الحساب',
  ended_by_editor: 'إنهاء الجلسات كلها من مكتب التحرير',
  deletion_by_editor: 'طلب حذف الحساب من مكتب التحرير',
  editor_joined: 'الانضمام إلى التحرير',
  editor_left: 'الخروج من التحرير',
}

/** Forgotten passwords, other emails, and `/settings/security`. */
export const security = {
  title: 'الأمان',
  reset: {
    forgotten: 'نسيت كلمة المرور؟',
    title: 'تعيين كلمة مرور جديدة',
    line: 'نرسل إلى بريد الحساب رابطًا لتعيين كلمة مرور جديدة.',
    button: 'إرسال الرابط',
    sent: 'الرابط في بريدك',
    valid: `الرابط الذي في الرسالة صالح ${span(LINK_LIVES.reset)}.`,
    for: 'كلمة مرور جديدة للحساب',
    passwordHint: `${figure(SHORTEST_PASSWORD)} أحرف على الأقل. تنتهي معها كل الجلسات المفتوحة.`,
    set: 'تعيين كلمة المرور',
    done: 'كلمة المرور الجديدة جاهزة، ويمكن تسجيل الدخول بها.',
    ended: `استُخدم من قبل أو مرّت عليه ${span(LINK_LIVES.reset)}.`,
    again: 'إرسال رابط جديد',
  },
  email: {
    title: 'تغيير البريد',
    new: 'البريد الجديد',
    newHint: 'نرسل إليه رابط تأكيد، ويبقى البريد الحالي حتى التأكيد.',
    password: 'كلمة المرور الحالية',
    change: 'تغيير البريد',
    asked: 'أرسلنا رابط التأكيد إلى البريد الجديد. قد يصل إلى البريد غير المرغوب فيه.',
    confirmTitle: 'تأكيد البريد الجديد',
    confirmLine: 'بهذه الخطوة يصير بريد الحساب',
    confirmHint: 'كلمة مرور الحساب. نطلبها لأن الرابط فُتح في متصفح بلا تسجيل دخول إليه.',
    confirm: 'تأكيد البريد',
    confirmed: 'تغيّر بريد الحساب',
    confirmedLine: 'صار بريد الحساب',
    newsletters: 'تصل النشرات إلى البريد السابق كما كانت، ويمكن بدء اشتراكها للبريد الجديد من الإعدادات.',
    toNewsletters: 'النشرات في الإعدادات',
    taken: 'لهذا البريد حساب',
    takenLine: 'بدأ الحساب في هذه الأثناء، فلم يتغيّر شيء.',
    ended: 'استُخدم من قبل أو انتهت مدته.',
    undoTitle: 'إيقاف تغيير البريد',
    undoLine: 'بهذه الخطوة يعود الحساب إلى البريد',
    undoCost: 'تنتهي معها كل الجلسات، وتُلغى كلمة المرور وما أُضيف من طرق الدخول منذ التغيير.',
    undo: 'إيقاف التغيير',
    undone: 'عاد الحساب إلى بريده',
    undoneLine: 'بقيت خطوة: كلمة مرور جديدة. نرسل رابطها إلى',
  },
  password: {
    title: 'كلمة المرور',
    current: 'كلمة المرور الحالية',
    new: 'كلمة المرور الجديدة',
    newHint: `${figure(SHORTEST_PASSWORD)} أحرف على الأقل. تنتهي معها جلسات الأجهزة الأخرى.`,
    change: 'تغيير كلمة المرور',
    changed: 'تغيّرت كلمة المرور، وانتهت جلسات الأجهزة الأخرى.',
  },
  devices: {
    title: 'الأجهزة',
    line: 'المتصفحات التي سُجّل منها الدخول إلى الحساب.',
    this: 'هذا الجهاز',
    first: 'أول دخول',
    last: 'آخر استخدام',
    end: 'إنهاء الجلسة',
    endNamed: (name: string) => `إنهاء جلسة ${name}`,
    ended: 'انتهت الجلسة',
    endOthers: 'إنهاء جلسات الأجهزة الأخرى',
    othersEnded: 'انتهت جلسات الأجهزة الأخرى',
    none: 'لا أجهزة أخرى.',
  },
  events: {
    title: 'سجل الأمان',
    line: 'آخر ما جرى في الحساب. ما ليس منك فيه يستدعي كلمة مرور جديدة.',
    none: 'لا أحداث بعد.',
    kinds,
  },
  agent: {
    browsers,
    systems,
    unknown: 'متصفح غير معروف',
    on: (browser: string, system: string) => `${isolate(browser)} على ${isolate(system)}`,
  },
}
