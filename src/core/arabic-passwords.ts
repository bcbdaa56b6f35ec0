import { fold } from './arabic.ts'

/** One spelling for what keyboards write in many; spaces count for nothing. */
export function foldPassword(password: string): string {
  return fold(password).replaceAll(' ', '')
}

/** What Arabic keyboards are asked for most: rows of keys, prayers, greetings, "password" itself. Folded, one a line. */
export const commonArabicPasswords = `
ابتثجحخد
ابجدهوزحطيكلمن
الاسلامديني
الحمدلله
الحمدللهربالعالمين
السلامعليكم
القدسلنا
اللهاكبر
الملكلله
المسجدالاقصي
اناعربي
اهلاوسهلا
باسورد123
بسماللهالرحمنالرحيم
توكلتعليالله
حبيبتي123
حبيبي123
سبحانالله
شسيبلاتن
شسيبلاتنمك
صلوعليالنبي
ضصثقفغعه
ضصثقفغعهخحجد
فلسطينحره
كلمهالسر
كلمهالسر123
كلمهالمرور
كلمهالمرور123
كلمهسر123
لاالهالاالله
ماشاءالله
محمدرسولالله
مرحبا123
مرحبابك
ياربيارب
`

/** The product's own name, as it may stand in any site's passwords. */
export const ownNames = ['raff', 'رف']
