import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import { mayUse, type Credential } from '../http/credential.ts'
import { wireTime } from '../http/wire-time.ts'
import { gauge } from '../metrics.ts'
import type { Log } from '../log.ts'
import type { EventLog, StoredEvent } from './event-log.ts'

/** Who may follow a topic: any one of the scopes, and the root account where it says so. */
export interface Topic {
  scopes: readonly string[]
  rootAccountOnly?: boolean
}

const LOOK_MS = 500
const REPLAY_MAX = 1_000
const SOCKETS_MAX = 2_000
const FRAME_BYTES_MAX = 4_096
const UNSENT_BYTES_MAX = 1 << 20
const PING_MS = 30_000
const FAREWELL_MS = 1_000
/** RFC 6455 §7.4.1 */
const POLICY_VIOLATION = 1008

const sockets = gauge('event_sockets', 'Open event streams')

interface Follower {
  socket: WebSocket
  credential: Credential
  /** Whether the credential still holds; throws when it does not. */
  admit: () => Promise<Credential>
  topics: ReadonlySet<string>
  seq: number
  reading: boolean
  again: boolean
  alive: boolean
}

/**
 * `GET /events/1/stream?topics=a,b&after=SEQ` as a WebSocket. First message: `hello` with the head's sequence, or `reset`
 * when what came after `after` is not kept any more; then every event of the topics, in order.
 */
