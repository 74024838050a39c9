import { Agent, request } from 'undici'
import { addressFault, lookupOnly, reachable, within } from '../../../core/webhooks/index.ts'

const CONNECT_MS = 10_000
/** An answer to one message is a few hundred octets; a page of reports may have hundreds of them. */
const ANSWER_BYTES_MAX = 1024 * 1024
/** How long a kept connection may lie idle: shorter than what servers usually allow, so that they do not close first. */
const KEEP_ALIVE_MS = 4_000

/** A request to an operator's API. */
export interface Ask {
  method: 'GET' | 'POST' | 'PUT' | 'OPTIONS'
  url: string
  headers: Readonly<Record<string, string>>
  body: string | null
}

export interface Answer {
  status: number
  /** `retry-after` in ms, where it was given in seconds; null otherwise. */
  retryAfterMs: number | null
  text: string
}

/** No connection was made: nothing of the request has left this machine. */
export class NotReached extends Error {
  override readonly name = 'NotReached'
  readonly code: string | undefined

  constructor(cause: unknown) {
    super(wordsOf(cause), { cause })
    this.code = codeOf(cause)
  }
}

/** The request went out, and no whole answer came: the operator may or may not have acted on it. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
}

/** What happens before the first octet of a request is written. */
const BEFORE_WRITING: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EAI_NODATA',
  'UND_ERR_CONNECT_TIMEOUT',
  'PRIVATE_NETWORK',
])

export interface ExchangeSettings {
  /** Networks that may be reached although they are private; only these are asked without TLS. */
  networks: readonly string[]
  /** Requests at a time. */
  window: number
  answerMs: number
  tls: { verify: boolean; ca: string | null }
}

/** Connections to the API of one operator. Names are resolved once and checked, redirects are not followed. */
export class Exchange {
  readonly #settings: ExchangeSettings
  readonly #secure: Agent
  readonly #clear: Agent

  constructor(settings: ExchangeSettings) {
    this.#settings = settings
    const { ca, verify } = settings.tls
    const shared = {
      connections: settings.window,
      pipelining: 1,
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: settings.answerMs,
      bodyTimeout: settings.answerMs,
    }
    this.#secure = new Agent({
      ...shared,
      connect: {
        timeout: CONNECT_MS,
        rejectUnauthorized: verify,
        ...(ca === null ? {} : { ca }),
        lookup: lookupOnly(reachable(settings.networks)),
      },
    })
    this.#clear = new Agent({
      ...shared,
      connect: { timeout: CONNECT_MS, lookup: lookupOnly(within(settings.networks)) },
    })
  }

  /** @throws NotReached, NoAnswer */
  async ask({ method, url, headers, body }: Ask): Promise<Answer> {
    const fault = urlFault(url, this.#settings.networks)
    if (fault !== null) throw new NotReached(new Error(fault))
    try {
      const answer = await request(url, {
        method,
        dispatcher: url.startsWith('https:') ? this.#secure : this.#clear,
        headers: { 'user-agent': 'Trunkline', accept: 'application/json, */*', ...headers },
        ...(body === null ? {} : { body }),
        signal: AbortSignal.timeout(this.#settings.answerMs + CONNECT_MS),
      })
      return {
        status: answer.statusCode,
        retryAfterMs: secondsOf(answer.headers['retry-after']),
        text: await readWhole(answer.body),
      }
    } catch (error) {
      if (isBeforeWriting(error)) throw new NotReached(error)
      throw new NoAnswer(wordsOf(error), { cause: error })
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#secure.close(), this.#clear.close()])
  }
}

/** What is wrong with the address of an API, as far as it shows before a name is resolved; null: nothing. */
export function urlFault(url: string, networks: readonly string[]): string | null {
  const secure = url.startsWith('https:')
  const fault = addressFault(url, secure ? reachable(networks) : within(networks))
  if (fault === undefined) return null
  return secure || !fault.includes('private network')
    ? fault
    : 'it is not encrypted (http) and lies outside the networks allowed for that; use https'
}

function isBeforeWriting(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  // A handshake that fails is over before the request; TLS errors later on break the socket and have other names.
  return BEFORE_WRITING.has(code) || /CERT|ERR_TLS|ERR_SSL|SELF_SIGNED|UNABLE_TO/.test(code)
}

async function readWhole(body: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = []
  let octets = 0
  for await (const part of body) {
    octets += part.length
    if (octets > ANSWER_BYTES_MAX) throw new Error(`the answer is over ${ANSWER_BYTES_MAX} octets`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

function secondsOf(header: string | string[] | undefined): number | null {
  const seconds = Number(Array.isArray(header) ? header[0] : header)
  return header !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null
}

/** `lookup` says in words that an address is private; a failed attempt at several addresses holds the reasons inside. */
function codeOf(error: unknown): string | undefined {
  const { code, message, errors } = error as {
    code?: unknown
    message?: string
    errors?: unknown[]
  }
  if (message?.includes('private network')) return 'PRIVATE_NETWORK'
  if (typeof code === 'string') return code
  return errors === undefined ? undefined : codeOf(errors[0])
}

function wordsOf(error: unknown): string {
  const { name, message } = error as { name?: string; message?: string }
  const code = codeOf(error)
  if (name === 'TimeoutError' || code === 'UND_ERR_HEADERS_TIMEOUT') return 'no answer in time'
  return (message !== undefined && message !== '' ? message : (code ?? 'failed')).slice(0, 200)
}
