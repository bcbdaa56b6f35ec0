/** News made for one reader. Why a card is there stands in `issues.why`: mails say it in the same words. */
export const forYou = {
  title: 'لك',
  tabs: 'ترتيب أخبارك',
  latest: 'الأحدث',
  following: 'المتابَعات',
  picked: 'اختيار التحرير',
  /** What stands here for whoever follows nothing. */
  unchosen: {
    picks: 'إلى أن تبدأ متابعاتك، يظهر هنا ما اختاره التحرير، ثم الأحدث.',
    latest: 'إلى أن تبدأ متابعاتك، يظهر هنا الأحدث.',
  },
  also: 'الخبر نفسه في مصادر أخرى:',
  alsoNamed: (source: string, title: string) => `${source}: «${title}»`,
  empty: {
    title: 'لا شيء هنا بعد',
    line: 'متابعة موضوع أو مصدر تملأ هذه الصفحة.',
    button: 'اختيار موضوعات',
  },
  emptied: {
    title: 'لا جديد يظهر هنا',
    line: 'كل ما في هذه الصفحة مكتوم أو ظهر من قبل، ويمكن إلغاء الكتم في أي وقت.',
    button: 'المتابَعات',
  },
}
