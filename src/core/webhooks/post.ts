import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP } from 'node:net'
import { Agent, request } from 'undici'

/** How a delivery to somebody's address ended. */
export type Delivery =
  | { ok: true; status: number }
  /** `reason` is short and names no data of the body. */
  | { ok: false; status: number | null; reason: string }

export interface OutboundPost {
  (
    address: string,
    body: string,
    options: { contentType: string; headers?: Record<string, string> },
  ): Promise<Delivery>
}

const CONNECT_MS = 5_000
/** To one server: many customers may be behind it, and some of their addresses may hang. */
const CONNECTIONS_MAX = 64
const ANSWER_BYTES_MAX = 64 * 1024

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
 * Delivers to addresses that customers chose. Never into private networks unless allowed: the name is resolved
 * once, every address is checked, and the connection is made to the checked address, so that a name cannot change in between.
 * Redirects are not followed. Limits: 5 s to connect, 64 KiB of answer.
 * @param allowed networks that may be reached although they are private
 * @param answerMsMax how long an answer may take
 */
export function outboundPost(
  allowed: readonly string[],
  answerMsMax: number,
): {
  post: OutboundPost
  close(): Promise<void>
} {
  const forbidden = blockList(privateNetworks)
  const permitted = blockList(allowed.map(parseNetwork))
  const mayReach = (address: string): boolean => {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
    const family = isIP(mapped) === 6 ? 'ipv6' : 'ipv4'
    return permitted.check(mapped, family) || !forbidden.check(mapped, family)
  }
  const agent = new Agent({
    connections: CONNECTIONS_MAX,
    pipelining: 1,
    keepAliveTimeout: 10_000,
    headersTimeout: answerMsMax,
    bodyTimeout: answerMsMax,
    connect: {
      timeout: CONNECT_MS,
      lookup: (name, options, done) => {
        resolve(name, { ...options, all: true }, (error, found) => {
          if (error) return done(error, '', 0)
          const open = (found as LookupAddress[]).filter((one) => mayReach(one.address))
          if (open.length === 0)
            return done(new Error('the address lies in a private network'), '', 0)
          return options.all
            ? (done as unknown as (e: null, all: LookupAddress[]) => void)(null, open)
            : done(null, open[0]!.address, open[0]!.family)
        })
      },
    },
  })
  const post: OutboundPost = async (address, body, options) => {
    const fault = addressFault(address, mayReach)
    if (fault) return { ok: false, status: null, reason: fault }
    try {
      const answer = await request(address, {
        method: 'POST',
        dispatcher: agent,
        body,
        headers: {
          'content-type': options.contentType,
          'user-agent': 'Trunkline',
          ...options.headers,
        },
        signal: AbortSignal.timeout(answerMsMax + CONNECT_MS),
      })
      await answer.body.dump({ limit: ANSWER_BYTES_MAX })
      if (answer.statusCode >= 200 && answer.statusCode < 300)
        return { ok: true, status: answer.statusCode }
      return {
        ok: false,
        status: answer.statusCode,
        reason:
          answer.statusCode >= 300 && answer.statusCode < 400
            ? 'redirects are not followed'
            : `answered ${answer.statusCode}`,
      }
    } catch (error) {
      return { ok: false, status: null, reason: reasonOf(error) }
    }
  }
  return { post, close: () => agent.close() }
}

/** What is wrong with an address before anything is sent; undefined when nothing is. */
function addressFault(address: string, mayReach: (address: string) => boolean): string | undefined {
  if (!URL.canParse(address)) return 'it is not an address'
  const { protocol, hostname } = new URL(address)
  if (protocol !== 'http:' && protocol !== 'https:') return 'only http and https are offered'
  const bare = hostname.replace(/^\[|\]$/g, '')
  if (isIP(bare) !== 0 && !mayReach(bare)) return 'the address lies in a private network'
  return undefined
}

function reasonOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  if (
    name === 'TimeoutError' ||
    code === 'UND_ERR_HEADERS_TIMEOUT' ||
    code === 'UND_ERR_BODY_TIMEOUT'
  )
    return 'no answer in time'
  if (code === 'UND_ERR_CONNECT_TIMEOUT') return 'no connection in time'
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (code === 'ENOTFOUND') return 'the name is not known'
  return (code ?? message ?? 'failed').slice(0, 100)
}
