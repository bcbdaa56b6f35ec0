/** How the service does, as the desk says it. */
export const deskHealth = {
  title: 'حالة الخدمة',
  kinds: {
    refresh: 'جلب مصدر',
    mail: 'رسالة بريد',
    intent: 'ما طُلب قبل الدخول',
    sweep: 'تنظيف كل ساعة',
    delete: 'حذف حساب',
    rhythm: 'موعد نشرة',
    claim: 'ضم اشتراكات إلى حساب',
    stories: 'جمع الأخبار المتشابهة',
    keyword: 'البحث عن كلمة مفتاحية',
    send: 'إرسال عدد',
    index: 'فهرسة للبحث',
    import: 'استيراد قائمة',
    export: 'تصدير قائمة',
    rebuild: 'بناء فهرس البحث',
    texts: 'نقل النصوص القديمة',
    recount: 'إعادة عدّ الأرقام',
    saves: 'عدّ المحفوظ من المقالات',
    extract: 'جلب نص صفحة',
  },
}
