/** Settings of the Worker under test; the keys are 32 bytes of nothing in particular. */
export const testBindings = {
  SITE_URL: 'https://raff.example',
  MAIL_TRANSPORT: 'cloudflare',
  SIGNING_KEYS: `k2:${'B'.repeat(43)},k1:${'A'.repeat(43)}`,
  SUPPRESSION_KEY: 'C'.repeat(43),
  COMMAND_KEY: 'D'.repeat(43),
}

/** Asking this host gives the requests that tried to leave the machine, and empties the list (`outbound.ts`). */
export const LEAKS = 'http://leaks.invalid/'
