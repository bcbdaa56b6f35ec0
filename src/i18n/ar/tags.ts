import { MOST_NOTE } from '../../core/note.ts'
import { LONGEST_TAG } from '../../core/tag.ts'
import { figure } from '../figure.ts'
import { plural } from '../plural.ts'

/** The tags of a reading list, and what is written on one article of it. */
export const tags = {
  title: 'الوسوم',
  line: 'كل وسم يجمع مقالاته من القائمة والأرشيف.',
  count: plural({
    zero: 'لا مقالات',
    one: 'مقال واحد',
    two: 'مقالان',
    few: '{n} مقالات',
    many: '{n} مقالًا',
    other: '{n} مقال',
  }),
  edit: 'تحرير',
  editNamed: (tag: string) => `تحرير الوسم «${tag}»`,
  empty: {
    title: 'لا وسوم بعد',
    line: 'تُكتب الوسوم في آخر كل مقال محفوظ، أو تضاف إلى مقالات مختارة من القائمة.',
    action: 'فتح القائمة',
  },
  page: (tag: string) => `الوسم «${tag}»`,
  show: 'عرض مقالاته',
  rename: {
    title: 'تغيير الاسم',
    name: 'الاسم',
    hint: `يبقى كما كُتب، حتى ${figure(LONGEST_TAG)} حرفًا.`,
    button: 'حفظ الاسم',
    done: 'تغيّر اسم الوسم',
  },
  taken: (tag: string) => `«${tag}» وسم آخر. يمكن دمج الوسمين فيه.`,
  merge: {
    title: 'الدمج في وسم آخر',
    into: 'الوسم الباقي',
    hint: 'تنتقل إليه كل المقالات، ولا تراجع بعد الدمج.',
    button: 'دمج',
    named: (tag: string) => `دمج في «${tag}»`,
    done: 'دُمج الوسمان',
  },
  remove: {
    title: 'إزالة الوسم',
    line: 'تبقى مقالاته في القائمة دونه.',
    button: 'إزالة الوسم',
    done: 'أُزيل الوسم',
  },
  undone: 'عاد الوسم إلى مقالاته',
  ofArticle: {
    title: 'الوسوم والملاحظة',
    tags: 'الوسوم',
    tagsHint: 'بين كل وسمين فاصلة.',
    saveTags: 'حفظ الوسوم',
    note: 'الملاحظة',
    noteHint: `حتى ${figure(MOST_NOTE)} حرف، وتظهر لك وحدك.`,
    saveNote: 'حفظ الملاحظة',
    comma: '، ',
    back: 'العودة إلى المقال',
  },
}
