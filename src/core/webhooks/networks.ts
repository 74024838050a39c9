import { BlockList, isIP } from 'node:net'

/** Networks that are nobody's public address: loopback, private, link-local, shared, multicast, documentation,
 * reserved, and those that carry an IPv4 address inside (NAT64, Teredo, 6to4), through which one of the former is reached. */
const privateNetworks: readonly [string, number, 'ipv4' | 'ipv6'][] = [
  ['0.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['127.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['192.0.2.0', 24, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['198.51.100.0', 24, 'ipv4'],
  ['203.0.113.0', 24, 'ipv4'],
  ['224.0.0.0', 3, 'ipv4'],
  ['::', 96, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
  ['100::', 64, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2001:db8::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['fec0::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]

function blockList(networks: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const list = new BlockList()
  for (const [address, bits, family] of networks) list.addSubnet(address, bits, family)
  return list
}

/** Reads `127.0.0.0/8` or a single address; throws on anything else. */
export function parseNetwork(text: string): [string, number, 'ipv4' | 'ipv6'] {
  const [address = '', bits] = text.trim().split('/')
  const family = isIP(address)
  const most = family === 4 ? 32 : 128
  const length = bits === undefined ? most : Number(bits)
  if (family === 0 || !Number.isInteger(length) || length < 0 || length > most)
    throw new Error(`"${text}" is not a network; write for example 127.0.0.0/8`)
  return [address, length, family === 4 ? 'ipv4' : 'ipv6']
}

/**
 * Whether an IP address may be reached: public ones, and private ones of the networks that are allowed.
 * @param allowed as `parseNetwork` reads them
 */
export function reachable(allowed: readonly string[]): (address: string) => boolean {
  const forbidden = blockList(privateNetworks)
  const permitted = blockList(allowed.map(parseNetwork))
  return (address) => {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
    const family = isIP(mapped) === 6 ? 'ipv6' : 'ipv4'
    return permitted.check(mapped, family) || !forbidden.check(mapped, family)
  }
}

/** What is wrong with an address before anything is sent; undefined when nothing is. */
export function addressFault(
  address: string,
  mayReach: (address: string) => boolean,
): string | undefined {
  if (!URL.canParse(address)) return 'it is not an address'
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return 'only http and https are offered'
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !mayReach(bare)) return 'the address lies in a private network'
  return undefined
}
