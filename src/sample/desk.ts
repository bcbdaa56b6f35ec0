/** What an editor types on the pictures of the desk (`npm run screenshots`). */
export const deskSample = {
  added: { name: 'سطر وقوس', feedUrl: 'https://sample.raff.invalid/technology.json' },
  /** Fails once it is asked for under this url. */
  failing: { name: 'بيت العافية', feedUrl: 'https://sample.raff.invalid/health-old.xml' },
  paused: 'نبض الملاعب',
  topic: { name: 'بيئة', rule: 'شجرة', tried: 'قرية' },
  /** `q`: how it is found. */
  picked: { q: 'النهر', title: 'حين عاد النهر: كيف أحيت ثلاث قرى مجرى ماء' },
  hidden: { q: 'المترجمة' },
  draft: {
    title: 'كيف نختار ما يظهر في الصفحة الرئيسية',
    text: [
      'في كل صباح نقرأ ما جاء من المصادر قبل أن نختار منه ثلاثة مقالات.',
      '## ما نسأل عنه',
      '- هل فيه **خبر** لا يعرفه القارئ بعد؟\n- هل يبقى نافعًا بعد يومين؟\n- هل ذُكر مصدر كل رقم؟',
      'ومن رأى أننا أخطأنا فبريدنا مفتوح.',
    ].join('\n\n'),
    byline: 'فريق التحرير',
  },
  newsletter: 'عاجل',
  issue: {
    title: 'انقطاع الماء عن الأحياء الشمالية حتى المساء',
    text: 'أعلنت البلدية أن الإصلاح ينتهي عند السابعة مساءً.\n\n## أين يوجد الماء\n\nفي ساحتي السوق والمدرسة **صهاريج** مفتوحة للجميع.',
  },
} as const
