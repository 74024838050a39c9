import type { Clock } from '../core/clock.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { Rejection } from '../core/http/index.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { toMsisdn } from '../protocols/e164/index.ts'
import { isForeignKeyViolation } from './names.ts'
import * as store from './store/associations.ts'
import { findNamed } from './store/names.ts'
import type { AssociationRequest } from './wire.ts'

export const ASSOCIATIONS_MAX = 100_000
/** A change made by another process counts after this long. */
const BELIEVED_MS = 5_000
const BELIEVED_MAX = 20_000

/** What a resource belongs to. Null where nothing says, or where its associations disagree. */
export interface Belonging {
  applicationId: string | null
  entityId: string | null
}
const NOTHING: Belonging = Object.freeze({ applicationId: null, entityId: null })

export interface ResourceOfAccount {
  accountId: number
  /** In the words of the compatible API: SMS, MMS, … */
  channel: string
  /** Number, name or domain, as the channel writes it. */
  address: string
}

/** A number is one number however it is written; names and domains are kept as they are. */
export const resourceId = (text: string): string => toMsisdn(text) ?? text.trim()

/** Which numbers and names belong to which application and entity. */
export class Associations {
  readonly #db: Db
  readonly #clock: Clock
  readonly #believed: ExpiringCache<Belonging>

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#clock = clock
    this.#believed = new ExpiringCache(clock, { ttlMs: BELIEVED_MS, entriesMax: BELIEVED_MAX })
  }

  /** @throws NOT_FOUND when the application or entity is not the account's, CONFLICT when it is there already */
  async make(accountId: number, wanted: AssociationRequest): Promise<void> {
    const one = toRow(wanted)
    const made = await store
      .insertAssociation(this.#db, accountId, one, ASSOCIATIONS_MAX, this.#clock.now())
      .catch(async (cause: unknown) => {
        if (!isForeignKeyViolation(cause)) throw cause
        const known = await findNamed(this.#db, 'application', accountId, one.application_id)
        throw new Rejection('NOT_FOUND', {
          text: `The account has no ${known ? 'entity' : 'application'} with this id. Make it first.`,
          cause,
        })
      })
    if (!made)
      throw new Rejection('CONFLICT', {
        text: `The resource is associated with these already, or the account has ${ASSOCIATIONS_MAX} associations, which is the most there can be.`,
        action: 'Read the list of associations.',
      })
    this.#believed.clear()
  }

  /** @returns whether there was one */
  async remove(accountId: number, wanted: AssociationRequest): Promise<boolean> {
    const found = await store.deleteAssociation(this.#db, accountId, toRow(wanted))
    this.#believed.clear()
    return found
  }

  /** From memory where it is known, else one statement for all. In the order of the resources. */
  async of(tx: Tx, resources: readonly ResourceOfAccount[]): Promise<Belonging[]> {
    const keys = resources.map(keyOf)
    const unknown = new Map(
      resources.flatMap((one, index) =>
        this.#believed.peek(keys[index]!) ? [] : [[keys[index]!, toKey(one)] as const],
      ),
    )
    const read = new Map<string, Belonging>()
    if (unknown.size > 0) {
      for (const found of await store.agreedOn(tx, [...unknown.values()]))
        read.set(`${found.account_id} ${found.channel} ${found.resource_id}`, {
          applicationId: found.application_id,
          entityId: found.entity_id,
        })
      for (const key of unknown.keys()) this.#believed.set(key, read.get(key) ?? NOTHING)
    }
    return keys.map((key) => read.get(key) ?? this.#believed.peek(key) ?? NOTHING)
  }
}

const toKey = ({ accountId, channel, address }: ResourceOfAccount): store.ResourceKey => ({
  account_id: accountId,
  channel,
  resource_id: resourceId(address),
})
const keyOf = (one: ResourceOfAccount): string => {
  const { account_id: account, channel, resource_id: resource } = toKey(one)
  return `${account} ${channel} ${resource}`
}

const toRow = (one: AssociationRequest): store.AssociationRow => ({
  channel: one.channel,
  resource_type: one.resourceType,
  resource_id: resourceId(one.resourceId),
  application_id: one.applicationId,
  entity_id: one.entityId,
})