export class EventStream {
  readonly #log: EventLog
  readonly #topics: Readonly<Record<string, Topic>>
  readonly #logger: Log
  readonly #socketsPerKeyMax: number
  readonly #pingMs: number
  readonly #server = new WebSocketServer({
    noServer: true,
    maxPayload: FRAME_BYTES_MAX,
    perMessageDeflate: false,
  })
  readonly #followers = new Set<Follower>()
  #looking = false
  #lookAgain = false
  #timers: ReturnType<typeof setInterval>[] = []

  constructor(parts: {
    log: EventLog
    /** How often sockets are asked whether they live and credentials whether they hold. */
    pingMs?: number
    topics: Readonly<Record<string, Topic>>
    logger: Log
    /** Of one credential. */
    socketsPerKeyMax: number
  }) {
    this.#socketsPerKeyMax = parts.socketsPerKeyMax
    this.#log = parts.log
    this.#pingMs = parts.pingMs ?? PING_MS
    this.#topics = parts.topics
    this.#logger = parts.logger
  }

  /**
   * @param admit finds out who asks and whether the page that asks is ours; throws to refuse
   * @param admitAgain asks the same of a socket that is open; else a page that nobody looks at would keep its session alive
   */
  attach(
    server: Server,
    admit: (request: IncomingMessage) => Promise<Credential>,
    admitAgain: (request: IncomingMessage) => Promise<Credential>,
  ): void {
    server.on('upgrade', (request, socket, head) => {
      // Whoever asked may be gone before the answer, and a reset that nobody listens for would end the process.
      socket.on('error', () => socket.destroy())
      const address = request.url ?? '/'
      if (!URL.canParse(address, 'http://local')) return refuse(socket, 400, 'Bad Request')
      const url = new URL(address, 'http://local')
      if (url.pathname !== '/events/1/stream') return refuse(socket, 404, 'Not Found')
      if (this.#followers.size >= SOCKETS_MAX) return refuse(socket, 503, 'Service Unavailable')
      admit(request).then(
        (credential) => {
          const topics = this.#allowed(credential, url.searchParams.get('topics'))
          if (topics === null || this.#openOf(credential) >= this.#socketsPerKeyMax)
            return refuse(socket, 403, 'Forbidden')
          const after = Number(url.searchParams.get('after') ?? Number.NaN)
          this.#server.handleUpgrade(
            request,
            socket,
            head,
            (ws) => void this.#follow(ws, credential, topics, after, () => admitAgain(request)),
          )
        },
        (error: { kind?: { status?: number } }) =>
          refuse(socket, error.kind?.status ?? 401, 'Refused'),
      )
    })
    const off = this.#log.onWake(() => this.#lookForAll())
    this.#timers = [
      setInterval(() => this.#lookForAll(), LOOK_MS),
      setInterval(() => this.#ping(), this.#pingMs),
      setInterval(() => void this.#log.clean().catch(() => undefined), 3_600_000),
    ]
    server.on('close', off)
  }

  close(): void {
    for (const timer of this.#timers) clearInterval(timer)
    const open = [...this.#followers].map(({ socket }) => socket)
    for (const socket of open) socket.close(1012, 'the server is restarting')
    // Whoever does not answer the farewell is not waited for.
    setTimeout(() => {
      for (const socket of open) socket.terminate()
    }, FAREWELL_MS).unref()
    this.#server.close()
  }

  /** Sends something that is not kept, such as counters, to whoever follows the topic. */
  tell(accountId: number, topic: string, type: string, data: object, at: Date): void {
    for (const follower of this.#followers)
      if (follower.credential.accountId === accountId && follower.topics.has(topic))
        this.#send(follower, { seq: null, at: wireTime(at), topic, type, id: '', data })
  }

  /** Whether anybody follows a topic of an account, so that nothing is gathered for nobody. */
  followed(accountId: number, topic: string): boolean {
    for (const follower of this.#followers)
      if (follower.credential.accountId === accountId && follower.topics.has(topic)) return true
    return false
  }

  #openOf(credential: Credential): number {
    let count = 0
    for (const { credential: other } of this.#followers)
      if (
        other.accountId === credential.accountId &&
        other.keyId === credential.keyId &&
        other.userId === credential.userId
      )
        count += 1
    return count
  }

  #allowed(credential: Credential, asked: string | null): ReadonlySet<string> | null {
    const names = asked === null || asked === '' ? Object.keys(this.#topics) : asked.split(',')
    const may = names.filter((name) => {
      const topic = this.#topics[name]
      return (
        topic !== undefined &&
        mayUse(credential, topic.scopes) &&
        (!topic.rootAccountOnly || credential.isRootAccount)
      )
    })
    // Asked by name, a topic that may not be followed is an error; not asked, it is just not there.
    return asked !== null && asked !== '' && may.length < names.length ? null : new Set(may)
  }

  async #follow(
    socket: WebSocket,
    credential: Credential,
    topics: ReadonlySet<string>,
    after: number,
    admit: () => Promise<Credential>,
  ): Promise<void> {
    const follower: Follower = {
      socket,
      credential,
      admit,
      topics,
      seq: 0,
      reading: false,
      again: false,
      alive: true,
    }
    socket.on('error', () => socket.terminate())
    socket.on('pong', () => {
      follower.alive = true
    })
    socket.on('close', () => {
      this.#followers.delete(follower)
      sockets.set(this.#followers.size)
    })
    try {
      const head = await this.#log.head(credential.accountId)
      const resumes =
        Number.isSafeInteger(after) &&
        after >= 0 &&
        after <= head &&
        after + 1 >= (await this.#log.tail(credential.accountId))
      follower.seq = resumes ? after : head
      this.#send(follower, { type: Number.isNaN(after) || resumes ? 'hello' : 'reset', seq: head })
      // Closed in the meantime: its `close` has passed, and nothing would take it out again.
      if (socket.readyState !== socket.OPEN) return
      this.#followers.add(follower)
      sockets.set(this.#followers.size)
      this.#read(follower)
    } catch (error) {
      this.#logger.warn({ reason: (error as Error).message }, 'an event stream could not begin')
      socket.close(1013, 'try again')
    }
  }

  /** One query tells whom there is something for, however many follow. */
  #lookForAll(): void {
    if (this.#looking) {
      this.#lookAgain = true
      return
    }
    if (this.#followers.size === 0) return
    this.#looking = true
    const accountIds = new Set([...this.#followers].map((one) => one.credential.accountId))
    this.#log
      .heads([...accountIds])
      .then((heads) => {
        for (const follower of this.#followers)
          if ((heads.get(follower.credential.accountId) ?? 0) > follower.seq) this.#read(follower)
      })
      .catch((error: unknown) =>
        this.#logger.debug({ reason: (error as Error).message }, 'events could not be looked for'),
      )
      .finally(() => {
        this.#looking = false
        const again = this.#lookAgain
        this.#lookAgain = false
        if (again) this.#lookForAll()
      })
  }

  #read(follower: Follower): void {
    if (follower.reading) {
      follower.again = true
      return
    }
    follower.reading = true
    this.#pass(follower)
      .catch((error: unknown) =>
        this.#logger.debug({ reason: (error as Error).message }, 'events could not be read'),
      )
      .finally(() => {
        follower.reading = false
        const again = follower.again
        follower.again = false
        if (again) this.#read(follower)
      })
  }

  async #pass(follower: Follower): Promise<void> {
    for (;;) {
      const found = await this.#log.after(follower.credential.accountId, follower.seq, REPLAY_MAX)
      for (const event of found) {
        follower.seq = event.seq
        if (follower.topics.has(event.topic)) this.#send(follower, toWire(event))
      }
      if (found.length < REPLAY_MAX) return
    }
  }

  #send(follower: Follower, message: object): void {
    if (follower.socket.readyState !== follower.socket.OPEN) return
    // A reader that does not keep up is let go; it comes back with the last sequence it has.
    if (follower.socket.bufferedAmount > UNSENT_BYTES_MAX) return follower.socket.terminate()
    follower.socket.send(JSON.stringify(message))
  }

  #ping(): void {
    for (const follower of this.#followers) {
      if (!follower.alive) follower.socket.terminate()
      follower.alive = false
      follower.socket.ping()
      this.#admitAgain(follower)
    }
  }

  /** A key that was revoked or a session that ended follows nothing any more. */
  #admitAgain({ admit, socket, topics }: Follower): void {
    admit().then(
      (credential) => {
        if (this.#allowed(credential, [...topics].join(',')) === null)
          socket.close(POLICY_VIOLATION, 'no longer allowed')
      },
      (error: { kind?: { status?: number } }) => {
        if (error.kind?.status === 401 || error.kind?.status === 403)
          socket.close(POLICY_VIOLATION, 'the credential ended')
      },
    )
  }
}

const toWire = (event: StoredEvent) => ({
  seq: event.seq,
  at: wireTime(event.at),
  topic: event.topic,
  type: event.type,
  id: event.id,
  data: event.data,
})

function refuse(socket: Duplex, status: number, text: string): void {
  socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}
