/** The changes of an account that are told by mail; each has its words in `i18n/ar/mail.ts`. */
export type Notice =
  | 'password_reset'
  | 'password_changed'
  | 'email_change_undone'
  | 'passkey_added'
  | 'passkey_removed'
  | 'totp_on'
  | 'totp_off'
