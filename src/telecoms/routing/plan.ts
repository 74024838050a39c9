import type { Clock } from '../../core/clock.ts'
import { badField, Rejection } from '../../core/http/index.ts'
import type { Log } from '../../core/log.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import type { ConnectionOf } from './choose.ts'
import {
  allRoutes,
  countForInsert,
  deleteRoute,
  insertFirstRoutes,
  insertRoute,
  ROUTES_MAX,
  updateRoute,
  type RouteContent,
} from './store.ts'
import { compile, type RouteTable, type StoredRoute } from './table.ts'
import type { RouteSettings } from './wire.ts'

/** Changes made on another node are seen after so long. */
const POLL_MS = 5_000

/** The routes of the installation: stored, compiled, and kept in step. */
export class Plan {
  table: RouteTable = compile([])
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #connectionOf: ConnectionOf
  #stamp = ''
  #reading: Promise<void> = Promise.resolve()
  #timer: NodeJS.Timeout | undefined
  #pollFailed = false

  constructor(needs: { db: Db; clock: Clock; log: Log; connection: ConnectionOf }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#log = needs.log
    this.#connectionOf = needs.connection
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
      const routes = await allRoutes(this.#db)
      const stamp = JSON.stringify(routes)
      if (stamp === this.#stamp) return
      this.#stamp = stamp
      this.table = compile(routes)
    })
    this.#reading = read.catch(() => {})
    return read
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
    const content = this.#contentOf(asked)
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
    const content = this.#contentOf(asked)
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
    const shared = { channel: 'SMS', connectionId: simulatorConnectionId, enabled: true } as const
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

  #contentOf(asked: RouteSettings): RouteContent {
    if (this.#connectionOf(asked.connectionId) === null)
      throw badField('connectionId', 'must be the id of an operator connection')
    return {
      name: asked.name.trim(),
      channel: asked.channel ?? 'SMS',
      prefix: asked.prefix,
      connectionId: asked.connectionId,
      priority: asked.priority ?? 100,
      enabled: asked.enabled ?? true,
    }
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
