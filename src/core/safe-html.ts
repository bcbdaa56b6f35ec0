declare const brand: unique symbol

/** HTML that went through `core/sanitize.ts`, its only maker, and may be shown as it stands. */
export type SafeHtml = string & { readonly [brand]: 'SafeHtml' }

/** The sanitiser's version, stored with each text. Raised with each change of what it lets through. */
export const SANITISER = 1

/** Texts of an older sanitiser than this go through the present one before they are shown. */
export const OLDEST_SAFE = 1
