import type { Clock } from '../../core/clock.ts'
import { badField, Rejection } from '../../core/http/index.ts'
import type { Log } from '../../core/log.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import type { ConnectionOf } from './choose.ts'
import { contentOf, unconditional } from './content.ts'
import type { AccountTree, RoutingNeeds } from './needs.ts'
import { Ported } from './ported.ts'
import type { AccountNames } from './present.ts'
import type { RouteContent, StoredRoute } from './route.ts'
import {
  allRoutes,
  countForInsert,
  deleteRoute,
  insertFirstRoutes,
  insertRoute,
  ROUTES_MAX,
  updateRoute,
} from './store/routes.ts'
import { compile, type RouteTable } from './table.ts'
import type { RouteSettings } from './wire.ts'

/** Changes made on another node, and in the tree of accounts, are seen after so long. */
const POLL_MS = 5_000

/** The routes of the installation: stored, compiled, and kept in step. */
export class Plan {
  table: RouteTable = compile([])
  /** What the accounts are called that routes name. */
  names: AccountNames = new Map()
  readonly ported: Ported
  /** Grows whenever another table is used. */
  revision = 0
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #connectionOf: ConnectionOf
  readonly #accounts: AccountTree
  #stamp = ''
  #reading: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #pollFailed = false

  constructor(needs: RoutingNeeds) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#log = needs.log
    this.#connectionOf = needs.connection
    this.#accounts = needs.accounts
    this.ported = new Ported(needs.db)
  }

  async start(): Promise<void> {
    await this.reload()
    this.#timer = setInterval(() => void this.#poll(), POLL_MS).unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    await this.#reading
  }

  /** Reads follow one another, so that an older one never wins. */
  reload(): Promise<void> {
    const read = this.#reading.then(async () => {
      await this.ported.reload()
      const routes = await allRoutes(this.#db)
      const named = [...new Set(routes.flatMap((route) => route.accountIds))]
      if (named.length > 0) this.names = await this.#accounts.accountsOf(named)
      const lines = await this.#lines(routes)
      const stamp = JSON.stringify([routes, [...lines]])
      if (stamp === this.#stamp) return
      this.#stamp = stamp
      this.table = compile(routes, (accountId) => lines.get(accountId) ?? [])
      this.revision += 1
    })
    this.#reading = read.catch(() => {})
    return read
  }

  /** By account, those above it whose routes it takes, the nearest first: the nearer one has fewer accounts below it. */
  async #lines(routes: readonly StoredRoute[]): Promise<Map<number, number[]>> {
    const heads = new Set(
      routes.flatMap((route) => (route.withSubAccounts ? route.accountIds : [])),
    )
    const below = await Promise.all(
      [...heads].map(async (head) => ({
        head,
        accountIds: await this.#accounts.accountsBelow(head),
      })),
    )
    const lines = new Map<number, number[]>()
    for (const { head, accountIds } of below.toSorted(
      (a, b) => a.accountIds.length - b.accountIds.length,
    ))
      for (const accountId of accountIds)
        if (accountId !== head) lines.set(accountId, [...(lines.get(accountId) ?? []), head])
    return lines
  }

  async #poll(): Promise<void> {
    try {
      await this.reload()
      this.#pollFailed = false
    } catch (error) {
      if (!this.#pollFailed)
        this.#log.warn({ err: error }, 'could not read the routes; those in use stay')
      this.#pollFailed = true
    }
  }

  find(id: number): StoredRoute | undefined {
    return this.table.byId.get(id)
  }

  page(after: number, limit: number): { routes: StoredRoute[]; next: number | null } {
    const rest = this.table.routes.filter((route) => route.id > after)
    return { routes: rest.slice(0, limit), next: rest.length > limit ? rest[limit - 1]!.id : null }
  }

  async create(asked: RouteSettings): Promise<StoredRoute> {
    const content = await this.#contentOf(asked)
    const made = await uniquely(content.name, () =>
      transaction(this.#db, async (tx) => {
        if ((await countForInsert(tx)) >= ROUTES_MAX)
          throw new Rejection('CONFLICT', {
            text: `There are ${ROUTES_MAX} routes already, which is the limit.`,
          })
        return insertRoute(tx, content, this.#clock.now())
      }),
    )
    await this.reload()
    return made
  }

  /** @returns null when there is none with this id */
  async change(id: number, asked: RouteSettings): Promise<StoredRoute | null> {
    const content = await this.#contentOf(asked)
    const changed = await uniquely(content.name, () =>
      updateRoute(this.#db, id, content, this.#clock.now()),
    )
    await this.reload()
    return changed
  }

  /** @returns false when there is none with this id */
  async remove(id: number): Promise<boolean> {
    const removed = await deleteRoute(this.#db, id)
    await this.reload()
    return removed > 0
  }

  /** While nobody made a route yet, everything goes to the simulator. */
  async ensureFirst(simulatorConnectionId: number): Promise<boolean> {
    const shared = {
      ...unconditional,
      channel: 'SMS',
      connectionId: simulatorConnectionId,
      enabled: true,
    } as const
    const made = await insertFirstRoutes(
      this.#db,
      [
        { ...shared, name: 'Simulator', prefix: '', priority: 1_000 },
        { ...shared, name: 'Simulator numbers', prefix: '999', priority: 100 },
      ],
      this.#clock.now(),
    )
    await this.reload()
    return made
  }

  /** @throws Rejection when there is no account with this key */
  async accountIdOf(field: string, key: string): Promise<number> {
    const accountId = await this.#accounts.idOfKey(key.toUpperCase())
    if (accountId === null) throw badField(field, `must name accounts: there is no account ${key}`)
    return accountId
  }

  async #contentOf(asked: RouteSettings): Promise<RouteContent> {
    if (this.#connectionOf(asked.connectionId) === null)
      throw badField('connectionId', 'must be the id of an operator connection')
    const accountIds = await Promise.all(
      (asked.accountKeys ?? []).map((key) => this.accountIdOf('accountKeys', key)),
    )
    return contentOf(asked, [...new Set(accountIds)])
  }
}

async function uniquely<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'routes_name_key') throw error
    throw new Rejection('CONFLICT', {
      text: `There is a route called "${name}" already.`,
      action: 'Choose another name.',
    })
  }
}
