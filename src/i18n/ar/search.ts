/** The search of all articles, and what it shares with the search of a list. */
export const search = {
  title: 'البحث',
  field: 'البحث في المقالات',
  submit: 'بحث',
  clear: 'مسح البحث',
  titleOf: (q: string) => `البحث عن «${q}»`,
  hint: 'العبارة بين علامتي « » تُطلب كما هي، والكلمة بعد علامة الطرح تُستبعد نتائجها، و«مصدر:» قبل اسم المصدر تحصر النتائج فيه.',
  listHint:
    'العبارة بين علامتي « » تُطلب كما هي، والكلمة بعد علامة الطرح تُستبعد نتائجها، و«وسم:» أو «مصدر:» قبل الاسم تحصر النتائج فيه.',
  none: (q: string) => `لا نتائج عن «${q}»`,
  noneLine: 'قد تفيد كلمة أقصر أو تهجئة أخرى.',
  suggestion: 'يمكن البحث عن',
  older: 'نتائج أخرى',
  /** Browsers show it among their search engines. */
  engine: (site: string) => `البحث في ${site}`,
}
