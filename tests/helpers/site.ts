import type { Config } from '../../src/core/config.ts'

/** The site of tests that draw without a request. */
export const site: Config['site'] = {
  name: 'رَفّ',
  url: 'https://raff.example',
  host: 'raff.example',
  language: 'ar',
  region: 'EG',
  zone: 'Asia/Riyadh',
  digits: 'arab',
  contactEmail: 'hello@raff.example',
  postalAddress: '',
}
