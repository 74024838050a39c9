import { lookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { Agent, request } from 'undici'
import { addressFault, parseNetwork, reachable } from './networks.ts'

const CONNECT_MS = 5_000
const ANSWER_BYTES_MAX = 256 * 1024

/** Asks an address that a customer chose. Throws `Unreached` when no answer came. */
export type OutboundFetch = (
  address: string,
  options: { method: string; headers: Record<string, string>; body?: string },
) => Promise<Response>

/** Why an address was not asked, or did not answer: short, and names no data. */
export class Unreached extends Error {
  override readonly name = 'Unreached'
}

/**
 * Asks addresses that customers chose and reads what they say, under the rules of `outboundPost`: never into private
 * networks unless allowed, no redirects. Without TLS only where the network is allowed by name, since what is read
 * decides who comes in. Limits: 5 s to connect, 256 KiB of answer.
 * @param allowed networks that may be reached although they are private
 * @param answerMsMax how long an answer may take
 */
export function outboundFetch(
  allowed: readonly string[],
  answerMsMax: number,
): { fetch: OutboundFetch; close(): Promise<void> } {
  const timeouts = { headersTimeout: answerMsMax, bodyTimeout: answerMsMax }
  const agentFor = (mayReach: (address: string) => boolean) => ({
    mayReach,
    agent: new Agent({
      ...timeouts,
      connect: { timeout: CONNECT_MS, lookup: lookupOnly(mayReach) },
    }),
  })
  const secure = agentFor(reachable(allowed))
  const clear = agentFor(within(allowed))
  const fetch: OutboundFetch = async (address, { method, headers, body }) => {
    const { mayReach, agent } = address.startsWith('https:') ? secure : clear
    const fault = addressFault(address, mayReach)
    if (fault !== undefined) throw new Unreached(fault)
    const answer = await request(address, {
      method: method as 'GET',
      dispatcher: agent,
      headers: { 'user-agent': 'Trunkline', ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(answerMsMax + CONNECT_MS),
    }).catch((error: unknown) => {
      throw new Unreached(wordsOf(error), { cause: error })
    })
    return new Response(await readWhole(answer.body), {
      status: answer.statusCode,
      headers: plainHeaders(answer.headers),
    })
  }
  return {
    fetch,
    close: async () => {
      await Promise.all([secure.agent.close(), clear.agent.close()])
    },
  }
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Buffer[] = []
  let octets = 0
  for await (const part of body) {
    octets += part.length
    if (octets > ANSWER_BYTES_MAX)
      throw new Unreached(`the answer is over ${ANSWER_BYTES_MAX} octets`)
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}

function plainHeaders(headers: Record<string, string | string[] | undefined>): Headers {
  const made = new Headers()
  for (const [name, value] of Object.entries(headers))
    for (const one of [value ?? []].flat()) made.append(name, one)
  return made
}

/** Whether an address lies in one of these networks. */
export function within(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) list.addSubnet(...parseNetwork(network))
  return (address) => {
    const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
    return list.check(mapped, isIP(mapped) === 6 ? 'ipv6' : 'ipv4')
  }
}

/** Resolves a name to those of its addresses that may be reached; the connection is made to one of them. */
export const lookupOnly =
  (mayReach: (address: string) => boolean): LookupFunction =>
  (name, options, done) => {
    lookup(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const open = (found as LookupAddress[]).filter((one) => mayReach(one.address))
      if (open.length === 0) return done(new Error('the address lies in a private network'), '', 0)
      return options.all
        ? (done as unknown as (e: null, all: LookupAddress[]) => void)(null, open)
        : done(null, open[0]!.address, open[0]!.family)
    })
  }

function wordsOf(error: unknown): string {
  const { code, name, message } = error as { code?: string; name?: string; message?: string }
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT') return 'no answer in time'
  if (code === 'ECONNREFUSED') return 'connection refused'
  if (code === 'ENOTFOUND') return 'the name is not known'
  return (code ?? message ?? 'failed').slice(0, 100)
}
