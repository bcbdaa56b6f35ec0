import { isolate } from '../format.ts'
import { plural } from '../plural.ts'

/** Issues of newsletters: their subjects, what stands in every message, and their pages in the archive. */
export const issues = {
  /** Two halves, each kept to itself: a title may be in another language. */
  subject: (newsletter: string, lead: string | null) =>
    lead ? `${isolate(newsletter)}: ${isolate(lead)}` : newsletter,
  /** In front of the subject of a test. */
  test: (subject: string) => `تجربة: ${isolate(subject)}`,
  /** Above the articles after the first. */
  others: 'في هذا العدد أيضًا',
  /** What lists of mails show beside the subject. */
  preview: (titles: string[]) => titles.map(isolate).join(' · '),
  why: {
    topic: (label: string) => `لأن «${isolate(label)}» من متابعاتك`,
    source: (label: string) => `من مصدر مُتابَع: ${isolate(label)}`,
    keyword: (label: string) => `فيه «${isolate(label)}»`,
  },
  choose: {
    title: 'أخبار تناسب اهتماماتك',
    line: 'بعد اختيار موضوعين نرتّب الأخبار لك، ونذكر سبب ظهور كل خبر.',
    button: 'اختيار موضوعات',
  },
  list: {
    unread: plural({
      zero: 'لا مقالات غير مقروءة في قائمتك',
      one: 'في قائمتك مقال واحد غير مقروء',
      two: 'في قائمتك مقالان غير مقروءَين',
      few: 'في قائمتك {n} مقالات غير مقروءة',
      many: 'في قائمتك {n} مقالًا غير مقروء',
      other: 'في قائمتك {n} مقال غير مقروء',
    }),
    button: 'فتح القائمة',
  },
  /** Below what is new with somebody's keywords. */
  alerts: { keywords: 'تغيير الكلمات المفتاحية وتنبيهاتها' },
  /** Where a message had to be shorter than the issue. */
  rest: 'بقية العدد في المتصفح',
  foot: {
    why: (newsletter: string) => `تصل هذه الرسالة لأن نشرة «${isolate(newsletter)}» من اشتراكاتك.`,
    manage: 'تفضيلات البريد',
    unsubscribe: 'إلغاء الاشتراك بنقرة واحدة',
    browser: 'العرض في المتصفح',
  },
}
