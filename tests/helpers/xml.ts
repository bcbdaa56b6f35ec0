/** What is wrong with an XML document's form (XML 1.0, without a DTD); it is not looked at what its elements mean. */
export function faultsOfXml(text: string): string[] {
  const faults: string[] = []
  const open: string[] = []
  const body = text.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '').replace(/^<!DOCTYPE html>\n/, '')
  if (/[^\t\n\r -\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(body)) faults.push('a sign that XML has not')
  const tag = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z][\w:.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)|</g
  for (const [whole, closing, name = '', attributes = '', empty, words] of body.matchAll(tag)) {
    for (const [reference] of `${attributes}${words ?? ''}`.matchAll(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)[^\s;]*;?/g)) {
      faults.push(`a loose ${reference}`)
    }
    if (words !== undefined) continue
    const names = [...attributes.matchAll(/([\w:.-]+)="/g)].map(([, attribute]) => attribute)
    if (new Set(names).size < names.length) faults.push(`an attribute twice: ${whole}`)
    if (!name) faults.push(`no tag: ${body.slice(0, 40)}`)
    else if (closing) {
      if (open.pop() !== name) faults.push(`${whole} closes another element`)
    } else if (!empty) open.push(name)
  }
  return open.length > 0 ? [...faults, `not closed: ${open.join()}`] : faults
}
