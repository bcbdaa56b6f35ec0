import type { ErrorCode } from '../../core/errors.ts'
import { MOST_FOLLOWS, MOST_KEYWORDS } from '../../core/follow.ts'
import { LARGEST_FORM, MOST_SAVED } from '../../core/limits.ts'
import { figure, size, thousands } from '../figure.ts'
import { plural } from '../plural.ts'

type ErrorWords = { title: string; line: string; button: string }

const pages: Record<ErrorCode, ErrorWords> = {
  not_found: { title: 'الصفحة غير موجودة', line: 'ربما تغيّر رابطها أو أُزيلت.', button: 'الرئيسية' },
  forbidden: { title: 'الصفحة خارج صلاحيات هذا الحساب', line: 'قد يفيد الدخول بحساب آخر.', button: 'تبديل الحساب' },
  cross_site: {
    title: 'جاء الطلب من موقع آخر',
    line: 'لحماية الحساب لا نقبل إلا ما يُرسل من صفحات الموقع نفسه.',
    button: 'الرئيسية',
  },
  invalid: {
    title: 'بعض البيانات يحتاج إلى تصحيح',
    line: 'يمكن العودة إلى الصفحة السابقة والمحاولة مجددًا.',
    button: 'الرئيسية',
  },
  conflict: { title: 'تغيّرت البيانات في هذه الأثناء', line: 'إعادة فتح الصفحة تُظهر آخر ما حُفظ.', button: 'الرئيسية' },
  expired: { title: 'انتهت صلاحية الرابط', line: 'استُخدم الرابط من قبل أو انتهت مدته.', button: 'الرئيسية' },
  list_full: {
    title: 'القائمة ممتلئة',
    line: `الحد الأقصى ${thousands(MOST_SAVED)} مقال، وإزالة القديم منها تفسح مكانًا.`,
    button: 'فتح القائمة',
  },
  follows_full: {
    title: 'المتابعات ممتلئة',
    line: `الحد الأقصى ${figure(MOST_FOLLOWS)} متابعة، منها ${figure(MOST_KEYWORDS)} كلمة مفتاحية، وإزالة بعضها تفسح مكانًا.`,
    button: 'المتابعات',
  },
  too_large: { title: 'البيانات أكبر من المسموح', line: `الحد الأقصى ${size(LARGEST_FORM)}.`, button: 'الرئيسية' },
  too_many: { title: 'محاولات كثيرة', line: 'يمكن المحاولة مجددًا بعد قليل.', button: 'الرئيسية' },
  internal: { title: 'حدث خلل عندنا', line: 'سُجّل الخلل لإصلاحه.', button: 'إعادة المحاولة' },
}

export const errors = {
  pages,
  retryInSeconds: plural({
    zero: 'يمكن المحاولة مجددًا الآن.',
    one: 'يمكن المحاولة مجددًا بعد ثانية.',
    two: 'يمكن المحاولة مجددًا بعد ثانيتين.',
    few: 'يمكن المحاولة مجددًا بعد {n} ثوانٍ.',
    many: 'يمكن المحاولة مجددًا بعد {n} ثانية.',
    other: 'يمكن المحاولة مجددًا بعد {n} ثانية.',
  }),
  retryInMinutes: plural({
    zero: 'يمكن المحاولة مجددًا الآن.',
    one: 'يمكن المحاولة مجددًا بعد دقيقة.',
    two: 'يمكن المحاولة مجددًا بعد دقيقتين.',
    few: 'يمكن المحاولة مجددًا بعد {n} دقائق.',
    many: 'يمكن المحاولة مجددًا بعد {n} دقيقة.',
    other: 'يمكن المحاولة مجددًا بعد {n} دقيقة.',
  }),
  requestId: 'رقم الطلب',
}
