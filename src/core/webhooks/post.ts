import { lookup as resolve, type LookupAddress } from 'node:dns'
import { Agent, request } from 'undici'
import { addressFault, reachable } from './networks.ts'

/** How a delivery to somebody's address ended; `text` is the beginning of the answer, when it was asked for. */
export type Delivery =
  | { ok: true; status: number; text?: string }
  /** `reason` is short and names no data of the body. */
  | { ok: false; status: number | null; reason: string; text?: string }

/** How we show who we are, and which versions of TLS are spoken. */
export interface ClientTls {
  /** Tells two of them apart: connections are shared by those of one name. */
  name: string
  cert?: string
  key?: string
  pfx?: Buffer
  passphrase?: string
  protocols?: readonly ('TLSv1.2' | 'TLSv1.3')[]
}

export interface PostOptions {
  contentType: string
  headers?: Readonly<Record<string, string>>
  /** Milliseconds to connect, 5,000 unless said. */
  connectMs?: number
  /** Milliseconds to answer, the caller of `outboundPost` says how long otherwise. */
  answerMs?: number
  tls?: ClientTls
  /** How much of the answer is given back as text; none unless said. */
  textBytesMax?: number
}

export interface OutboundPost {
  (address: string, body: string, options: PostOptions): Promise<Delivery>
}

export interface Outbound {
  post: OutboundPost
  /** What is wrong with an address as it is written; a name is looked up only when it is connected to. */
  addressFault(address: string): string | undefined
  close(): Promise<void>
}

const CONNECT_MS = 5_000
/** To one server: many customers may be behind it, and some of their addresses may hang. */
const CONNECTIONS_MAX = 64
const ANSWER_BYTES_MAX = 64 * 1024
/** Ways to connect that are kept open: time-outs, certificates and TLS versions differ by customer. */
const AGENTS_MAX = 200

type Connect = Exclude<NonNullable<ConstructorParameters<typeof Agent>[0]>['connect'], undefined>

/**
 * Delivers to addresses that customers chose. Never into private networks unless allowed: the name is resolved
 * once, every address is checked, and the connection is made to the checked address, so that a name cannot change in between.
 * Redirects are not followed. Limits: 5 s to connect unless said, 64 KiB of answer.
 * @param allowed networks that may be reached although they are private
 * @param answerMsMax how long an answer may take
 */
export function outboundPost(allowed: readonly string[], answerMsMax: number): Outbound {
  const mayReach = reachable(allowed)
  const agents = new Agents(mayReach)
  const post: OutboundPost = async (address, body, options) => {
    const fault = addressFault(address, mayReach)
    if (fault) return { ok: false, status: null, reason: fault }
    const { connectMs = CONNECT_MS, answerMs = answerMsMax } = options
    try {
      const answer = await request(address, {
        method: 'POST',
        dispatcher: agents.of(connectMs, options.tls),
        body,
        headers: {
          'content-type': options.contentType,
          'user-agent': 'Trunkline',
          ...options.headers,
        },
        headersTimeout: answerMs,
        bodyTimeout: answerMs,
        signal: AbortSignal.timeout(answerMs + connectMs),
      })
      return outcomeOf(answer.statusCode, await beginning(answer.body, options.textBytesMax ?? 0))
    } catch (error) {
      return { ok: false, status: null, reason: reasonOf(error) }
    }
  }
  return {
    post,
    addressFault: (address) => addressFault(address, mayReach),
    close: () => agents.close(),
  }
}

/** Connections by how they are made; those used longest ago are given up when there are too many. */
class Agents {
  readonly #mayReach: (address: string) => boolean
  readonly #agents = new Map<string, Agent>()

  constructor(mayReach: (address: string) => boolean) {
    this.#mayReach = mayReach
  }

  of(connectMs: number, tls: ClientTls | undefined): Agent {
    const name = `${connectMs} ${tls?.name ?? ''} ${tls?.protocols?.join() ?? ''}`
    const agent = this.#agents.get(name) ?? this.#open(connectMs, tls)
    this.#agents.delete(name)
    this.#agents.set(name, agent)
    if (this.#agents.size > AGENTS_MAX) {
      const [oldest] = this.#agents.keys()
      void this.#agents.get(oldest!)!.close()
      this.#agents.delete(oldest!)
    }
    return agent
  }

  #open(connectMs: number, tls: ClientTls | undefined): Agent {
    return new Agent({
      connections: CONNECTIONS_MAX,
      pipelining: 1,
      keepAliveTimeout: 10_000,
      connect: {
        timeout: connectMs,
        ...(tls === undefined ? {} : tlsOptions(tls)),
        lookup: (name, options, done) => {
          resolve(name, { ...options, all: true }, (error, found) => {
            if (error) return done(error, '', 0)
            const open = (found as LookupAddress[]).filter((one) => this.#mayReach(one.address))
            if (open.length === 0)
              return done(new Error('the address lies in a private network'), '', 0)
            return options.all
              ? (done as unknown as (e: null, all: LookupAddress[]) => void)(null, open)
              : done(null, open[0]!.address, open[0]!.family)
          })
        },
      } as Connect,
    })
  }

  async close(): Promise<void> {
    await Promise.all([...this.#agents.values()].map((agent) => agent.close()))
  }
}

function tlsOptions({ cert, key, pfx, passphrase, protocols }: ClientTls): object {
  const versions = (protocols ?? []).toSorted()
  return {
    ...(cert === undefined ? {} : { cert, key }),
    ...(pfx === undefined ? {} : { pfx }),
    ...(passphrase === undefined ? {} : { passphrase }),
    ...(versions.length === 0 ? {} : { minVersion: versions[0], maxVersion: versions.at(-1) }),
  }
}

async function beginning(
  body: Awaited<ReturnType<typeof request>>['body'],
  bytesMax: number,
): Promise<string | undefined> {
  if (bytesMax === 0) {
    await body.dump({ limit: ANSWER_BYTES_MAX })
    return undefined
  }
  const read: Buffer[] = []
  let bytes = 0
  for await (const part of body) {
    read.push(part as Buffer)
    bytes += (part as Buffer).length
    if (bytes >= Math.min(bytesMax, ANSWER_BYTES_MAX)) break
  }
  return Buffer.concat(read).subarray(0, bytesMax).toString('utf8')
}

function outcomeOf(status: number, text: string | undefined): Delivery {
  const told = text === undefined ? {} : { text }
  if (status >= 200 && status < 300) return { ok: true, status, ...told }
  const reason = status >= 300 && status < 400 ? 'redirects are not followed' : `answered ${status}`
  return { ok: false, status, reason, ...told }
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
