import type { Answer } from './feeds.ts'

const SENTENCES = [
  'وصلت القافلة إلى أطراف الوادي قبل الغروب، وكان الدليل يعدّ الآبار على أصابعه.',
  'قال الخبير إن منسوب المياه ارتفع مترين في أسبوع واحد، وهو ما لم تسجله المحطة منذ سنوات.',
  'وأضاف أن القرى الواقعة على الضفة الشرقية ستُزوَّد بمضخات جديدة بعد انتهاء موسم الحصاد.',
  'في المقابل يرى المزارعون أن السدّ القديم كان كافيًا لو جُدّدت بواباته في وقتها.',
  'ويبلغ طول القناة سبعة عشر كيلومترًا، تمر بثلاث بلدات وسوق أسبوعية كبيرة.',
  'أما المتحف الصغير عند مدخل البلدة فقد فتح أبوابه بعد ترميم استمر عامين كاملين.',
  'وتعرض قاعته الأولى أدوات قياس استعملها المهندسون في ثلاثينيات القرن الماضي.',
  'ويقول أمين المتحف إن الزوار يسألون عن الخرائط أكثر من أي شيء آخر.',
]

/** An article of some hundred words, each paragraph its own; enough for a page to be one. */
export const STORY = SENTENCES.map((sentence) => `<p>${sentence} ${sentence.split(' ').reverse().join(' ')}</p>`).join(
  '',
)

type PageOf = { title?: string; head?: string; text?: string; attributes?: string }

/** A page as publishers make them: navigation, the article, a footer. */
export function pageOf({
  title = 'قافلة الوادي',
  head = '',
  text = STORY,
  attributes = 'lang="ar"',
}: PageOf = {}): string {
  return `<!doctype html><html ${attributes}><head><meta charset="utf-8"><title>${title}</title>${head}</head><body>
    <nav><ul><li><a href="/">الرئيسية</a></li><li><a href="/sport">رياضة</a></li></ul></nav>
    <article><h1>${title}</h1>${text}</article><footer>جميع الحقوق محفوظة</footer></body></html>`
}

export const html = (body: string, more: Answer = {}): Answer => ({
  body,
  ...more,
  headers: { 'Content-Type': 'text/html; charset=utf-8', ...more.headers },
})
