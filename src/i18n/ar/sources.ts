export const sources = {
  /** On a source's page, before the reason. */
  failing: 'تعذّر جلب الجديد من هذا المصدر.',
  /** On the page of one that an editor removed. */
  removed: 'لا يأتي من هذا المصدر جديد بعد الآن.',
  /** Why a source was not read, or not whole: `SourceError` of `core/source.ts`. */
  errors: {
    forbidden_url: 'رابط الخلاصة غير مسموح به.',
    too_many_redirects: 'رابط الخلاصة يُحيل مرات كثيرة.',
    timeout: 'تأخّر ردّ الموقع.',
    too_large: 'الخلاصة أكبر من المسموح.',
    unreachable: 'تعذّر الوصول إلى الموقع.',
    not_found: 'لا خلاصة في هذا الرابط.',
    refused: 'رفض الموقع الطلب.',
    server_error: 'في الموقع خلل.',
    gone: 'أُزيلت الخلاصة نهائيًا.',
    busy: 'طلب الموقع الانتظار.',
    not_feed: 'الصفحة في هذا الرابط ليست خلاصة.',
    broken_feed: 'تعذّرت قراءة الخلاصة.',
    empty_feed: 'لا مقالات في الخلاصة.',
    damaged: 'بعض الخلاصة تالف، وقُرئت مقالاتها السليمة.',
  },
}
