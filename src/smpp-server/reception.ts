import { readFile } from 'node:fs/promises'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { gauge } from '../core/metrics.ts'
import { isConnectionLost, type Db } from '../core/storage/index.ts'
import {
  listen,
  type CloseReason,
  type ListenOptions,
  type Session,
  type SessionEvents,
  type SmppServer,
} from '../protocols/smpp/index.ts'
import type { AccountsDoor } from '../messaging/index.ts'
import type { Admission, BindDesk } from './bind-desk.ts'
import { Customer, type Bind, type Handover } from './customer.ts'
import type { Deliveries } from './deliveries.ts'
import type { Requests } from './requests.ts'
import { deleteBinds, dropStaleBinds, refreshBinds } from './store/binds.ts'
import { readUsers } from './store/users.ts'
import { freshSince, isOpen, toUser } from './users.ts'

/** Binds are kept fresh, and settings looked after, this often. */
const LOOK_AFTER_MS = 2_000
const STALE_MS = 120_000
const STOP_GRACE_MS = 3_000

const limits = {
  connectionsMax: 2_000,
  connectionsPerAddressMax: 200,
  bindsPerAddressPerMinuteMax: 600,
}

const bound = gauge('smpp_server_binds', 'Binds of customers at this process')

export interface Ports {
  host: string
  /** null: none in the clear. 0: any free one. */
  port: number | null
  tls: { port: number; certFile: string; keyFile: string } | null
}

/** The open ports and the binds behind them. */
export class Reception {
  readonly customers = new Map<number, Customer>()
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #desk: BindDesk
  readonly #accounts: Pick<AccountsDoor, 'policies'>
  readonly #ports: Ports
  readonly #binds = new Map<string, Bind>()
  #plain: SmppServer<Handover> | null = null
  #tls: SmppServer<Handover> | null = null
  #timer: ReturnType<typeof setInterval> | null = null
  #lookingAfter: Promise<void> = Promise.resolve()
  readonly #leaving = new Set<Promise<void>>()

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    accounts: Pick<AccountsDoor, 'policies'>
    desk: BindDesk
    ports: Ports
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#accounts = parts.accounts
    this.#desk = parts.desk
    this.#ports = parts.ports
  }

  get port(): number | null {
    return this.#plain?.port ?? null
  }
  get tlsPort(): number | null {
    return this.#tls?.port ?? null
  }

  async start(requests: Requests, deliveries: Deliveries): Promise<void> {
    const { host, port, tls } = this.#ports
    const events = this.#events(requests, deliveries)
    if (port !== null) this.#plain = await this.#listen({ host, port }, events)
    if (tls !== null) {
      const [cert, key] = await Promise.all([readFile(tls.certFile), readFile(tls.keyFile)])
      this.#tls = await this.#listen({ host, port: tls.port, tls: { cert, key } }, events)
    }
    this.#timer = setInterval(() => this.lookAfter(), LOOK_AFTER_MS)
  }

  /** Takes no more binds, unbinds everybody, and waits until all are gone. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer)
    await Promise.all([this.#plain?.close(STOP_GRACE_MS), this.#tls?.close(STOP_GRACE_MS)])
    await this.#lookingAfter
    await Promise.all(this.#leaving)
  }

  #listen(
    where: Pick<ListenOptions, 'host' | 'port' | 'tls'>,
    events: SessionEvents<Handover>,
  ): Promise<SmppServer<Handover>> {
    return listen<Handover>(
      { ...where, now: () => this.#clock.ms(), systemId: 'trunkline' },
      { ...limits, authenticate: (bind) => this.#desk.decide(bind) },
      events,
    )
  }

  #events(requests: Requests, deliveries: Deliveries): SessionEvents<Handover> {
    const bindOf = (session: Session<Handover>) => session.attachment as Bind
    return {
      onBound: (session) => {
        this.#enter(session)
        deliveries.wake()
      },
      onRequest: (session, view, ticket) => requests.answer(bindOf(session), view, ticket),
      onResponse: (session, handover, view) => deliveries.answered(bindOf(session), handover, view),
      onOutcomeUnknown: (session, handover, reason) =>
        deliveries.unanswered(bindOf(session), handover, reason),
      onWindowOpen: (session) => deliveries.pump(bindOf(session).customer),
      onFault: (_session, error) =>
        this.#log.error({ err: error }, 'a session of an SMPP customer met a fault of ours'),
      onClose: (session, reason) => {
        const bind = bindOf(session)
        this.#leave(bind, reason)
        if (bind.customer.receivers.length === 0) deliveries.leaveOff(bind.customer)
      },
    }
  }

  #enter(session: Session<Handover>): void {
    const { bindId, user } = session.attachment as Admission
    const customer = this.customers.get(user.userId) ?? new Customer(user, this.#clock.ms())
    this.customers.set(user.userId, customer)
    const bind: Bind = { id: bindId, session, customer, submitted: 0, delivered: 0 }
    session.attachment = bind
    customer.binds.add(bind)
    customer.set(user)
    this.#binds.set(bindId, bind)
    bound.set(this.#binds.size)
  }

  #leave(bind: Bind, reason: CloseReason): void {
    const { customer } = bind
    customer.binds.delete(bind)
    if (customer.binds.size === 0) this.customers.delete(customer.user.userId)
    this.#binds.delete(bind.id)
    bound.set(this.#binds.size)
    this.#log.info({ userId: customer.user.userId, reason }, 'an SMPP customer is unbound')
    // A row that stays is soon not fresh any more.
    const leaving = deleteBinds(this.#db, [bind.id]).then(
      () => undefined,
      () => undefined,
    )
    this.#leaving.add(leaving)
    void leaving.then(() => this.#leaving.delete(leaving))
  }

  /** Keeps binds fresh, ends those that are to end, and brings settings to those that stay. */
  lookAfter(): void {
    this.#lookingAfter = this.#lookingAfter
      .then(() => this.#lookAfter())
      .catch((error: unknown) => {
        if (!isConnectionLost(error))
          this.#log.error({ err: error }, 'binds of SMPP customers could not be looked after')
      })
  }

  async #lookAfter(): Promise<void> {
    const now = this.#clock.now()
    await dropStaleBinds(this.#db, new Date(now.getTime() - STALE_MS))
    if (this.#binds.size === 0) return
    const held = [...this.#binds.values()]
    const kept = new Map(
      (
        await refreshBinds(
          this.#db,
          held.map(({ id, submitted, delivered }) => ({ bind_id: id, submitted, delivered })),
          now,
        )
      ).map((one) => [one.bind_id, one]),
    )
    for (const bind of held) if (kept.get(bind.id)?.ending !== false) bind.session.unbind()
    const userIds = [...this.customers.keys()]
    const users = new Map(
      (await readUsers(this.#db, userIds, freshSince(this.#clock))).map((row) => [
        row.user_id,
        toUser(row),
      ]),
    )
    const policies = await this.#accounts.policies(this.#db, [
      ...new Set([...users.values()].map((user) => user.accountId)),
    ])
    for (const customer of this.customers.values()) {
      const user = users.get(customer.user.userId)
      if (user?.enabled && isOpen(policies.get(user.accountId))) customer.set(user)
      else for (const { session } of customer.binds) session.unbind()
    }
  }
}
