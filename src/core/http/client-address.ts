import type { IncomingMessage } from 'node:http'
import { BlockList, isIP } from 'node:net'

const bare = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '')

/**
 * Who is at the other end of a request that Fastify does not see (a WebSocket upgrade), by the same rule: the address
 * of the connection, or, while that is a trusted proxy's, the one before it in X-Forwarded-For.
 */
export function clientAddress(
  request: IncomingMessage,
  trusted: false | readonly string[],
): string {
  const peer = bare(request.socket.remoteAddress ?? '')
  if (trusted === false) return peer
  const proxies = new BlockList()
  for (const network of trusted) {
    const [address = '', bits] = network.split('/')
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) proxies.addAddress(address, family)
    else proxies.addSubnet(address, Number(bits), family)
  }
  const isProxy = (address: string) =>
    isIP(address) !== 0 && proxies.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
  const told = String(request.headers['x-forwarded-for'] ?? '')
    .split(',')
    .map(bare)
    .filter((address) => address !== '')
  let client = peer
  while (isProxy(client) && told.length > 0) client = told.pop()!
  return client
}
