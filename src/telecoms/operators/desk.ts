import type { Clock } from '../../core/clock.ts'
import { badField, Rejection } from '../../core/http/index.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { sendsPasswordElsewhere, type Connection, type ConnectionSettings } from './connection.ts'
import { decryptPassword, encryptPassword, type Fleet } from './fleet.ts'
import type { Link } from './link.ts'
import { settingsOf } from './settings.ts'
import {
  CONNECTIONS_MAX,
  deleteConnection,
  findSimulatorConnection,
  insertConnection,
  nextConnectionId,
  updateConnection,
} from './store.ts'
import { tryConnection } from './trial.ts'
import type { ChangedConnection, NewConnection, Trial, TrialResult } from './wire.ts'

/** Each holds a socket for up to 20 s. */
const TRIALS_MAX = 4

const PASSWORD_NEEDED =
  'is needed again: the stored one would be sent to another host or port, or less well protected'

/** The names of the routes that lead to a connection. */
export type RoutesOf = (connectionId: number) => Promise<readonly string[]>

/** Where connections are made, changed and taken down. */
export class Desk {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #fleet: Fleet
  readonly #routesOf: RoutesOf
  #trials = 0

  constructor(needs: { db: Db; secrets: Secrets; clock: Clock; fleet: Fleet; routesOf: RoutesOf }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#clock = needs.clock
    this.#fleet = needs.fleet
    this.#routesOf = needs.routesOf
  }

  find(id: number): Link | undefined {
    return this.#fleet.links.get(id)
  }

  /** Those after an id, in the order of their ids. */
  page(after: number, limit: number): { links: Link[]; next: number | null } {
    const links = [...this.#fleet.links.values()]
      .filter((link) => link.connection.id > after)
      .sort((a, b) => a.connection.id - b.connection.id)
    const next = links.length > limit ? links[limit - 1]!.connection.id : null
    return { links: links.slice(0, limit), next }
  }

  async create(asked: NewConnection): Promise<Link> {
    const settings = settingsOf(asked)
    const id = await this.#insert(settings, asked.password, false)
    await this.#fleet.reload()
    return this.#linkOf(id)
  }

  /** @returns null when there is none with this id */
  async change(id: number, asked: ChangedConnection): Promise<Link | null> {
    // Another process may have changed it meanwhile.
    await this.#fleet.reload()
    const before = this.find(id)?.connection
    if (!before) return null
    const settings = settingsOf(asked)
    const password = asked.password ?? null
    if (
      password === null &&
      before.passwordBox !== null &&
      sendsPasswordElsewhere(before, settings)
    )
      throw badField('password', PASSWORD_NEEDED)
    const changed = await uniquely(settings.name, () =>
      updateConnection(this.#db, {
        id,
        settings,
        passwordBox: password === null ? null : encryptPassword(this.#secrets, id, password),
        forgetIdForm: isOtherWriter(before, settings),
        now: this.#clock.now(),
      }),
    )
    await this.#fleet.reload()
    return changed ? this.#linkOf(id) : null
  }

  /** @returns false when there is none with this id */
  async remove(id: number): Promise<boolean> {
    const link = this.find(id)
    if (!link) return false
    const routes = await this.#routesOf(id)
    if (routes.length > 0)
      throw new Rejection('CONFLICT', {
        text: `Routes use this connection: ${routes.slice(0, 5).join(', ')}${routes.length > 5 ? ', …' : ''}.`,
        action: 'Delete these routes or lead them elsewhere first.',
      })
    const removed = await deleteConnection(this.#db, id)
    await this.#fleet.reload()
    return removed > 0
  }

  /** Tries settings without storing them. */
  async tryOut(asked: Trial): Promise<TrialResult> {
    const settings = settingsOf({ ...asked, name: asked.name ?? 'trial' })
    const password = this.#trialPassword(asked, settings)
    if (this.#trials >= TRIALS_MAX)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `Only ${TRIALS_MAX} tries at a time.`,
        retryAfterSeconds: 10,
      })
    this.#trials++
    try {
      return await tryConnection(settings, password, this.#clock)
    } finally {
      this.#trials--
    }
  }

  #trialPassword(asked: Trial, settings: ConnectionSettings): string {
    if (typeof asked.password === 'string') return asked.password
    const saved = asked.connectionId ? this.find(asked.connectionId)?.connection : undefined
    if (!saved) throw badField('password', 'is required when no saved connection is named')
    if (sendsPasswordElsewhere(saved, settings)) throw badField('password', PASSWORD_NEEDED)
    return decryptPassword(this.#secrets, saved)
  }

  /** The one connection to the simulator, made or brought in step with its port. */
  async ensureSimulator(
    smppPort: number,
    settings: (port: number) => ConnectionSettings,
    password: string,
  ): Promise<number> {
    const wanted = settings(smppPort)
    const before = await findSimulatorConnection(this.#db)
    if (before === null) return this.#insertSimulator(wanted, password)
    if (before.port !== smppPort || before.host !== wanted.host)
      await updateConnection(this.#db, {
        id: before.id,
        settings: { ...before, host: wanted.host, port: smppPort },
        passwordBox: null,
        forgetIdForm: false,
        now: this.#clock.now(),
      })
    return before.id
  }

  /** Somebody may have called a connection of theirs "Simulator". */
  async #insertSimulator(wanted: ConnectionSettings, password: string): Promise<number> {
    try {
      return await this.#insert(wanted, password, true)
    } catch (error) {
      if (!(error instanceof Rejection)) throw error
      return this.#insert({ ...wanted, name: `${wanted.name} (built in)` }, password, true)
    }
  }

  #insert(settings: ConnectionSettings, password: string, simulated: boolean): Promise<number> {
    return uniquely(settings.name, () =>
      transaction(this.#db, async (tx) => {
        const { id, count } = await nextConnectionId(tx)
        if (count >= CONNECTIONS_MAX)
          throw new Rejection('CONFLICT', { text: `There are ${CONNECTIONS_MAX} connections already, which is the limit.` }) // prettier-ignore
        const passwordBox = encryptPassword(this.#secrets, id, password)
        await insertConnection(tx, { id, settings, passwordBox, simulated, now: this.#clock.now() })
        return id
      }),
    )
  }

  #linkOf(id: number): Link {
    const link = this.find(id)
    if (!link) throw new Rejection('UNAVAILABLE', { text: 'The connection is stored; operator links are not running here.' }) // prettier-ignore
    return link
  }
}

/** What was learned about message ids does not hold for another operator, or was asked to be forgotten. */
const isOtherWriter = (before: Connection, after: ConnectionSettings): boolean =>
  before.receipts.idForm !== after.receipts.idForm ||
  before.host !== after.host ||
  before.systemId !== after.systemId

async function uniquely<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if ((error as { constraint?: string }).constraint !== 'connections_name_key') throw error
    throw new Rejection('CONFLICT', {
      text: `There is a connection called "${name}" already.`,
      action: 'Choose another name.',
    })
  }
}
