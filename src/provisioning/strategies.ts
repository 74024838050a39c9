import type { Clock } from '../core/clock.ts'
import { badField, Rejection } from '../core/http/index.ts'
import { isUuidv7, uuidv7 } from '../core/ids.ts'
import type { Db } from '../core/storage/index.ts'
import { isForeignKeyViolation } from './names.ts'
import { findNamed } from './store/names.ts'
import * as store from './store/strategies.ts'
import type { StrategyRow } from './store/strategies.ts'
import type { StrategyRequest } from './wire.ts'

export const STRATEGIES_MAX = 1_000

export const isStrategyId = (text: string): boolean => isUuidv7(text)

/** The sending strategies of accounts. They are kept; sending does not ask for them yet. */
export class Strategies {
  readonly #db: Db
  readonly #clock: Clock

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
  }

  /** @throws BAD_REQUEST when it contradicts itself or names an application or entity that is not the account's */
  async make(accountId: number, wanted: StrategyRequest): Promise<string> {
    const one = toRow(wanted, uuidv7(this.#clock.ms()))
    const made = await store
      .insertStrategy(this.#db, accountId, one, STRATEGIES_MAX, this.#clock.now())
      .catch(async (cause: unknown) => {
        if (!isForeignKeyViolation(cause)) throw cause
        const known =
          one.application_id === null ||
          (await findNamed(this.#db, 'application', accountId, one.application_id))
        throw known
          ? badField('platform.entityId', 'must be an entity of the account')
          : badField('platform.applicationId', 'must be an application of the account')
      })
    if (!made)
      throw new Rejection('BAD_REQUEST', {
        text: `The account has ${STRATEGIES_MAX} sending strategies, which is the most there can be.`,
        action: 'Delete some that are not needed.',
      })
    return one.id
  }

  /** @returns whether there was one */
  async remove(accountId: number, id: string): Promise<boolean> {
    return store.deleteStrategy(this.#db, accountId, id)
  }
}

function toRow(wanted: StrategyRequest, id: string): StrategyRow {
  const country = wanted.destinationCountryCode?.trim().toUpperCase() || null
  if (country !== null && !/^[A-Z]{2,3}$/.test(country))
    throw badField('destinationCountryCode', 'must be a country code such as DE')
  const priorities = wanted.priorities ?? []
  if (new Set(priorities.map((one) => one.senderType)).size < priorities.length)
    throw badField('priorities', 'must name each kind of sender once')
  if (new Set(priorities.map((one) => one.priority)).size < priorities.length)
    throw badField('priorities', 'must give each place once')
  return {
    id,
    application_id: wanted.platform?.applicationId || null,
    entity_id: wanted.platform?.entityId || null,
    channel: wanted.channel ?? null,
    country,
    sticky: wanted.useStickySender ?? false,
    geolocated: wanted.useGeolocatedSender ?? false,
    priorities,
  }
}
