import { describe, expect, it } from 'vitest'
import { onceEach, sameStory } from '../../src/core/same-story.ts'

describe('two titles tell the same story', () => {
  it.each([
    ['البنك المركزي يرفع سعر الفائدة نقطة كاملة', 'المركزي يرفع أسعار الفائدة نقطة واحدة'],
    ['افتتاح أطول جسر معلّق في المنطقة بعد سبع سنوات', 'بعد سبع سنوات.. افتتاح أطول جسر معلق في المنطقة'],
    ['علماء يرصدون كوكبًا جديدًا يدور حول نجم قريب', 'رصد كوكب جديد حول نجم قريب'],
    ['المنتخب يفوز على ضيفه بهدفين ويتصدر المجموعة', 'المنتخب يتصدّر المجموعة بفوزه على ضيفه بهدفين'],
    ['إلغاء رحلات القطار بسبب العاصفة', 'إلغاء رحلات القطار بسبب العاصفة'],
    ['Central bank raises interest rates', 'Central bank raises interest rate again'],
  ])('%s / %s', (a, b) => {
    expect([sameStory(a, b), sameStory(b, a)]).toEqual([true, true])
  })

  it.each([
    ['البنك المركزي يرفع سعر الفائدة نقطة كاملة', 'البنك المركزي يطرح عملة معدنية جديدة'],
    ['افتتاح معرض الكتاب في دورته الأربعين', 'افتتاح معرض السيارات في دورته الأولى'],
    ['المنتخب يفوز على ضيفه بهدفين', 'المنتخب يخسر أمام ضيفه ويودّع البطولة'],
    ['أسعار النفط ترتفع', 'أسعار الذهب ترتفع'],
    ['', ''],
    ['عاجل', 'عاجل'],
  ])('unlike %s / %s', (a, b) => {
    expect([sameStory(a, b), sameStory(b, a)]).toEqual([false, false])
  })
})

describe('of articles in order', () => {
  const article = (title: string, sourceId: number) => ({ title, sourceId })

  it('each story is told once, by the first that tells it', () => {
    const articles = [
      article('المركزي يرفع سعر الفائدة نقطة كاملة', 1),
      article('البنك المركزي يرفع أسعار الفائدة نقطة كاملة', 2),
      article('رصد كوكب جديد حول نجم قريب', 2),
    ]
    expect(onceEach(articles)).toEqual([articles[0], articles[2]])
  })

  it('no source has more than its share, and one that is told elsewhere costs it none', () => {
    const articles = [
      article('رصد كوكب جديد حول نجم قريب', 2),
      article('علماء يرصدون كوكبًا جديدًا حول نجم قريب', 1),
      ...['إلغاء رحلات القطار', 'موسم قطاف الزيتون', 'افتتاح معرض الكتاب'].map((title) => article(title, 1)),
    ]
    expect(onceEach(articles)).toEqual([articles[0], articles[2], articles[3]])
  })
})
