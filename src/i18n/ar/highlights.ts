import { plural } from '../plural.ts'

/** Marked places of saved articles: in the article's page, and all of them on a page of their own. */
export const highlights = {
  title: 'التظليلات',
  inArticle: 'تظليلات هذا المقال',
  count: plural({
    zero: 'لا تظليلات',
    one: 'تظليل واحد',
    two: 'تظليلان',
    few: '{n} تظليلات',
    many: '{n} تظليلًا',
    other: '{n} تظليل',
  }),
  mark: 'تظليل',
  place: 'موضعه في المقال',
  placeNamed: (quote: string) => `موضعه في المقال: «${quote}»`,
  lost: 'لم يعد هذا الموضع في نص المقال بعد تحديثه.',
  note: 'ملاحظة',
  noteNamed: (quote: string) => `ملاحظة على «${quote}»`,
  saveNote: 'حفظ الملاحظة',
  remove: 'إزالة التظليل',
  removeNamed: (quote: string) => `إزالة التظليل: «${quote}»`,
  removed: 'أُزيل التظليل',
  undoNamed: (quote: string) => `تراجع: «${quote}»`,
  of: (title: string) => `تظليلات «${title}»`,
  all: 'كل التظليلات',
  onlyHere: 'تظليلات هذا المقال وحده',
  empty: {
    title: 'لا تظليلات بعد',
    line: 'تحديد كلمات من مقال محفوظ يُظهر زر «تظليل»، وما يُظلَّل يجتمع هنا.',
    action: 'فتح القائمة',
  },
}
