/** The ESME's side of the transport: call an SMSC and bind. */
import { connect as connectPlain } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { ConnectionOptions } from 'node:tls'
import type { SessionEngine } from './engine.ts'
import type { Session } from './session.ts'
import type { BindKind, CloseReason, Peer, SessionEvents, SessionLimits } from './session-types.ts'
import { engineOn } from './socket.ts'
import { statusName } from './status.ts'

/** What TLS options a connection takes: trust, own certificate, name. The rest keeps the runtime's safe defaults. */
export type TlsOptions = Pick<
  ConnectionOptions,
  | 'servername'
  | 'ca'
  | 'cert'
  | 'key'
  | 'passphrase'
  | 'rejectUnauthorized'
  | 'minVersion'
  | 'ciphers'
  | 'ALPNProtocols'
>

export interface BindFields {
  kind: BindKind
  /** Up to 64 characters, as the password: the standard's 15 and 8 are too short for real carriers. */
  system_id: string
  password: string
  system_type?: string
  addr_ton?: number
  addr_npi?: number
  address_range?: string
  /** 0x34 by default. */
  interface_version?: number
}

export interface DialOptions {
  host: string
  port: number
  /** true: with TLS and the system's trusted roots. The name checked is `servername`, else the host. */
  tls?: boolean | TlsOptions
  /** Default 10,000. */
  connectTimeoutMs?: number
  signal?: AbortSignal
}

export interface ConnectOptions extends DialOptions, SessionLimits {
  bind: BindFields
  /** Milliseconds of any steady clock. */
  now: () => number
  /** The peer's version when its answer to the bind names none. 3.4 says 3.3; most such peers are 3.4: default 0x34. */
  versionWhenSilent?: number
}

export type ConnectFailure =
  | 'unreachable'
  | 'connect_timeout'
  | 'tls'
  | 'bind_refused'
  | 'bind_timeout'
  | 'closed'
  | 'aborted'

export class SmppConnectError extends Error {
  override readonly name = 'SmppConnectError'
  readonly reason: ConnectFailure
  /** command_status of a refused bind. */
  readonly status: number | undefined

  constructor(
    reason: ConnectFailure,
    message: string,
    options: { status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.reason = reason
    this.status = options.status
  }
}

/** Opens a connection and binds. Resolves when bound; rejects with SmppConnectError, and then nothing is left open. */
export async function connect<Cookie = unknown>(
  options: ConnectOptions,
  events: SessionEvents<Cookie>,
): Promise<Session<Cookie>> {
  const socket = await dial(options)
  return new Promise((resolve, reject) => {
    const abort = (): void => engine.close('closed_by_us')
    const settle = (): void => options.signal?.removeEventListener('abort', abort)
    const engine = engineOn<Cookie>(socket, {
      ...options,
      role: 'ESME',
      events,
      desk: {
        bound: () => {
          settle()
          resolve(engine.session)
        },
        ended: (ended, reason, error) => {
          settle()
          reject(bindFailure(ended.peer, ended.bindStatus, reason, error, options.signal))
        },
      },
    })
    options.signal?.addEventListener('abort', abort)
    try {
      sendBind(engine, options.bind)
    } catch (error) {
      reject(error as Error)
      engine.close('closed_by_us')
    }
  })
}

export function sendBind<Cookie>(engine: SessionEngine<Cookie>, bind: BindFields): void {
  const { kind, ...fields } = bind
  engine.bind(kind, { interface_version: 0x34, ...fields })
}

/** A connected, and with TLS secured, socket. Rejects with SmppConnectError. */
export function dial(options: DialOptions): Promise<Socket> {
  const { host, port, tls = false, connectTimeoutMs = 10_000, signal } = options
  return new Promise((resolve, reject) => {
    let connected = false
    const socket =
      tls === false ? connectPlain({ host, port }) : connectTls(tlsOptions(host, port, tls))
    const fail = (reason: ConnectFailure, message: string, cause?: unknown): void => {
      settle()
      // The socket may still report what it was doing; nobody waits for that any more.
      socket.on('error', () => {})
      socket.destroy()
      reject(new SmppConnectError(reason, `${host}:${port} ${message}`, { cause }))
    }
    const onError = (error: Error): void =>
      connected
        ? fail('tls', `TLS failed: ${error.message}`, error)
        : fail('unreachable', `unreachable: ${error.message}`, error)
    const onAbort = (): void => fail('aborted', 'was given up', signal?.reason)
    const timer = setTimeout(
      () => fail('connect_timeout', `gave no connection in ${connectTimeoutMs} ms`),
      connectTimeoutMs,
    )
    const settle = (): void => {
      clearTimeout(timer)
      socket.off('error', onError)
      signal?.removeEventListener('abort', onAbort)
    }
    socket.on('error', onError)
    socket.once('connect', () => (connected = true))
    socket.once(tls === false ? 'connect' : 'secureConnect', () => {
      settle()
      resolve(socket)
    })
    signal?.addEventListener('abort', onAbort)
    if (signal?.aborted) onAbort()
  })
}

function tlsOptions(host: string, port: number, tls: true | TlsOptions): ConnectionOptions {
  const given = tls === true ? {} : tls
  // An address is no name to ask for (RFC 6066 §3); the certificate is then checked against the address.
  const servername = given.servername ?? (/^[\d.]+$|:/.test(host) ? undefined : host)
  return {
    host,
    port,
    minVersion: 'TLSv1.2',
    ...given,
    ...(servername === undefined ? {} : { servername }),
  }
}

function bindFailure(
  peer: Peer,
  bindStatus: number,
  reason: CloseReason,
  error: Error | undefined,
  signal: AbortSignal | undefined,
): SmppConnectError {
  const at = `${peer.address}:${peer.port}`
  if (signal?.aborted)
    return new SmppConnectError('aborted', `${at} was given up`, { cause: signal.reason })
  if (reason === 'bind_refused') {
    return new SmppConnectError(
      'bind_refused',
      `${at} refused the bind: ${statusName(bindStatus)}`,
      { status: bindStatus },
    )
  }
  if (reason === 'session_init_timeout')
    return new SmppConnectError('bind_timeout', `${at} did not answer the bind`)
  return new SmppConnectError('closed', `${at} closed before the bind was answered`, {
    cause: error,
  })
}

/**
 * How long to wait before the next try: doubles from 1 s to 60 s, then a random half to whole of it, so that a
 * carrier's restart is not followed by everybody at once.
 * @param attempt 0 for the first try after a loss
 * @param random 0 to 1
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const longest = Math.min(1_000 * 2 ** Math.min(attempt, 10), 60_000)
  return Math.round(longest * (0.5 + random / 2))
}
