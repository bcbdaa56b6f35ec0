import { describe, expect, it } from 'vitest'
import { ar } from '../../src/i18n/ar.ts'
import { plural } from '../../src/i18n/plural.ts'

const NUMBERS = [0, 1, 2, 3, 11, 100, 103]

/** Every counted message, written out by hand for each of the numbers above. */
const TABLE: Record<string, string[]> = {
  'articles.readingTime': [
    'أقل من دقيقة للقراءة',
    'دقيقة للقراءة',
    'دقيقتان للقراءة',
    '3 دقائق للقراءة',
    '11 دقيقة للقراءة',
    '100 دقيقة للقراءة',
    '103 دقائق للقراءة',
  ],
  'articles.minutes': ['أقل من دقيقة', 'دقيقة', 'دقيقتان', '3 دقائق', '11 دقيقة', '100 دقيقة', '103 دقائق'],
  'list.unread': [
    'لا مقالات غير مقروءة',
    'مقال واحد غير مقروء',
    'مقالان غير مقروءين',
    '3 مقالات غير مقروءة',
    '11 مقالًا غير مقروء',
    '100 مقال غير مقروء',
    '103 مقالات غير مقروءة',
  ],
  'issues.list.unread': [
    'لا مقالات غير مقروءة في قائمتك',
    'في قائمتك مقال واحد غير مقروء',
    'في قائمتك مقالان غير مقروءَين',
    'في قائمتك 3 مقالات غير مقروءة',
    'في قائمتك 11 مقالًا غير مقروء',
    'في قائمتك 100 مقال غير مقروء',
    'في قائمتك 103 مقالات غير مقروءة',
  ],
  'desk.issues.sendNowTo': [
    'لا مشتركين في هذه النشرة بعد.',
    'يصل العدد إلى مشترك واحد.',
    'يصل العدد إلى مشتركَين اثنين.',
    'يصل العدد إلى 3 مشتركين.',
    'يصل العدد إلى 11 مشتركًا.',
    'يصل العدد إلى 100 مشترك.',
    'يصل العدد إلى 103 مشتركين.',
  ],
  'exports.items': ['لا مقالات', 'مقال واحد', 'مقالان', '3 مقالات', '11 مقالًا', '100 مقال', '103 مقالات'],
  'highlights.count': ['لا تظليلات', 'تظليل واحد', 'تظليلان', '3 تظليلات', '11 تظليلًا', '100 تظليل', '103 تظليلات'],
  'list.highlights': ['لا تظليلات', 'تظليل واحد', 'تظليلان', '3 تظليلات', '11 تظليلًا', '100 تظليل', '103 تظليلات'],
  'list.many.articles': ['لا شيء', 'مقالًا واحدًا', 'مقالين', '3 مقالات', '11 مقالًا', '100 مقال', '103 مقالات'],
  'list.many.ofArticles': ['لا شيء', 'مقال واحد', 'مقالين', '3 مقالات', '11 مقالًا', '100 مقال', '103 مقالات'],
  'tags.count': ['لا مقالات', 'مقال واحد', 'مقالان', '3 مقالات', '11 مقالًا', '100 مقال', '103 مقالات'],
  'factors.recovery.left': [
    'لا رموز متبقية.',
    'المتبقي: رمز واحد.',
    'المتبقي: رمزان.',
    'المتبقي: 3 رموز.',
    'المتبقي: 11 رمزًا.',
    'المتبقي: 100 رمز.',
    'المتبقي: 103 رموز.',
  ],
  'errors.retryInSeconds': [
    'يمكن المحاولة مجددًا الآن.',
    'يمكن المحاولة مجددًا بعد ثانية.',
    'يمكن المحاولة مجددًا بعد ثانيتين.',
    'يمكن المحاولة مجددًا بعد 3 ثوانٍ.',
    'يمكن المحاولة مجددًا بعد 11 ثانية.',
    'يمكن المحاولة مجددًا بعد 100 ثانية.',
    'يمكن المحاولة مجددًا بعد 103 ثوانٍ.',
  ],
  'errors.retryInMinutes': [
    'يمكن المحاولة مجددًا الآن.',
    'يمكن المحاولة مجددًا بعد دقيقة.',
    'يمكن المحاولة مجددًا بعد دقيقتين.',
    'يمكن المحاولة مجددًا بعد 3 دقائق.',
    'يمكن المحاولة مجددًا بعد 11 دقيقة.',
    'يمكن المحاولة مجددًا بعد 100 دقيقة.',
    'يمكن المحاولة مجددًا بعد 103 دقائق.',
  ],
}

type Counted = ReturnType<typeof plural>

const counted = new Map(countedIn(ar))

it('every counted message stands in the table', () => {
  expect([...counted.keys()].sort()).toEqual(Object.keys(TABLE).sort())
})

describe('0, 1, 2, 3, 11, 100 and 103:', () => {
  it.each(Object.entries(TABLE))('%s', (name, forms) => {
    const message = counted.get(name)
    expect(NUMBERS.map((n) => message?.(n, String(n)))).toEqual(forms)
  })
})

/** What `plural` made, at any depth, with its path. */
function countedIn(words: object, path: string[] = []): [string, Counted][] {
  const made = plural({ zero: '', one: '', two: '', few: '', many: '', other: '' }).toString()
  return Object.entries(words).flatMap(([name, value]): [string, Counted][] => {
    const here = [...path, name]
    if (typeof value === 'function') return String(value) === made ? [[here.join('.'), value]] : []
    return value && typeof value === 'object' ? countedIn(value, here) : []
  })
}
