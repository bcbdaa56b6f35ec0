import { LARGEST_PASTED } from '../../core/limits.ts'
import type { PageFault } from '../../core/page.ts'
import { size } from '../figure.ts'

/** Why a page has no text here. */
const faults: Record<PageFault, string> = {
  forbidden_url: 'يُحيل الرابط إلى موضع لا يُجلب منه.',
  too_many_redirects: 'يُحيل الرابط مرات كثيرة.',
  timeout: 'تأخّر ردّ الموقع.',
  too_large: 'الصفحة أكبر من المسموح.',
  unreachable: 'تعذّر الوصول إلى الموقع.',
  not_found: 'لا صفحة في هذا الرابط.',
  gone: 'أُزيلت الصفحة نهائيًا.',
  legal: 'الصفحة محجوبة لسبب قانوني.',
  refused: 'رفض الموقع الطلب.',
  busy: 'طلب الموقع الانتظار.',
  server_error: 'في الموقع خلل.',
  not_html: 'ما في هذا الرابط ليس صفحة تُقرأ.',
  challenge: 'يطلب الموقع التحقق من أن الزائر إنسان.',
  sign_in: 'يطلب الموقع تسجيل الدخول أو اشتراكًا.',
  empty: 'لا نص يُقرأ في الصفحة.',
}

/** Saving any page by its url, and what becomes of the page. */
export const saving = {
  title: 'حفظ رابط',
  line: 'يُحفظ الرابط حالًا، ويصل نص الصفحة بعده بقليل.',
  field: 'الرابط',
  hint: 'رابط أي صفحة، ولو كان وسط كلام آخر.',
  named: 'عنوان الصفحة',
  button: 'حفظ',
  elsewhere: {
    title: 'الحفظ من أي صفحة',
    bookmarklet: (site: string) => `حفظ في ${site}`,
    drag: 'سحب هذا الزر إلى شريط المفضّلة في المتصفح يكفي، والضغط عليه هناك يحفظ الصفحة المفتوحة.',
    copy: 'أو إشارة مرجعية جديدة يكون هذا النص رابطها:',
    phone: (site: string) => `على الهاتف تظهر «${site}» في قائمة المشاركة بعد إضافة الموقع إلى الشاشة الرئيسية.`,
  },
  page: {
    waiting: 'نص الصفحة في الطريق، ويظهر هنا بعد قليل.',
    look: 'تحديث الصفحة',
    failing: 'تُعاد المحاولة تلقائيًا.',
    failed: 'الرابط محفوظ، ولا نص معه.',
    stale: 'تعذّر تحديث النص، وهذا ما كان محفوظًا منه.',
    link: 'هذا ملف لا صفحة: حُفظ رابطه، ويُفتح في موقعه.',
    atSource: 'يمكن قراءة الصفحة في موقعها.',
    none: 'يمكن جلب النص من موقع المصدر.',
    retry: 'إعادة المحاولة',
    fetch: 'جلب النص',
    refetch: 'جلب النص مجددًا',
    repair: 'النص ناقص أو فيه خطأ؟',
  },
  paste: {
    title: 'لصق النص',
    field: 'نص المقال',
    hint: `نص المقال منسوخًا من صفحته، أو شيفرة الصفحة كلها. الحد الأقصى ${size(LARGEST_PASTED)}.`,
    button: 'حفظ النص',
  },
  faults,
  row: { waiting: 'النص في الطريق', failed: 'بلا نص', link: 'رابط ملف' },
}
