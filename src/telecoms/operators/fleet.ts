import type { Clock } from '../../core/clock.ts'
import type { Log } from '../../core/log.ts'
import { Seconds } from '../../core/seconds.ts'
import type { Secrets } from '../../core/secrets.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Connection, ConnectionState } from './connection.ts'
import { FigureBook } from './figures.ts'
import { HttpLink, type HttpLinkNeeds } from './http/http-link.ts'
import { GRACE_MS, Link, type LinkNeeds } from './link.ts'
import type { OperatorLink } from './operator-link.ts'
import type { Listener } from './reception.ts'
import { allConnections, saveLearnedIdForm } from './store/connections.ts'

const secondsNames = ['submitted', 'accepted', 'refused', 'throttled', 'unknown', 'receipts', 'inbound'] as const // prettier-ignore
export type SecondsName = (typeof secondsNames)[number]

/** Changes made on another node are seen after so long. */
const POLL_MS = 5_000
const FIGURES_MS = 1_000
/** What stored passwords are encrypted for. */
const PASSWORD_PURPOSE = 'connection-password'
const SIGNATURE_PURPOSE = 'connection-signature'

export const encryptPassword = (secrets: Secrets, id: number, password: string): Buffer =>
  secrets.encrypt(PASSWORD_PURPOSE, password, String(id))

export const encryptSignature = (secrets: Secrets, id: number, secret: string): Buffer =>
  secrets.encrypt(SIGNATURE_PURPOSE, secret, String(id))

const decryptSignature = (secrets: Secrets, { id, signatureBox }: Connection): string =>
  signatureBox === null
    ? ''
    : secrets.decrypt(SIGNATURE_PURPOSE, signatureBox, String(id)).toString()

export const decryptPassword = (
  secrets: Secrets,
  connection: Pick<Connection, 'id' | 'passwordBox'>,
): string =>
  connection.passwordBox === null
    ? ''
    : secrets.decrypt(PASSWORD_PURPOSE, connection.passwordBox, String(connection.id)).toString()

/** At the end of the program: whoever sends has waited for answers already, and the whole stop has 20 s. */
const STOP_GRACE_MS = 3_000

/** All links of this process, kept in step with the table. */
export class Fleet {
  readonly links = new Map<number, OperatorLink>()
  readonly onRoom: ((connectionId: number) => void)[] = []
  listener: Listener | null = null

  readonly #db: Db
  readonly #log: Log
  readonly #linkNeeds: LinkNeeds & HttpLinkNeeds
  readonly #figures = new Map<number, FigureBook>()
  readonly #seconds = new Map<number, Seconds<SecondsName>>()
  #simulatorOn = false
  #running = false
  #timers: NodeJS.Timeout[] = []
  #reading: Promise<void> = Promise.resolve()
  #pollFailed = false

  constructor(needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    log: Log
    /** Private networks in which the API of an operator may lie. */
    networks: readonly string[]
    callbackUrlOf(connection: Connection): string
    onState(connectionId: number, state: ConnectionState): void
  }) {
    this.#db = needs.db
    this.#log = needs.log
    this.#linkNeeds = {
      clock: needs.clock,
      log: needs.log,
      passwordOf: (connection) => decryptPassword(needs.secrets, connection),
      networks: needs.networks,
      accountOf: (connection) => ({
        name: connection.systemId,
        secret: decryptPassword(needs.secrets, connection),
        signatureSecret: decryptSignature(needs.secrets, connection),
        callbackUrl: connection.http?.reports === 'PUSH' ? needs.callbackUrlOf(connection) : null,
      }),
      listener: () => this.listener,
      onRoom: (connectionId) => {
        for (const listener of this.onRoom) listener(connectionId)
      },
      onState: needs.onState,
      learnedIdForm: (connectionId, form) => {
        needs.log.info({ connectionId, form }, 'found out how an operator writes message ids')
        saveLearnedIdForm(needs.db, connectionId, form).catch((error: unknown) =>
          needs.log.warn(
            { err: error, connectionId },
            'could not store how an operator writes message ids',
          ),
        )
      },
    }
  }

  /** Whether the simulator runs: while it does not, nobody calls it, whatever the connection says. */
  setSimulatorOn(on: boolean): void {
    this.#simulatorOn = on
  }

  isActive(connection: Connection): boolean {
    return connection.enabled && (!connection.simulated || this.#simulatorOn)
  }

  async start(): Promise<void> {
    this.#running = true
    await this.reload()
    this.#timers = [
      setInterval(() => void this.#poll(), POLL_MS).unref(),
      setInterval(() => this.handOverFigures(), FIGURES_MS).unref(),
    ]
  }

  /** Reads the table and applies what is different. Reads follow one another, so that an older one never wins. */
  reload(): Promise<void> {
    const read = this.#reading.then(() => this.#apply())
    this.#reading = read.catch(() => {})
    return read
  }

  async #poll(): Promise<void> {
    try {
      await this.reload()
      this.#pollFailed = false
    } catch (error) {
      // Once: while the database is away, every other part says so, too.
      if (!this.#pollFailed)
        this.#log.warn({ err: error }, 'could not read the operator connections; those in use stay')
      this.#pollFailed = true
    }
  }

  async #apply(): Promise<void> {
    if (!this.#running) return
    const connections = await allConnections(this.#db)
    if (!this.#running) return
    const stored = new Set(connections.map((one) => one.id))
    for (const [id, link] of this.links)
      if (!stored.has(id)) {
        this.links.delete(id)
        this.#figures.get(id)?.close()
        this.#figures.delete(id)
        this.#seconds.delete(id)
        void link.stop(GRACE_MS)
      }
    for (const connection of connections) {
      const link = this.links.get(connection.id)
      const active = this.isActive(connection)
      if (link && link.connection.kind === connection.kind) link.change(connection, active)
      else {
        void link?.stop(GRACE_MS)
        this.links.set(connection.id, this.#linkTo(connection, active))
      }
    }
  }

  #linkTo(connection: Connection, active: boolean): OperatorLink {
    return connection.kind === 'HTTP'
      ? new HttpLink(connection, active, this.#linkNeeds)
      : new Link(connection, active, this.#linkNeeds)
  }

  /** What each connection did in each of the last sixty seconds; nothing yet for one that is new. */
  secondsOf(connectionId: number): Record<SecondsName, number[]> {
    return (this.#seconds.get(connectionId) ?? new Seconds(secondsNames)).read()
  }

  handOverFigures(): void {
    for (const [id, link] of this.links) {
      const live = link.live()
      let book = this.#figures.get(id)
      if (!book) this.#figures.set(id, (book = new FigureBook()))
      let seconds = this.#seconds.get(id)
      if (!seconds) this.#seconds.set(id, (seconds = new Seconds(secondsNames, live.now)))
      seconds.look(live.counters, live.now)
      book.handOver({
        name: link.connection.name,
        simulated: link.connection.simulated,
        bound: live.binds.filter((bind) => bind.isBound).length,
        wanted: link.wantedBinds,
        waiting: live.waiting,
        roundTripMs: live.roundTripMs,
        counters: live.counters,
      })
    }
  }

  /** Takes nothing more, awaits what is under way for at most 10 s, unbinds everywhere. */
  async stop(): Promise<void> {
    this.#running = false
    for (const timer of this.#timers) clearInterval(timer)
    await Promise.all([...this.links.values()].map((link) => link.stop(STOP_GRACE_MS)))
    this.handOverFigures()
    this.links.clear()
  }
}
