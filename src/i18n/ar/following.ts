import { MOST_FOLLOWS } from '../../core/follow.ts'
import { MOST_WORDS } from '../../core/keyword.ts'
import { LARGEST_OPML } from '../../core/limits.ts'
import { figure, size } from '../figure.ts'
import { plural } from '../plural.ts'

/** The page of everything that is followed and muted, and the first choice after an account is made. */
export const following = {
  title: 'المتابعات',
  line: 'كل ما هو من متابعاتك يملأ صفحة «لك»، وما كُتم لا يظهر فيها.',
  choose: 'اختيار عدة موضوعات معًا',
  topics: 'الموضوعات',
  sources: 'المصادر',
  noTopics: 'لا موضوعات في الموقع بعد.',
  noSources: 'لا مصادر في الموقع بعد.',
  search: {
    label: 'البحث في المصادر',
    button: 'بحث',
    none: (q: string) => `لا مصدر باسم «${q}».`,
    line: 'مصادر الموقع كثيرة، وتظهر هنا بالبحث عن اسمها.',
  },
  keywords: {
    title: 'الكلمات المفتاحية',
    label: 'كلمة مفتاحية',
    hint: `كلمة أو عبارة من ${figure(MOST_WORDS)} كلمات على الأكثر.`,
    button: 'متابعة الكلمة',
    preview: 'معاينة',
    caught: plural({
      zero: 'لا مقالات فيها هذا الأسبوع.',
      one: 'في مقال واحد هذا الأسبوع.',
      two: 'في مقالين هذا الأسبوع.',
      few: 'في {n} مقالات هذا الأسبوع.',
      many: 'في {n} مقالًا هذا الأسبوع.',
      other: 'في {n} مقال هذا الأسبوع.',
    }),
    more: 'وربما في غيرها.',
  },
  allMuted: {
    topic: 'كل الموضوعات مكتومة: لا يظهر في «لك» مقال من أي موضوع إلى أن يُلغى كتم بعضها.',
    source: 'كل المصادر مكتومة: تبقى «لك» فارغة إلى أن يُلغى كتم بعضها.',
  },
  feeds: {
    title: 'نقل المصادر',
    out: 'تنزيل المصادر المُتابَعة (OPML)',
    label: 'ملف OPML',
    hint: `من أي قارئ خلاصات، حتى ${size(LARGEST_OPML)}. تصير مصادره التي في الموقع من متابعاتك.`,
    button: 'متابعة مصادر الملف',
    faults: {
      noFile: 'لم يُختر ملف.',
      tooLarge: `الملف أكبر من ${size(LARGEST_OPML)}.`,
      notOpml: 'ليس هذا ملف OPML.',
      empty: 'لا خلاصات في الملف.',
      noneKnown: 'لا شيء من خلاصات الملف بين مصادر الموقع.',
    },
    taken: plural({
      zero: 'لا مصادر من الملف في متابعاتك.',
      one: 'في متابعاتك الآن مصدر واحد من الملف:',
      two: 'في متابعاتك الآن مصدران من الملف:',
      few: 'في متابعاتك الآن {n} مصادر من الملف:',
      many: 'في متابعاتك الآن {n} مصدرًا من الملف:',
      other: 'في متابعاتك الآن {n} مصدر من الملف:',
    }),
    muted: 'مكتومة، فلا يظهر منها شيء إلى أن يُلغى كتمها:',
    full: `لم تتسع المتابعات لبعض المصادر: الحد الأقصى ${figure(MOST_FOLLOWS)}.`,
    unknown: 'ليس في الموقع من خلاصات الملف:',
    others: 'وغيرها',
  },
  welcome: {
    title: 'أخبار تناسب اهتماماتك',
    line: 'بعد اختيار موضوعين نرتّب الأخبار لك، ونذكر سبب ظهور كل خبر. ويمكن تغيير كل شيء لاحقًا.',
    button: 'حفظ الاختيار',
    skip: 'تخطٍّ',
    keyword: 'كلمة مفتاحية (اختياري)',
    moreSources: 'كل المصادر في صفحة المتابعات.',
  },
}
