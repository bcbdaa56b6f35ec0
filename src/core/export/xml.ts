/** What no XML 1.0 document may hold, escaped or not. */
const NOT_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Plain text as text or attribute of an XML or HTML document. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

/** Both spellings, for HTML's sake and for XML's; nothing for what is no language or is not known. */
export function languageAttributes(tag: string | undefined): Record<string, string> {
  try {
    const [language] = Intl.getCanonicalLocales(tag ?? [])
    return language && language !== 'und' ? { lang: language, 'xml:lang': language } : {}
  } catch {
    return {}
  }
}

/** A url as RFC 3986 has it: browsers forgive more signs than the programs that read books. */
export function safeHref(url: string): string {
  return url
    .replace(/%(?![0-9a-f]{2})/gi, '%25')
    .replace(/[^\w\-.~:/?#@!$&'()*+,;=%]/gu, (sign) => encodeURIComponent(sign.toWellFormed()))
}
