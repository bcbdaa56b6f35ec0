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
  const broken = text.match(/\ufffd/g)?.length ?? 0
  const foreign = text.match(/[^\p{ASCII}]/gu)?.length ?? 0
  return broken * 50 < foreign ? text : null
}
