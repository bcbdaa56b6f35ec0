/** Following, muting and wanting less of a topic, a source or a keyword: buttons, and what was done. */
export const follow = {
  wishes: {
    follow: 'متابعة',
    unfollow: 'إلغاء المتابعة',
    mute: 'كتم',
    unmute: 'إلغاء الكتم',
    less: 'تقليل هذا النوع',
    more: 'إلغاء التقليل',
  },
  /** The same for whoever does not see what stands beside the button. */
  named: {
    follow: (name: string) => `متابعة «${name}»`,
    unfollow: (name: string) => `إلغاء متابعة «${name}»`,
    mute: (name: string) => `كتم «${name}»`,
    unmute: (name: string) => `إلغاء كتم «${name}»`,
    less: (name: string) => `تقليل ما فيه «${name}»`,
    more: (name: string) => `إلغاء تقليل «${name}»`,
  },
  done: {
    topic: {
      follow: 'الموضوع من متابعاتك الآن',
      unfollow: 'أُلغيت متابعة الموضوع',
      mute: 'كُتم الموضوع',
      unmute: 'أُلغي كتم الموضوع',
      less: 'يقلّ هذا الموضوع من الآن',
      more: 'أُلغي تقليل الموضوع',
    },
    source: {
      follow: 'المصدر من متابعاتك الآن',
      unfollow: 'أُلغيت متابعة المصدر',
      mute: 'كُتم المصدر',
      unmute: 'أُلغي كتم المصدر',
      less: 'يقلّ هذا المصدر من الآن',
      more: 'أُلغي تقليل المصدر',
    },
    keyword: {
      follow: 'الكلمة من متابعاتك الآن',
      unfollow: 'أُلغيت متابعة الكلمة',
      mute: 'كُتمت الكلمة',
      unmute: 'أُلغي كتم الكلمة',
      less: 'يقلّ ما فيه الكلمة من الآن',
      more: 'أُلغي تقليل الكلمة',
    },
  },
  undone: 'عاد كل شيء كما كان',
}
