import type { Clock } from '../../core/clock.ts'
import { badField, Rejection } from '../../core/http/index.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { sendsPasswordElsewhere, type Connection, type ConnectionSettings } from './connection.ts'
import { decryptPassword, encryptPassword, encryptSignature, type Fleet } from './fleet.ts'
import type { Callbacks } from './callbacks.ts'
import { tryApi } from './http/trial.ts'
import type { OperatorLink } from './operator-link.ts'
import { settingsOf } from './settings.ts'
import {
  CONNECTIONS_MAX,
  deleteConnection,
  findSimulatorConnection,
  insertConnection,
  nextConnectionId,
  renewCallback,
  updateConnection,
} from './store/connections.ts'
import { tryConnection } from './trial.ts'
import type { ChangedConnection, NewConnection, Trial } from './connection-wire.ts'
import type { TrialResult } from './wire.ts'

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
  readonly #networks: readonly string[]
  readonly #callbacks: Callbacks
  #trials = 0

  constructor(needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    fleet: Fleet
    routesOf: RoutesOf
    networks: readonly string[]
    callbacks: Callbacks
  }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#clock = needs.clock
    this.#fleet = needs.fleet
    this.#routesOf = needs.routesOf
    this.#networks = needs.networks
    this.#callbacks = needs.callbacks
  }

  find(id: number): OperatorLink | undefined {
    return this.#fleet.links.get(id)
  }

  /** Those after an id, in the order of their ids. */
  page(after: number, limit: number): { links: OperatorLink[]; next: number | null } {
    const links = [...this.#fleet.links.values()]
      .filter((link) => link.connection.id > after)
      .sort((a, b) => a.connection.id - b.connection.id)
    const next = links.length > limit ? links[limit - 1]!.connection.id : null
    return { links: links.slice(0, limit), next }
  }

  async create(asked: NewConnection): Promise<OperatorLink> {
    const settings = settingsOf(asked, this.#networks)
    checkPassword(settings, asked.password)
    const secrets = { password: asked.password, signature: asked.signatureSecret ?? null }
    const id = await this.#insert(settings, secrets, false)
    await this.#fleet.reload()
    return this.#linkOf(id)
  }

  /** @returns null when there is none with this id */
  async change(id: number, asked: ChangedConnection): Promise<OperatorLink | null> {
    // Another process may have changed it meanwhile.
    await this.#fleet.reload()
    const before = this.find(id)?.connection
    if (!before) return null
    const settings = settingsOf(asked, this.#networks)
    const password = asked.password ?? null
    const { signatureSecret } = asked
    if (password !== null) checkPassword(settings, password)
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
        signatureBox: signatureSecret === undefined ? undefined : this.#signatureBox(id, signatureSecret), // prettier-ignore
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
    const settings = settingsOf({ ...asked, name: asked.name ?? 'trial' }, this.#networks)
    const password = this.#trialPassword(asked, settings)
    if (this.#trials >= TRIALS_MAX)
      throw new Rejection('TOO_MANY_REQUESTS', {
        text: `Only ${TRIALS_MAX} tries at a time.`,
        retryAfterSeconds: 10,
      })
    this.#trials++
    try {
      return settings.http === null
        ? await tryConnection(settings, password, this.#clock)
        : await tryApi(settings, settings.http, password, this.#networks, this.#clock)
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
        signatureBox: undefined,
        forgetIdForm: false,
        now: this.#clock.now(),
      })
    return before.id
  }

  /** Somebody may have called a connection of theirs "Simulator". */
  async #insertSimulator(wanted: ConnectionSettings, password: string): Promise<number> {
    try {
      return await this.#insert(wanted, { password, signature: null }, true)
    } catch (error) {
      if (!(error instanceof Rejection)) throw error
      return this.#insert(
        { ...wanted, name: `${wanted.name} (built in)` },
        { password, signature: null },
        true,
      )
    }
  }

  #insert(
    settings: ConnectionSettings,
    { password, signature }: { password: string; signature: string | null },
    simulated: boolean,
  ): Promise<number> {
    return uniquely(settings.name, () =>
      transaction(this.#db, async (tx) => {
        const { id, count } = await nextConnectionId(tx)
        if (count >= CONNECTIONS_MAX)
          throw new Rejection('CONFLICT', { text: `There are ${CONNECTIONS_MAX} connections already, which is the limit.` }) // prettier-ignore
        const passwordBox = encryptPassword(this.#secrets, id, password)
        const signatureBox = this.#signatureBox(id, signature)
        await insertConnection(tx, {
          id,
          settings,
          passwordBox,
          signatureBox,
          simulated,
          now: this.#clock.now(),
        })
        return id
      }),
    )
  }

  #signatureBox(id: number, secret: string | null): Buffer | null {
    return secret === null || secret === '' ? null : encryptSignature(this.#secrets, id, secret)
  }

  /** @returns null when there is none with this id, or it has none because it speaks SMPP */
  callbackOf(id: number): string | null {
    const connection = this.find(id)?.connection
    return connection?.http ? this.#callbacks.urlOf(connection) : null
  }

  /** @param endNow whether the address before is not taken for a while longer */
  async renewCallback(id: number, endNow: boolean): Promise<string | null> {
    const at = endNow ? null : this.#clock.now()
    const renewed = await renewCallback(this.#db, { id, at })
    if (!renewed) return null
    await this.#fleet.reload()
    return this.#callbacks.urlOf({ id, callbackNumber: renewed.number })
  }

  #linkOf(id: number): OperatorLink {
    const link = this.find(id)
    if (!link) throw new Rejection('UNAVAILABLE', { text: 'The connection is stored; operator links are not running here.' }) // prettier-ignore
    return link
  }
}

/** A C-octet string of SMPP; operators take more than the 8 letters of the standard, and none so many. */
const SMPP_PASSWORD_MAX = 64

function checkPassword(settings: ConnectionSettings, password: string): void {
  if (settings.kind === 'SMPP_CLIENT' && password.length > SMPP_PASSWORD_MAX)
    throw badField('password', `must be at most ${SMPP_PASSWORD_MAX} letters for SMPP`)
  if (settings.kind === 'HTTP' && password === '')
    throw badField('password', 'is required: the API key, token or secret')
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
