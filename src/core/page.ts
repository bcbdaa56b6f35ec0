/** Why a saved page has no text, where it has none; the words are in `i18n`. */
export const PAGE_FAULTS = [
  ...(['forbidden_url', 'too_many_redirects', 'timeout', 'too_large', 'unreachable', 'not_found', 'gone'] as const),
  ...(['legal', 'refused', 'busy', 'server_error', 'not_html', 'challenge', 'sign_in', 'empty'] as const),
] as const

export type PageFault = (typeof PAGE_FAULTS)[number]
