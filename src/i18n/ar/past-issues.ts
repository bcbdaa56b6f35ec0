import { isolate } from '../format.ts'

/** The pages of issues that went out. */
export const pastIssues = {
  title: 'الأعداد السابقة',
  none: 'لم يصدر عدد بعد.',
  number: (number: string) => `العدد ${number}`,
  older: 'أعداد أقدم',
  previous: (number: string) => `العدد السابق (${number})`,
  next: (number: string) => `العدد التالي (${number})`,
  all: 'كل الأعداد',
  nearby: 'أعداد أخرى',
  feed: (newsletter: string) => `أعداد «${isolate(newsletter)}»`,
  of: (newsletter: string) => `من نشرة «${isolate(newsletter)}»`,
  invitation: 'الأعداد الجديدة بالبريد',
}
