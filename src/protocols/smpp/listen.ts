/** The SMSC's side of the transport: be called, by TCP or TLS, and decide about binds; and outbind both ways. */
import { createServer as createPlain } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { createServer as createTls } from 'node:tls'
import type { TlsOptions as ServerTlsOptions } from 'node:tls'
import { bindKindOf } from './bind-state.ts'
import { SmppConnectError, dial, sendBind } from './connect.ts'
import type { BindFields, DialOptions } from './connect.ts'
import type { SessionEngine } from './engine.ts'
import { BindRate, bindRequest, policyDefaults } from './policy.ts'
import type { BindDecision, ServerPolicy } from './policy.ts'
import type { Session } from './session.ts'
import type { SessionEvents, SessionLimits } from './session-types.ts'
import { engineOn } from './socket.ts'
import type { Desk } from './socket.ts'
import { status } from './status.ts'
import type { PduView } from './view.ts'

export interface ListenOptions extends SessionLimits {
  /** Default 127.0.0.1. */
  host?: string
  /** 0 takes a free one. */
  port: number
  /** Milliseconds of any steady clock. */
  now: () => number
  /** Our name in the answer to a bind, up to 15 characters. */
  systemId: string
  tls?: Pick<
    ServerTlsOptions,
    | 'cert'
    | 'key'
    | 'ca'
    | 'passphrase'
    | 'requestCert'
    | 'rejectUnauthorized'
    | 'minVersion'
    | 'ciphers'
    | 'SNICallback'
  >
}

export interface SmppServer<Cookie = unknown> {
  readonly address: string
  readonly port: number
  /** Bound sessions. */
  readonly sessions: ReadonlySet<Session<Cookie>>
  /** All connections, bound or not. */
  readonly connections: number
  readonly counters: ServerCounters
  /** Takes no more connections, unbinds everybody and closes what is left after graceMs (default 5,000). */
  close(graceMs?: number): Promise<void>
}

export interface ServerCounters {
  accepted: number
  /** Closed unheard, over connectionsMax or connectionsPerAddressMax. */
  turnedAway: number
  bindsRefused: number
  /** Ended without ever being bound. */
  neverBound: number
}

const closeGraceMs = 5_000
/** Waits for ESMEs. Resolves when the port is open; rejects with the system's error (EADDRINUSE, EACCES, …). */
export function listen<Cookie = unknown>(
  options: ListenOptions,
  policy: ServerPolicy,
  events: SessionEvents<Cookie>,
): Promise<SmppServer<Cookie>> {
  const counters: ServerCounters = { accepted: 0, turnedAway: 0, bindsRefused: 0, neverBound: 0 }
  const bindDesk = new BindDesk(options, policy, events, counters)
  return serve<Cookie>(options, policy, counters, (socket, desk) =>
    engineOn<Cookie>(socket, {
      ...options,
      role: 'SMSC',
      events,
      desk: { ...desk, bindRequested: (engine, view) => bindDesk.decide(engine, view) },
    }),
  )
}

/** An ESME that waits to be called (outbind, 3.4 §2.2.1) and binds back on the same connection. */
export function listenForOutbind<Cookie = unknown>(
  options: Omit<ListenOptions, 'systemId'> & {
    /** The bind to answer an outbind with; undefined closes. Check the SMSC's name and password here. */
    answer: (outbind: {
      system_id: string
      password: string
      address: string
    }) => BindFields | undefined
  },
  events: SessionEvents<Cookie>,
): Promise<SmppServer<Cookie>> {
  const counters: ServerCounters = { accepted: 0, turnedAway: 0, bindsRefused: 0, neverBound: 0 }
  const outbindReceived = (engine: SessionEngine<Cookie>, view: PduView): void => {
    const { address } = engine.peer
    const bind = options.answer({
      system_id: view.text('system_id'),
      password: view.text('password'),
      address,
    })
    if (bind === undefined) engine.close('policy')
    else sendBind(engine, bind)
  }
  return serve<Cookie>(options, {}, counters, (socket, desk) =>
    engineOn<Cookie>(socket, {
      ...options,
      role: 'ESME',
      events,
      desk: { ...desk, outbindReceived },
    }),
  )
}

/** An SMSC that calls an ESME, sends outbind, and waits for its bind. Rejects with SmppConnectError. */
export async function outbind<Cookie = unknown>(
  options: DialOptions &
    SessionLimits & {
      now: () => number
      systemId: string
      outbind: { system_id: string; password: string }
    },
  policy: ServerPolicy,
  events: SessionEvents<Cookie>,
): Promise<Session<Cookie>> {
  const counters: ServerCounters = { accepted: 0, turnedAway: 0, bindsRefused: 0, neverBound: 0 }
  const bindDesk = new BindDesk(options, policy, events, counters)
  const socket = await dial(options)
  return new Promise((resolve, reject) => {
    const engine = engineOn<Cookie>(socket, {
      ...options,
      role: 'SMSC',
      events,
      desk: {
        bindRequested: (asking, view) => bindDesk.decide(asking, view),
        bound: (bound) => resolve(bound.session),
        ended: (_, reason, cause) =>
          reject(
            new SmppConnectError('closed', `no bind followed the outbind: ${reason}`, { cause }),
          ),
      },
    })
    engine.outbind(options.outbind)
  })
}

/** Puts each bind to the policy and carries out what it says. */
class BindDesk<Cookie> {
  readonly #options: { systemId: string; now: () => number }
  readonly #policy: ServerPolicy
  readonly #events: SessionEvents<Cookie>
  readonly #counters: ServerCounters
  readonly #rate: BindRate
  readonly #attempts = new WeakMap<SessionEngine<Cookie>, number>()

