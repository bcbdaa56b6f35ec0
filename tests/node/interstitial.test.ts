import { describe, expect, it } from 'vitest'
import { interstitial, type Look } from '../../src/core/interstitial.ts'
import type { PageFault } from '../../src/core/page.ts'

const look = (of: Partial<Look>): Look => ({
  ...{ title: 'خبر', text: 'كلام كثير', words: 40, scripts: '', asksPassword: false, paid: false },
  ...of,
})

describe('a page that stands in front of an article', () => {
  it.each<[string, PageFault, Partial<Look>]>([
    ['Cloudflare', 'challenge', { title: 'Just a moment...' }],
    ['Cloudflare of old', 'challenge', { title: 'Attention Required! | Cloudflare' }],
    ['Cloudflare in Arabic', 'challenge', { title: 'لحظة فقط…' }],
    ['Cloudflare by its words', 'challenge', { text: 'Verify you are human by completing the action below.' }],
    ['its words in Arabic', 'challenge', { text: 'يحتاج الموقع إلى مراجعة أمان اتصالك قبل المتابعة.' }],
    ['its script', 'challenge', { words: 3, scripts: 'window._cf_chl_opt={cvId:"3"}' }],
    ['a browser check', 'challenge', { title: 'Checking your browser before accessing' }],
    ['DDoS-Guard', 'challenge', { title: 'DDOS-GUARD' }],
    ['a captcha', 'challenge', { words: 2, scripts: 'https://www.google.com/recaptcha/api.js' }],
    ['a robot check', 'challenge', { title: 'Robot Check' }],
    ['PerimeterX', 'challenge', { text: 'Press & Hold to confirm you are a human' }],
    ['Imperva', 'challenge', { title: 'Pardon Our Interruption' }],
    ['a block', 'challenge', { text: 'Sorry, you have been blocked. Cloudflare Ray ID: 9' }],
    ['a check in Arabic', 'challenge', { text: 'أنا لست روبوت' }],
    ['a sign-in page', 'sign_in', { title: 'Log in to Example' }],
    ['one in Arabic', 'sign_in', { title: 'تسجيل الدخول - الصحيفة' }],
    ['a password field', 'sign_in', { asksPassword: true }],
    ['a pay wall', 'sign_in', { text: 'Subscribe to continue reading this story.' }],
    ['one in Arabic, vocalised', 'sign_in', { text: 'هَذا المُحتوى للمُشتركين فقط' }],
    ['one that asks', 'sign_in', { text: 'سجّل الدخول لمتابعة القراءة' }],
    ['what its publisher marks as paid', 'sign_in', { paid: true }],
    ['a page that is gone', 'not_found', { title: '404 Not Found' }],
    ['one in Arabic', 'not_found', { title: 'عذرًا، الصفحة التي تبحث عنها غير موجودة' }],
    ['a question about cookies', 'empty', { title: 'Before you continue to Example' }],
    ['one in Arabic', 'empty', { title: 'نقدّر خصوصيتك' }],
    ['an app without its script', 'empty', { words: 9, text: 'You need to enable JavaScript to run this app.' }],
    ['nothing', 'empty', { words: 0, text: '' }],
  ])('is known: %s', (_, fault, of) => {
    expect(interstitial(look(of))).toBe(fault)
  })
})

describe('an article', () => {
  it.each<[string, Partial<Look>]>([
    ['that is short', { words: 25 }],
    ['about such a page', { title: 'Just a moment: how Cloudflare checks browsers', words: 600 }],
    ['that quotes one', { text: 'قالت الصفحة: «التحقق من أنك إنسان»', words: 300 }],
    ['about a pay wall', { title: 'لماذا صار المحتوى للمشتركين فقط؟', words: 500 }],
    ['with a sign-in form in its corner', { asksPassword: true, words: 90 }],
    ['with a captcha under its comments', { scripts: 'https://www.google.com/recaptcha/api.js', words: 90 }],
    ['whose publisher marks it as paid and shows it', { paid: true, words: 400 }],
    ['that invites to subscribe', { text: 'للاشتراك في نشرتنا البريدية', words: 80 }],
    ['about a court that was closed', { title: 'الصفحة الأخيرة من تاريخ المحكمة', words: 90 }],
  ])('%s is none of them', (_, of) => {
    expect(interstitial(look(of))).toBeNull()
  })
})
