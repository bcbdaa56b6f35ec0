import type { AlertsDone } from '../../core/alerts.ts'
import { isolate } from '../format.ts'

const done: Record<AlertsDone, string> = {
  none: 'أُوقفت التنبيهات',
  hourly: 'تصل التنبيهات كل ساعة على الأكثر',
  daily: 'تصل التنبيهات مرة في اليوم على الأكثر',
  on: 'على الكلمة تنبيه الآن',
  off: 'أُلغي تنبيه الكلمة',
  onHourly: 'على الكلمة تنبيه الآن، والتنبيهات تصل كل ساعة على الأكثر',
  onDaily: 'على الكلمة تنبيه الآن، والتنبيهات تصل مرة في اليوم على الأكثر',
}

/** Keyword alerts by mail: how often, and for which of somebody's keywords. */
export const alerts = {
  title: 'تنبيهات البريد',
  line: 'كل مقال جديد فيه كلمة مفتاحية عليها تنبيه، في رسالة واحدة على الأكثر كل ساعة أو كل يوم. لا رسالة حين لا جديد.',
  choices: { none: 'بلا تنبيهات', hourly: 'كل ساعة', daily: 'كل يوم' },
  alert: 'تنبيه',
  of: (keyword: string) => `تنبيه بالبريد عن «${isolate(keyword)}»`,
  done,
}
