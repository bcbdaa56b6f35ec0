/** How a reader likes to read: a form of choices, each with the site's or the device's own way first. */
export const reading = {
  title: 'القراءة',
  line: 'تسري هذه التفضيلات على كل جهاز يُسجَّل منه الدخول، والمظهر وحجم النص يتغيّران أيضًا من صفحة المقال.',
  save: 'حفظ التفضيلات',
  saved: 'حُفظت التفضيلات',
  example: 'مثال',
  groups: { look: 'شكل الصفحة', dates: 'الأرقام والتواريخ' },
  fields: {
    theme: { label: 'المظهر', choices: { '': 'حسب الجهاز', light: 'فاتح', dark: 'داكن' } },
    size: { label: 'حجم النص', choices: { '': 'عادي', small: 'أصغر', large: 'أكبر' } },
    font: { label: 'خط المقالات', choices: { '': 'نسخ، كخط الكتب', sans: 'بسيط، كخط الأزرار' } },
    digits: { label: 'الأرقام', choices: { '': 'كما في الموقع', arab: '٠ ١ ٢ ٣ ٤ ٥', latn: '0 1 2 3 4 5' } },
    calendar: {
      label: 'التقويم',
      choices: { '': 'كما في الموقع', gregory: 'ميلادي', 'islamic-umalqura': 'هجري، بتقويم أم القرى' },
    },
    shift: {
      label: 'فرق التاريخ الهجري',
      hint: 'يُحسب التقويم سلفًا، وقد يختلف يومًا حيث يثبت الشهر برؤية الهلال.',
      choices: { '': 'بلا فرق', '-1': 'يوم إلى الوراء', '1': 'يوم إلى الأمام' },
    },
    months: {
      label: 'أسماء الشهور الميلادية',
      choices: {
        '': 'كما في الموقع',
        EG: 'أغسطس، سبتمبر (مصر والخليج)',
        SY: 'آب، أيلول (الشام والعراق)',
        DZ: 'أوت، سبتمبر (الجزائر وتونس)',
        MA: 'غشت، شتنبر (المغرب)',
      },
    },
  },
}
