/** What a new site starts with; the editor changes all of it. Topics and newsletters are written by `seed`. */
export const starter = {
  topics: [
    { slug: 'politics', name: 'سياسة', categories: ['سياسة', 'السياسة', 'أخبار', 'دولي', 'العالم', 'انتخابات', 'دبلوماسية', 'politics', 'world'] },
    { slug: 'economy', name: 'اقتصاد', categories: ['اقتصاد', 'الاقتصاد', 'مال', 'أعمال', 'أسواق', 'طاقة', 'business', 'economy'] },
    { slug: 'science', name: 'علوم', categories: ['علوم', 'العلوم', 'علم', 'فضاء', 'أبحاث', 'science'] },
    { slug: 'culture', name: 'ثقافة', categories: ['ثقافة', 'الثقافة', 'فن', 'فنون', 'أدب', 'كتب', 'سينما', 'شعر', 'culture', 'arts'] },
    { slug: 'sport', name: 'رياضة', categories: ['رياضة', 'الرياضة', 'كرة القدم', 'كرة قدم', 'sport', 'sports'] },
    { slug: 'health', name: 'صحة', categories: ['صحة', 'الصحة', 'طب', 'تغذية', 'health'] },
    { slug: 'technology', name: 'تقنية', categories: ['تقنية', 'التقنية', 'تكنولوجيا', 'برمجة', 'ذكاء اصطناعي', 'technology', 'tech'] },
    { slug: 'environment', name: 'بيئة', categories: ['بيئة', 'البيئة', 'مناخ', 'المناخ', 'مياه', 'environment', 'climate'] },
  ],
  newsletters: [
    { slug: 'morning', name: 'موجز الصباح', description: 'أهم ما جرى منذ الأمس في رسالة قصيرة، قبل أن يبرد الشاي.', rhythm: 'daily', weekdays: '', sendsAtMinute: 420, topicSlugs: '' },
    { slug: 'weekly', name: 'أسبوع في مقالات', description: 'مقالات تستحق القراءة على مهل، مختارة من أسبوع كامل.', rhythm: 'weekly', weekdays: '5', sendsAtMinute: 600, topicSlugs: '' },
    { slug: 'economy', name: 'دفتر الاقتصاد', description: 'الأسعار والأسواق والطاقة في لغة يفهمها غير المختصين.', rhythm: 'weekdays', weekdays: '0,3', sendsAtMinute: 480, topicSlugs: 'economy' },
    { slug: 'science', name: 'نافذة العلوم', description: 'اكتشافات وأسئلة من العلوم والصحة والتقنية والبيئة.', rhythm: 'weekdays', weekdays: '1,4', sendsAtMinute: 480, topicSlugs: 'science,health,technology,environment' },
    { slug: 'breaking', name: 'عاجل', description: 'رسالة واحدة حين يقع ما لا يحتمل الانتظار، وهذا نادر.', rhythm: 'manual', weekdays: '', sendsAtMinute: null, topicSlugs: '' },
  ],
} as const
