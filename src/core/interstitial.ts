import { fold } from './arabic.ts'
import { ARABIC_CHALLENGE, ARABIC_CONSENT, ARABIC_NOT_FOUND, ARABIC_SIGN_IN } from './arabic-interstitial.ts'
import type { PageFault } from './page.ts'

/** What a page looks like from outside: enough to tell whether it is an article, or stands in front of one. */
export type Look = {
  title: string
  /** All that it shows, from its beginning. */
  text: string
  /** Words of what would be kept as its text. */
  words: number
  scripts: string
  asksPassword: boolean
  paid: boolean
}

/** An article about one of these pages quotes it, and is longer than it. */
const SHORT = 150
const VERY_SHORT = 60
/** Less than this is no article, whatever it is. */
const FEWEST_WORDS = 20

const CHALLENGE_TITLE =
  /^(just a moment|attention required|checking (if|your|the)|one moment,? please|please wait|ddos.?guard|access (to this page has been )?denied|security (check|verification)|(bot|robot|human) (check|verification)|verify(ing)? |are you (a )?(human|robot)|pardon our interruption|request unsuccessful|client challenge|validat(e|ing) request|captcha|un instant|un momento|einen moment|nur einen moment)/
const CHALLENGE_TEXT =
  /checking (if the site connection is secure|your browser before)|enable javascript and cookies to continue|verify(ing)? (that )?you are (a )?(human|not a (ro)?bot)|performance (&|and) security by cloudflare|review the security of your connection|ddos protection by|complete the (security check|captcha)|unusual (traffic|activity) from your|i'm not a robot|press (&|and) hold|incapsula incident|you have been blocked|cloudflare ray id/
const CHALLENGE_SCRIPT =
  /_cf_chl_opt|challenge-platform\/h\/|challenges\.cloudflare\.com|px-captcha|captcha-delivery\.com|hcaptcha\.com|google\.com\/recaptcha|_incapsula_resource|ddos-guard|awswaf/i

const SIGN_IN_TITLE =
  /^(log ?in|sign ?(in|up)|login|register|subscribe|members only|authentication required|connexion|se connecter|iniciar sesi|anmelden)\b/
const SIGN_IN_TEXT =
  /subscribe (now )?to (continue|read|keep reading|unlock)|(sign|log) ?in to (continue|read|view)|this (article|content|story|page) is (only )?(available )?(for|to) (our )?(paid |paying |registered )?(subscribers|members)|(for|to) (subscribers|members) only|create a free account to|reserve aux abonnes|réservé aux abonnés/

const NOT_FOUND_TITLE = /^(error )?404\b|^(page|file) not found|^not found$/
const CONSENT = /^(before you continue|we value your privacy|your privacy|privacy settings|cookie (consent|settings))/
const NEEDS_SCRIPT = /(enable|requires?|turn on|activate) javascript/

/**
 * Why a page is none that may be kept as an article: a challenge, a wall, a notice that it is gone, or nothing to read;
 * null for an article.
 */
export function interstitial(look: Look): PageFault | null {
  const title = fold(look.title)
  const text = fold(look.text.slice(0, 6_000))
  const says = (pattern: RegExp) => pattern.test(title) || pattern.test(text)
  if (look.words < SHORT) {
    if (CHALLENGE_TITLE.test(title) || CHALLENGE_TEXT.test(text) || says(ARABIC_CHALLENGE)) return 'challenge'
    if (NOT_FOUND_TITLE.test(title) || ARABIC_NOT_FOUND.test(title)) return 'not_found'
    if (look.paid || SIGN_IN_TITLE.test(title) || SIGN_IN_TEXT.test(text) || says(ARABIC_SIGN_IN)) return 'sign_in'
    if (says(CONSENT) || says(ARABIC_CONSENT)) return 'empty'
  }
  if (look.words < VERY_SHORT) {
    if (CHALLENGE_SCRIPT.test(look.scripts)) return 'challenge'
    if (look.asksPassword) return 'sign_in'
    if (NEEDS_SCRIPT.test(text)) return 'empty'
  }
  return look.words < FEWEST_WORDS ? 'empty' : null
}
