import { BlockList, isIP } from 'node:net'

const MAPPED = /^::ffff:(?=\d+\.)/i

/** An IPv4 address that came over an IPv6 socket is written as what it is. */
export const plainAddress = (ip: string): string => ip.replace(MAPPED, '')

/** Who is likely the same caller: an IPv4 address, or the /64 that one IPv6 customer has. */
export function networkOf(ip: string): string {
  const plain = plainAddress(ip)
  if (isIP(plain) !== 6) return plain
  const [head = '', tail] = plain.split('%')[0]!.split('::')
  const front = head === '' ? [] : head.split(':')
  const back = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - front.length - back.length)).fill('0')
  return [...front, ...zeros, ...back]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')
}

/** @returns `203.0.113.7` or `10.0.0.0/8` as it was given, or null when it is neither address nor network */
export function readNetwork(
  text: string,
): { address: string; bits: number; family: 'ipv4' | 'ipv6' } | null {
  const match = /^([0-9a-fA-F.:]{2,45})(?:\/(\d{1,3}))?$/.exec(text)
  const address = match?.[1] ?? ''
  const version = isIP(address)
  const bitsMax = version === 4 ? 32 : 128
  const bits = match?.[2] === undefined ? bitsMax : Number(match[2])
  if (version === 0 || bits > bitsMax) return null
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}

/** @returns null when there are none: every address is allowed */
export function allowList(networks: readonly string[]): BlockList | null {
  if (networks.length === 0) return null
  const list = new BlockList()
  for (const text of networks) {
    const network = readNetwork(text)
    if (network) list.addSubnet(network.address, network.bits, network.family)
  }
  return list
}

export function isAllowed(list: BlockList | null, ip: string): boolean {
  if (list === null) return true
  const plain = plainAddress(ip)
  const version = isIP(plain)
  return version !== 0 && list.check(plain, version === 4 ? 'ipv4' : 'ipv6')
}
