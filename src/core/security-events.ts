/** What of an account's life its reader is shown; a closed list, so that each has its words. */
export const SECURITY_EVENTS = [
  'signed_in',
  'sign_in_failed',
  'signed_out',
  'password_reset',
  'password_changed',
  'email_changed',
  'email_change_undone',
  'factors_undone',
  'passkey_added',
  'passkey_removed',
  'totp_on',
  'totp_off',
  'recovery_used',
  'recovery_renewed',
  'session_ended',
  'sessions_ended',
  'exported',
  'deletion_asked',
  'deletion_cancelled',
  'ended_by_editor',
  'deletion_by_editor',
  'editor_joined',
  'editor_left',
] as const

export type SecurityEventKind = (typeof SECURITY_EVENTS)[number]
