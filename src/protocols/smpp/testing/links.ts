/** Real loopback sockets for the tests of this folder: sessions of ours on both ends, or a bare socket on one. */
import { once } from 'node:events'
import { connect as connectSocket, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach } from 'vitest'
import {
  connect,
  decodePdu,
  encodePdu,
  listen,
  type BindFields,
  type CommandName,
  type ConnectOptions,
  type ListenOptions,
  type PduFields,
  type PduView,
  type ServerPolicy,
  type Session,
  type SessionEvents,
  type SmppServer,
} from '../index.ts'

/** A clock the test moves. Sessions look at it every few milliseconds. */
export class TestClock {
  ms = 1_000_000
  readonly now = (): number => this.ms
}

/** Waits until the condition holds; fails after a deadline that only a broken session reaches. */
export async function until(
  condition: () => boolean,
  what: string,
  deadlineMs = 8_000,
): Promise<void> {
  const rounds = deadlineMs / 2
  for (let round = 0; !condition(); round++) {
    if (round > rounds) throw new Error(`never came: ${what}`)
    await delay(2)
  }
}

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp()
})
export const cleanUp = (action: () => unknown): void => void cleanUps.push(action)

export const anyone: ServerPolicy = { authenticate: () => ({ accepted: true }) }
export const transceiver: BindFields = {
  kind: 'transceiver',
  system_id: 'esme',
  password: 'secret',
}
/** Makes sessions look at the test clock every 5 ms. */
export const quickTicks = { sessionInitTimeoutMs: 20 }

export async function startServer<Cookie = unknown>(
  clock: TestClock,
  events: SessionEvents<Cookie> = {},
  options: Partial<ListenOptions> = {},
  policy: ServerPolicy = anyone,
): Promise<SmppServer<Cookie>> {
  const server = await listen<Cookie>(
    { port: 0, now: clock.now, systemId: 'smsc', ...quickTicks, ...options },
    policy,
    events,
  )
  cleanUp(() => server.close(0))
  return server
}

export async function bindTo<Cookie = unknown>(
  clock: TestClock,
  server: { port: number },
  events: SessionEvents<Cookie> = {},
  options: Partial<ConnectOptions> = {},
): Promise<Session<Cookie>> {
  const session = await connect<Cookie>(
    {
      host: '127.0.0.1',
      port: server.port,
      now: clock.now,
      bind: transceiver,
      ...quickTicks,
      ...options,
    },
    events,
  )
  cleanUp(() => session.close())
  return session
}

/** A peer that is only a socket: it says what the test says and keeps what it hears. */
export class BarePeer {
  readonly heard: PduView[] = []
  readonly socket: Socket
  closed = false
  #rest = Buffer.alloc(0)

  constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => this.#take(chunk))
    socket.on('error', () => {})
    socket.on('close', () => (this.closed = true))
    cleanUp(() => socket.destroy())
  }

  static async to(server: { port: number }): Promise<BarePeer> {
    const socket = connectSocket({ host: '127.0.0.1', port: server.port })
    await once(socket, 'connect')
    return new BarePeer(socket)
  }

  say<N extends CommandName>(
    name: N,
    sequence: number,
    fields: PduFields<N> = {},
    status = 0,
  ): void {
    this.socket.write(encodePdu(name, { sequence, status, fields }))
  }

  /** Waits for the next PDU of that name and takes it out. */
  async hear(name: CommandName): Promise<PduView> {
    const find = (): number => this.heard.findIndex((view) => view.name === name)
    await until(() => find() >= 0, name)
    return this.heard.splice(find(), 1)[0]!
  }

  async bind(
    kind: BindFields['kind'] = 'transceiver',
    fields: PduFields<'bind_transceiver'> = {},
  ): Promise<PduView> {
    this.say(`bind_${kind}`, 1, {
      system_id: 'esme',
      password: 'secret',
      interface_version: 0x34,
      ...fields,
    })
    return this.hear(`bind_${kind}_resp`)
  }

  #take(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk])
    while (this.#rest.length >= 4 && this.#rest.length >= this.#rest.readUInt32BE(0)) {
      const octets = this.#rest.readUInt32BE(0)
      this.heard.push(decodePdu(Buffer.from(this.#rest.subarray(0, octets))))
      this.#rest = this.#rest.subarray(octets)
    }
  }
}

/** A bare SMSC: answers nothing that the test does not answer. */
export async function bareServer(onPeer: (peer: BarePeer) => void): Promise<{ port: number }> {
  const server = createServer((socket) => onPeer(new BarePeer(socket)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp(() => server.close())
  return { port: (server.address() as AddressInfo).port }
}

export const message: PduFields<'submit_sm'> = {
  source_addr: '1000',
  destination_addr: '41793026727',
  short_message: Buffer.from('hello'),
}
