import { isolate } from '../format.ts'

/** Keyword alerts by mail: how often, and for which of somebody's keywords. */
export const alerts = {
  title: 'تنبيهات البريد',
  line: 'كل مقال جديد فيه كلمة مفتاحية عليها تنبيه، في رسالة واحدة على الأكثر كل ساعة أو كل يوم. لا رسالة حين لا جديد.',
  choices: { none: 'بلا تنبيهات', hourly: 'كل ساعة', daily: 'كل يوم' },
  alert: 'تنبيه',
  of: (keyword: string) => `تنبيه بالبريد عن «${isolate(keyword)}»`,
}
