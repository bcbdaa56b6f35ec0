import { MOST_WORDS } from '../../core/keyword.ts'
import { figure } from '../figure.ts'
import { isolate } from '../format.ts'

/** The desk's screens of topics. */
export const deskTopics = {
  title: 'الموضوعات',
  new: 'موضوع جديد',
  none: 'لا موضوعات بعد',
  noneLine: 'يجمع كل موضوع مقالات مصادره وتصنيفاته وقواعده في صفحة واحدة.',
  columns: {
    name: 'الموضوع',
    recent: 'مقالات الأسبوع',
    categories: 'التصنيفات',
    rules: 'القواعد',
    order: 'الترتيب',
  },
  orMore: (n: string) => `${n} أو أكثر`,
  up: 'أعلى',
  upOf: (name: string) => `نقل «${isolate(name)}» إلى أعلى`,
  down: 'أسفل',
  downOf: (name: string) => `نقل «${isolate(name)}» إلى أسفل`,
  page: 'صفحة الموضوع',
  create: 'إنشاء الموضوع',
  save: 'حفظ الموضوع',
  fields: {
    name: 'اسم الموضوع',
    slug: 'الاسم في الرابط',
    slugHint:
      'أحرف لاتينية صغيرة وأرقام وشرطات، مثاله: science. بعد تغييره لا يعمل الرابط القديم ولا خلاصته، وتنتقل معه النشرات والمتابعات.',
    categories: 'تصنيفات المصادر',
    categoriesHint:
      'تصنيف في كل سطر، كما تكتبه المصادر في خلاصاتها. كل مقال جديد بتصنيف منها يدخل هذا الموضوع، والسابق يبقى كما هو. تُحفظ بلا همزات ولا تشكيل، وما لم يُربط بموضوع لا يُحفظ.',
  },
  taken: (category: string, topic: string) => `«${isolate(category)}» لموضوع «${isolate(topic)}».`,
  rules: {
    title: 'القواعد',
    line: 'يدخل الموضوعَ كل مقال في عنوانه أو نبذته كل كلمات القاعدة، بأي صيغة وترتيب.',
    none: 'لا قواعد بعد.',
    words: 'كلمات القاعدة',
    wordsHint: `من كلمة إلى ${figure(MOST_WORDS)} كلمات.`,
    preview: 'معاينة',
    apply: 'تطبيقها أيضًا على ما تظهره المعاينة، لا على الجديد وحده',
    add: 'إضافة القاعدة',
    remove: 'إزالة',
    removeOf: (words: string) => `إزالة القاعدة «${isolate(words)}»`,
    removeHint: 'إزالة قاعدة تُبقي الموضوع لما دخله بها من قبل.',
    caught: (n: string, of: string) => `ما فيه هذه الكلمات من أحدث المقالات: ${n} من ${of}.`,
    broad: 'هذا أكثر من نصفها، فلا تصلح قاعدة.',
    first: 'وأحدثها:',
  },
  removal: {
    title: 'إزالة الموضوع',
    into: 'مقالاته ومصادره وتصنيفاته وقواعده',
    toNone: 'تبقى بلا موضوع',
    to: (name: string) => `تنتقل إلى «${name}»`,
    line: 'تختفي صفحة الموضوع وخلاصته ومتابعاته، ولا تراجع بعد ذلك.',
    newsletters: 'نشرات تجمع منه الآن:',
    newslettersLine: 'لن تجد النشرة شيئًا منه بعد ذلك.',
    remove: 'إزالة الموضوع',
  },
  notices: {
    saved: 'حُفظ الموضوع.',
    ruled: 'أُضيفت القاعدة.',
    unruled: 'أُزيلت القاعدة.',
    removed: 'أُزيل الموضوع.',
  },
}
