import * as v from 'valibot'
import { plainLine } from './arabic.ts'
import { AppError } from './errors.ts'

/** What can be wrong with a field; each has its sentence in `i18n/ar/fields.ts`. */
export type FieldError =
  | 'required'
  | 'emailRequired'
  | 'emailMalformed'
  | 'emailTooLong'
  | 'emailSame'
  | 'emailChangedLately'
  | 'passwordRequired'
  | 'passwordTooShort'
  | 'passwordTooLong'
  | 'passwordCommon'
  | 'passwordWrong'
  | 'passwordIncorrect'
  | 'signInMismatch'
  | 'codeWrong'
  | 'stepEnded'
  | 'passkeyRefused'
  | 'passkeysFull'
  | 'nameTooLong'
  | 'urlRequired'
  | 'urlMissing'
  | 'urlRefused'
  | 'urlTooLong'
  | 'urlOwn'
  | 'listFull'
  | 'keywordShort'
  | 'keywordLong'
  | 'keywordCommon'
  | 'followsFull'
  | 'topicsFull'
  | 'categoryTaken'
  | 'rulesFull'
  | 'ruleBroad'
  | 'pictureRefused'
  | 'textRequired'
  | 'textTooLong'
  | 'feedTaken'
  | 'languageUnknown'
  | 'slugMalformed'
  | 'slugTaken'
  | 'zoneUnknown'
  | 'timeMalformed'
  | 'daysRequired'
  | 'rhythmUnfit'
  | 'dayRequired'
  | 'endingAsked'
  | 'tooLong'
  | 'articlesRequired'
  | 'itemsRange'
  | 'minItemsRange'
  | 'dateMalformed'
  | 'datePast'
  | 'editorAlready'
  | 'mailedOften'
  | 'lastEditor'

/**
 * A form to be shown again: every field as it was typed, and what is wrong with which. `stands`: what somebody else saved
 * meanwhile, where it differs (core/overtaken.ts).
 */
export type FormState = {
  values: Record<string, string>
  errors: Record<string, FieldError>
  stands?: Record<string, string>
}

/** What an action says of fields that are well formed and wrong all the same. */
export type Refused = { errors: FormState['errors'] }

/** For a step that meets a value which another has: that is told at its field. */
export function ifTaken(errors: FormState['errors']): (error: unknown) => Refused {
  return (error) => {
    if (error instanceof AppError && error.code === 'conflict') return { errors }
    throw error
  }
}

export const emptyForm: FormState = { values: {}, errors: {} }

/** Characters. */
export const LONGEST_EMAIL = 254
export const LONGEST_PASSWORD = 256
export const SHORTEST_PASSWORD = 8
export const LONGEST_NAME = 60

/**
 * An email as typed: trimmed and lower-cased, one mailbox, at most 254 characters (RFC 5321). Latin only: what
 * `name@host.tld` looks like is checked, whether it exists is what the mailed link finds out.
 */
export const emailField = v.pipe(
  v.string('emailRequired'),
  v.trim(),
  v.nonEmpty('emailRequired'),
  v.maxLength(LONGEST_EMAIL, 'emailTooLong'),
  v.regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/i,
    'emailMalformed',
  ),
  v.toLowerCase(),
)

/** A password as received: never trimmed or folded (ASVS 6.2.8), 256 characters (code points) at most. */
export const givenPasswordField = v.pipe(
  v.string('passwordRequired'),
  v.check((text) => [...text].length <= LONGEST_PASSWORD, 'passwordTooLong'),
)

/** A new password: 8 characters at least. Which are too easily guessed stands in core/guessable.ts. */
export const passwordField = v.pipe(
  givenPasswordField,
  v.nonEmpty('passwordRequired'),
  v.check((text) => [...text].length >= SHORTEST_PASSWORD, 'passwordTooShort'),
)

/** A name as others would read it: one line, without what turns the direction, at most 60 characters; may be empty. */
export const nameField = v.pipe(
  v.string('required'),
  v.transform((text) => plainLine(text.replace(/\p{Bidi_Control}/gu, ''))),
  v.check((name) => [...name].length <= LONGEST_NAME, 'nameTooLong'),
)

/** An id as our own forms and queries carry it: below 10^15, without a leading zero. */
export const idField = v.pipe(v.string(), v.regex(/^[1-9][0-9]{0,14}$/), v.transform(Number))

/** The value a button posts for a state it wants: pressing twice is harmless. */
export const wantedField = v.pipe(
  v.picklist(['1', '0'], 'required'),
  v.transform((value) => value === '1'),
)