  constructor(
    options: { systemId: string; now: () => number },
    policy: ServerPolicy,
    events: SessionEvents<Cookie>,
    counters: ServerCounters,
  ) {
    this.#options = options
    this.#policy = policy
    this.#events = events
    this.#counters = counters
    this.#rate = new BindRate(
      policy.bindsPerAddressPerMinuteMax ?? policyDefaults.bindsPerAddressPerMinuteMax,
    )
  }

  decide(engine: SessionEngine<Cookie>, view: PduView): void {
    if (!this.#rate.allow(engine.peer.address, this.#options.now())) {
      return this.#carryOut(engine, { accepted: false, status: status.ESME_RBINDFAIL })
    }
    try {
      const decision = this.#policy.authenticate(
        bindRequest(engine.peer, bindKindOf(view.commandId)!, view),
      )
      if (!(decision instanceof Promise)) return this.#carryOut(engine, decision)
      decision.then(
        (later) => this.#carryOut(engine, later),
        (error: unknown) => this.#failed(engine, error),
      )
    } catch (error) {
      this.#failed(engine, error)
    }
  }

  #failed(engine: SessionEngine<Cookie>, error: unknown): void {
    this.#carryOut(engine, { accepted: false, status: status.ESME_RSYSERR })
    this.#events.onFault?.(engine.session, error)
  }

  #carryOut(engine: SessionEngine<Cookie>, decision: BindDecision): void {
    if (decision.accepted) {
      engine.session.attachment = decision.attachment
      return engine.acceptBind(this.#options.systemId, decision)
    }
    this.#counters.bindsRefused++
    engine.refuseBind(decision.status)
    const attempts = (this.#attempts.get(engine) ?? 0) + 1
    this.#attempts.set(engine, attempts)
    const attemptsMax =
      this.#policy.bindAttemptsPerConnectionMax ?? policyDefaults.bindAttemptsPerConnectionMax
    if (attempts >= attemptsMax) engine.close('policy')
  }
}

type OpenSession<Cookie> = (socket: Socket, desk: Desk<Cookie>) => SessionEngine<Cookie>

/** Opens the port and keeps the books: connections in all and by address, bound sessions. */
function serve<Cookie>(
  options: Pick<ListenOptions, 'host' | 'port' | 'tls'>,
  policy: Partial<ServerPolicy>,
  counters: ServerCounters,
  open: OpenSession<Cookie>,
): Promise<SmppServer<Cookie>> {
  const connectionsMax = policy.connectionsMax ?? policyDefaults.connectionsMax
  const perAddressMax = policy.connectionsPerAddressMax ?? policyDefaults.connectionsPerAddressMax
  const all = new Set<SessionEngine<Cookie>>()
  const bound = new Set<Session<Cookie>>()
  const sockets = new Set<Socket>()
  const byAddress = new Map<string, number>()

  const admit = (socket: Socket): boolean => {
    const address = socket.remoteAddress ?? ''
    const count = byAddress.get(address) ?? 0
    if (sockets.size >= connectionsMax || count >= perAddressMax) {
      counters.turnedAway++
      socket.destroy()
      return false
    }
    counters.accepted++
    sockets.add(socket)
    byAddress.set(address, count + 1)
    socket.once('close', () => {
      sockets.delete(socket)
      const left = (byAddress.get(address) ?? 1) - 1
      if (left > 0) byAddress.set(address, left)
      else byAddress.delete(address)
    })
    return true
  }
  const start = (socket: Socket): void => {
    const engine = open(socket, {
      bound: (one) => void bound.add(one.session),
      ended: (one) => {
        all.delete(one)
        if (!bound.delete(one.session)) counters.neverBound++
      },
    })
    all.add(engine)
  }
  return openPort(options, admit, start).then((server) => ({
    ...addressOf(server),
    sessions: bound,
    counters,
    get connections() {
      return sockets.size
    },
    close: (graceMs = closeGraceMs) => shut(server, all, sockets, graceMs),
  }))
}

function addressOf(server: Server): { address: string; port: number } {
  const { address, port } = server.address() as AddressInfo
  return { address, port }
}

/** A TLS connection counts from its TCP connection on, so unfinished handshakes have the same limits. */
function openPort(
  options: Pick<ListenOptions, 'host' | 'port' | 'tls'>,
  admit: (socket: Socket) => boolean,
  start: (socket: Socket) => void,
): Promise<Server> {
  const server =
    options.tls === undefined
      ? createPlain((socket) => {
          if (admit(socket)) start(socket)
        })
      : createTls({ minVersion: 'TLSv1.2', handshakeTimeout: 10_000, ...options.tls }, start)
  if (options.tls !== undefined) {
    server.on('connection', admit)
    // A failed handshake is the stranger's affair; the socket is closed by the runtime.
    server.on('tlsClientError', () => {})
  }
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host: options.host ?? '127.0.0.1', port: options.port }, () => {
      server.off('error', reject)
      // Running out of descriptors must not end the process; the caller is simply not served.
      server.on('error', () => {})
      resolve(server)
    })
  })
}

function shut<Cookie>(
  server: Server,
  engines: Set<SessionEngine<Cookie>>,
  sockets: Set<Socket>,
  graceMs: number,
): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const engine of engines) engine.close('server_stopping')
      for (const socket of sockets) socket.destroy()
    }, graceMs)
    server.close(() => {
      clearTimeout(timer)
      resolve()
    })
    for (const engine of engines) {
      if (engine.bound) engine.unbind()
      else engine.close('server_stopping')
    }
  })
}
