import { arabicShare } from './arabic-charset.ts'

/**
 * The text of a feed's bytes. In this order: byte order mark, charset of the HTTP header, encoding of the XML prolog,
 * UTF-8 when the bytes are UTF-8, else windows-1256 (the old charset of Arabic sites). A declared charset that is
 * unknown or does not fit the bytes is passed over. Never throws.
 */
export function decode(bytes: Uint8Array, contentType: string | null): string {
  return (
    decodeByMark(bytes) ??
    decodeAs(charsetOf(contentType), bytes) ??
    decodeAs(prologEncoding(bytes), bytes) ??
    decodeAs('utf-8', bytes) ??
    decodeDamagedUtf8(bytes) ??
    new TextDecoder('windows-1256').decode(bytes)
  )
}

/** Charsets that pages declare without looking. */
const CARELESS = ['windows-1252', 'windows-1256', 'iso-8859-6', 'utf-8']
const OLD_ARABIC = ['windows-1256', 'iso-8859-6']
/** As Arabic as this, a text is read rightly. */
const ARABIC = 0.3

/**
 * The text of a page's bytes. In this order: byte order mark, UTF-8 when the bytes are UTF-8 (nothing else looks like
 * it by accident), UTF-8 with a few broken bytes; else what HTTP, a `<meta>` of the first 1,024 bytes or an XML prolog
 * declares, unless that is a charset declared carelessly and the letters read as Arabic in one of the two old Arabic
 * charsets. Never throws.
 */
export function decodePage(bytes: Uint8Array, contentType: string | null): string {
  const certain = decodeByMark(bytes) ?? decodeAs('utf-8', bytes)
  if (certain !== null) return certain
  const declared = [charsetOf(contentType), metaCharset(bytes), prologEncoding(bytes)].map(encodingOf).find(Boolean)
  if (declared && !CARELESS.includes(declared)) return new TextDecoder(declared).decode(bytes)
  return (
    decodeDamagedUtf8(bytes) ??
    decodeOldArabic(bytes, declared) ??
    new TextDecoder(!declared || declared === 'utf-8' ? 'windows-1252' : declared).decode(bytes)
  )
}

/** In whichever of the two it reads best; null where it reads as Arabic in neither and neither was declared. */
function decodeOldArabic(bytes: Uint8Array, declared: string | undefined): string | null {
  const [best] = OLD_ARABIC.map((label) => decodeAs(label, bytes))
    .filter((text) => text !== null)
    .map((text) => ({ text, share: arabicShare(text) }))
    .filter(({ share }) => share > ARABIC)
    .sort((a, b) => b.share - a.share)
  return best?.text ?? (declared && OLD_ARABIC.includes(declared) ? decodeAs(declared, bytes) : null)
}

function metaCharset(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024))
  return /<meta[^>]*?charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(head)?.[1] ?? null
}

/** The platform's name of a charset; undefined for one it does not know. A page without a mark is never UTF-16. */
function encodingOf(label: string | null): string | undefined {
  try {
    const { encoding } = new TextDecoder(label ?? 'unknown')
    return encoding.startsWith('utf-16') ? 'utf-8' : encoding
  } catch {
    return undefined
  }
}

/** UTF-32 stands before UTF-16, whose little-endian mark its own begins with. Without a mark `<` shows the width. */
const MARKS: [mark: number[], decoder: (bytes: Uint8Array) => string][] = [
  [[0xff, 0xfe, 0, 0], (bytes) => decodeUtf32(bytes.subarray(4), true)],
  [[0, 0, 0xfe, 0xff], (bytes) => decodeUtf32(bytes.subarray(4), false)],
  [[0x3c, 0, 0, 0], (bytes) => decodeUtf32(bytes, true)],
  [[0, 0, 0, 0x3c], (bytes) => decodeUtf32(bytes, false)],
  [[0xef, 0xbb, 0xbf], (bytes) => new TextDecoder('utf-8').decode(bytes)],
  [[0xff, 0xfe], (bytes) => new TextDecoder('utf-16le').decode(bytes)],
  [[0xfe, 0xff], (bytes) => new TextDecoder('utf-16be').decode(bytes)],
  [[0x3c, 0], (bytes) => new TextDecoder('utf-16le').decode(bytes)],
  [[0, 0x3c], (bytes) => new TextDecoder('utf-16be').decode(bytes)],
]

function decodeByMark(bytes: Uint8Array): string | null {
  const found = MARKS.find(([mark]) => mark.every((byte, i) => bytes[i] === byte))
  return found ? found[1](bytes) : null
}

/** The platform has no UTF-32 decoder. */
function decodeUtf32(bytes: Uint8Array, littleEndian: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian)
    text += code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code)
  }
  return text.toWellFormed()
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([^\s;"']+)/i.exec(contentType ?? '')?.[1] ?? null
}

function prologEncoding(bytes: Uint8Array): string | null {
  const head = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024))
  return /^\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']/i.exec(head)?.[1] ?? null
}

function decodeAs(label: string | null, bytes: Uint8Array): string | null {
  if (!label) return null
  try {
    return new TextDecoder(label, { fatal: true, ignoreBOM: false }).decode(bytes)
  } catch {
    return null
  }
}

/** One broken byte in a page of UTF-8 must not turn all of it into another charset. */
function decodeDamagedUtf8(bytes: Uint8Array): string | null {
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = text.length - text.replaceAll('\ufffd', '').length
  const foreign = text.length - text.replace(/[^\p{ASCII}]/gu, '').length
  return broken * 50 < foreign ? text : null
}
