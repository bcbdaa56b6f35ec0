import { plural } from '../plural.ts'

/** The reading list and a saved article's page. */
export const list = {
  title: 'قائمتي',
  nav: {
    label: 'صفحات الرفّ',
    list: 'قائمتي',
    tags: 'الوسوم',
    highlights: 'التظليلات',
    imports: 'الاستيراد',
    exports: 'التصدير',
  },
  unread: plural({
    zero: 'لا مقالات غير مقروءة',
    one: 'مقال واحد غير مقروء',
    two: 'مقالان غير مقروءين',
    few: '{n} مقالات غير مقروءة',
    many: '{n} مقالًا غير مقروء',
    other: '{n} مقال غير مقروء',
  }),
  filter: 'تصفية القائمة',
  states: { unread: 'غير مقروء', archived: 'الأرشيف' },
  savedAt: 'حُفظ',
  archivedAt: 'أُرشف',
  archive: 'أرشفة',
  archiveNamed: (title: string) => `أرشفة «${title}»`,
  restore: 'إعادة إلى القائمة',
  restoreNamed: (title: string) => `إعادة إلى القائمة: «${title}»`,
  remove: 'إزالة',
  undoNamed: (title: string) => `تراجع: «${title}»`,
  done: {
    saved: 'حُفظ المقال',
    archived: 'أُرشف المقال',
    restored: 'عاد المقال إلى القائمة',
    removed: 'أُزيل من القائمة',
    undone: 'عاد كل شيء كما كان',
  },
  empty: {
    new: { title: 'القائمة في انتظار أول مقال', line: 'زر «حفظ» في كل مقال يضعه هنا.', action: 'عرض الأحدث' },
    unread: {
      title: 'لا مقالات غير مقروءة',
      line: 'ما أُرشف محفوظ في الأرشيف، وزر «حفظ» في كل مقال يضعه هنا.',
      action: 'عرض الأحدث',
    },
    archived: {
      title: 'الأرشيف في انتظار أول مقال',
      line: 'زر «أرشفة» ينقل المقال من القائمة إلى هنا بعد قراءته.',
      action: 'فتح القائمة',
    },
  },
  next: 'التالي في القائمة',
}
