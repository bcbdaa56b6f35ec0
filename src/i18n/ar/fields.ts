import type { FieldError } from '../../core/form.ts'

/** What is wrong with a field, then the way out. */
export const fields: Record<FieldError, string> = {
  required: 'هذا الحقل مطلوب.',
  emailRequired: 'البريد الإلكتروني مطلوب.',
  emailMalformed: 'البريد غير مكتمل، مثاله: name@example.com',
  emailTooLong: 'البريد أطول من ٢٥٤ حرفًا.',
  emailSame: 'هذا هو بريد الحساب الآن.',
  emailChangedLately: 'تغيّر البريد خلال الأيام السبعة الأخيرة؛ يمكن تغييره مجددًا بعدها.',
  passwordRequired: 'كلمة المرور مطلوبة.',
  passwordTooShort: 'كلمة المرور قصيرة؛ الحد الأدنى ٨ أحرف.',
  passwordTooLong: 'كلمة المرور طويلة؛ الحد الأقصى ٢٥٦ حرفًا.',
  passwordCommon: 'كلمة المرور سهلة التخمين؛ تلزم كلمة أطول.',
  passwordWrong: 'كلمة المرور لا تطابق ما كُتب عند إنشاء الحساب.',
  passwordIncorrect: 'كلمة المرور غير صحيحة.',
  signInMismatch: 'البريد وكلمة المرور لا يتطابقان.',
  codeWrong: 'الرمز غير صحيح أو انتهت صلاحيته.',
  stepEnded: 'انتهت مهلة هذه الخطوة، وتسجيل الدخول يبدأ من جديد.',
  passkeyRefused: 'تعذّر قبول مفتاح المرور، ويمكن المحاولة مجددًا.',
  passkeysFull: 'الحد الأقصى ٢٠ مفتاحًا؛ إزالة مفتاح قديم تفسح مكانًا.',
  nameTooLong: 'الاسم طويل؛ الحد الأقصى ٦٠ حرفًا.',
}
