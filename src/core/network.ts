/** The network block an ip belongs to: /24 for IPv4, /64 for IPv6. Whoever has one ip of a block often has all. */
export function networkOf(ip: string): string {
  if (ip.includes('.')) return `${ip.split('.').slice(0, 3).join('.')}.0/24`
  const [head = '', tail] = ip.split('::')
  const groups = head.split(':').filter(Boolean)
  const end = tail?.split(':').filter(Boolean) ?? []
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - end.length)
  const block = [...groups, ...Array<string>(missing).fill('0'), ...end].slice(0, 4)
  return `${block.map((group) => group.toLowerCase().replace(/^0+(?=.)/, '')).join(':')}::/64`
}
