/** A session on a net or tls socket: one write per tick, reading stopped under pressure, timers. */
import type { Socket } from 'node:net'
import { SessionEngine } from './engine.ts'
import type { Connection } from './connection.ts'
import { fullLimits } from './session-types.ts'
import type { CloseReason, Role, SessionEvents, SessionLimits } from './session-types.ts'
import type { PduView } from './view.ts'

/** How long the peer may take to close its side after we closed ours. */
const closeGraceMs = 2_000

/** Who decides about binds, and keeps the list of sessions. */
export interface Desk<Cookie> {
  bindRequested?(engine: SessionEngine<Cookie>, view: PduView): void
  outbindReceived?(engine: SessionEngine<Cookie>, view: PduView): void
  bound(engine: SessionEngine<Cookie>, view: PduView): void
  ended(engine: SessionEngine<Cookie>, reason: CloseReason, error: Error | undefined): void
}

export interface SocketSessionOptions<Cookie> extends SessionLimits {
  role: Role
  /** Milliseconds of any steady clock. */
  now: () => number
  events: SessionEvents<Cookie>
  desk: Desk<Cookie>
  versionWhenSilent?: number | undefined
}

/** Sockets with something to write at the end of this tick: one immediate serves them all. */
let unwritten: { flush(): void }[] = []

function writeAll(): void {
  const connections = unwritten
  unwritten = []
  for (const connection of connections) connection.flush()
}

class SocketConnection<Cookie> implements Connection<Cookie> {
  readonly engine: SessionEngine<Cookie>
  readonly #socket: Socket
  readonly #desk: Desk<Cookie>
  readonly #timer: NodeJS.Timeout
  #listed = false
  #writing = false
  #ending = false
  #error: Error | undefined

  constructor(socket: Socket, options: SocketSessionOptions<Cookie>) {
    const { now } = options
    this.#socket = socket
    this.#desk = options.desk
    const tickMs = tickOf(options)
    const { remoteAddress, remotePort } = socket
    const peer = {
      address: (remoteAddress ?? '').replace(/^::ffff:/, ''),
      port: remotePort ?? 0,
      tls: 'encrypted' in socket && socket.encrypted === true,
    }
    this.engine = new SessionEngine<Cookie>({
      ...options,
      connection: this,
      peer,
      now: now(),
      tickMs,
    })
    this.#timer = setInterval(() => this.engine.tick(now()), tickMs)
    this.#timer.unref()
    // Otherwise a lone answer waits for the peer's delayed ACK, about 40 ms.
    socket.setNoDelay(true)
    socket.on('data', (chunk: Buffer) => this.engine.receive(chunk, now()))
    socket.on('error', (error) => (this.#error = error))
    socket.on('close', () => {
      clearInterval(this.#timer)
      this.engine.lost(this.#error)
    })
  }

  flushSoon(): void {
    if (this.#listed || this.#writing) return
    this.#listed = true
    if (unwritten.length === 0) setImmediate(writeAll)
    unwritten.push(this)
  }

  flush(): void {
    this.#listed = false
    const { outgoing, counters } = this.engine
    const { writer } = outgoing
    if (this.#writing || this.#ending || writer.length === 0 || this.#socket.destroyed) return
    this.#writing = true
    counters.octetsOut += writer.length
    this.#socket.write(writer.take(), this.#written)
  }

  /** While one write is under way the next octets gather in the other buffer: a slow socket gets fewer, larger writes. */
  readonly #written = (): void => {
    this.#writing = false
    this.engine.outgoing.writer.giveBack()
    if (this.engine.outgoing.writer.length > 0) this.flushSoon()
    this.engine.drained()
  }

  pauseReading(): void {
    this.#socket.pause()
  }

  resumeReading(): void {
    this.#socket.resume()
  }

  end(): void {
    if (this.#ending) return
    this.#ending = true
    clearInterval(this.#timer)
    const { outgoing, counters } = this.engine
    const { writer } = outgoing
    counters.octetsOut += writer.length
    // A copy: the buffer may still be the socket's when the session is long gone.
    this.#socket.end(Buffer.from(writer.take()))
    // Read on, so that the peer's last octets do not keep the socket from closing.
    this.#socket.resume()
    setTimeout(() => this.#socket.destroy(), closeGraceMs).unref()
  }

  bindRequested(engine: SessionEngine<Cookie>, view: PduView): void {
    this.#desk.bindRequested?.(engine, view)
  }
  outbindReceived(engine: SessionEngine<Cookie>, view: PduView): void {
    this.#desk.outbindReceived?.(engine, view)
  }
  bound(engine: SessionEngine<Cookie>, view: PduView): void {
    this.#desk.bound(engine, view)
  }
  ended(engine: SessionEngine<Cookie>, reason: CloseReason, error: Error | undefined): void {
    this.#desk.ended(engine, reason, error)
  }
}

/** Often enough for the shortest timer, at most twice a second. */
function tickOf(options: SessionLimits): number {
  const limits = fullLimits(options)
  const timers = [
    limits.responseTimeoutMs,
    limits.enquireLinkIntervalMs,
    limits.sessionInitTimeoutMs,
    limits.inactivityTimeoutMs,
  ].filter((timer) => timer > 0)
  return Math.min(Math.max(Math.min(...timers) / 4, 5), 500)
}

/** Puts a session on a socket that is connected (and, with TLS, secured). */
export function engineOn<Cookie>(
  socket: Socket,
  options: SocketSessionOptions<Cookie>,
): SessionEngine<Cookie> {
  return new SocketConnection(socket, options).engine
}
