import { BOOK_MOST, EXPORT_KEPT } from '../../core/export/selection.ts'
import { MOST_EXPORTS } from '../../core/limits.ts'
import { figure, span } from '../figure.ts'
import { plural } from '../plural.ts'

/** Moving out: files of the reading list. */
export const exports = {
  title: 'تصدير القائمة',
  line: `القائمة لك، ويمكن أخذها في ملف إلى أي مكان. يُجهَّز الملف في الخلفية، ويبقى هنا ${span(EXPORT_KEPT)}.`,
  what: 'ما يدخل في الملف',
  states: { all: 'القائمة كلها مع الأرشيف', unread: 'غير المقروء', archived: 'الأرشيف', favourite: 'المفضّلة' },
  selection: 'مقالات مختارة',
  tag: 'الوسم',
  anyTag: 'كل الوسوم',
  tagged: (what: string, tag: string) => `${what}، وسم «${tag}»`,
  formats: {
    json: {
      name: 'ملف رَفّ',
      line: 'كل شيء بلا نقص: الحالات والوسوم والملاحظات والتظليلات والنصوص. استيراده يعيد القائمة كما كانت.',
      button: 'تجهيز ملف رَفّ',
    },
    csv: {
      name: 'جدول',
      line: 'الروابط والعناوين والوسوم والتواريخ والملاحظات، لبرامج الجداول. صيغته CSV.',
      button: 'تجهيز الجدول',
    },
    html: {
      name: 'علامات مرجعية',
      line: 'ملف يقرؤه كل متصفح وقوائم قراءة كثيرة. صيغته HTML.',
      button: 'تجهيز العلامات',
    },
    epub: {
      name: 'كتاب',
      line: `حتى ${figure(BOOK_MOST)} مقال بنصوصها وصورها، للقراءة بعيدًا عن المتصفح. صيغته EPUB.`,
      button: 'تجهيز الكتاب',
    },
  },
  files: 'الملفات',
  running: 'جارٍ التجهيز…',
  refresh: 'تحديث الصفحة',
  download: 'تنزيل',
  downloadNamed: (name: string) => `تنزيل ${name}`,
  until: 'متاح حتى',
  items: plural({
    zero: 'لا مقالات',
    one: 'مقال واحد',
    two: 'مقالان',
    few: '{n} مقالات',
    many: '{n} مقالًا',
    other: '{n} مقال',
  }),
  faults: {
    too_large: 'الكتاب أكبر من المسموح؛ يكفي اختيار مقالات أقل.',
    lost: 'تعذّر تجهيز الملف، ويمكن المحاولة مجددًا.',
  },
  refused: {
    empty: 'لا مقالات في هذا الاختيار.',
    tooLong: `يتسع الكتاب إلى ${figure(BOOK_MOST)} مقال؛ يلزم اختيار أضيق.`,
    tooMany: `قيد التجهيز الآن ${figure(MOST_EXPORTS)} ملفات، ويمكن طلب غيرها بعد انتهائها.`,
  },
  /** The button of one article's page. */
  book: 'تجهيز EPUB',
  /** Inside a book. */
  inside: {
    contents: 'المحتويات',
    title: (site: string) => `مقالات من ${site}`,
    savedAt: 'حُفظ',
    noText: 'لا نص محفوظ لهذا المقال.',
    truncated: 'النص أطول مما يُحفظ، وبقيته في المصدر.',
  },
}
