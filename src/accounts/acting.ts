import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import type { Db } from '../core/storage/index.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { rootScopes } from './scope-catalogue.ts'
import { BELIEVED_MS, CREDENTIALS_MAX } from './standing.ts'
import { findInTree, type TreeRow } from './store/tree.ts'
import { noSuchAccount } from './tree.ts'

/** Names the account, by its key, that a credential of an account above acts in. */
export const ACTING_HEADER = 'trunkline-account'

/**
 * Lets a credential act in an account below its own. It keeps its scopes, but for those that only the installation's own
 * account has; who it is and where it came from stay in it, for the audit log.
 */
export class Acting {
  readonly #db: Db
  readonly #known: ExpiringCache<{ account: TreeRow | null }>

  constructor(db: Db, clock: Clock) {
    this.#db = db
    this.#known = new ExpiringCache(clock, { ttlMs: BELIEVED_MS, entriesMax: CREDENTIALS_MAX })
  }

  /**
   * @param named what the header says; undefined or empty: the credential acts at home
   * @throws NOT_FOUND for an account that is not below; FORBIDDEN for a closed one, and for a key that is bound to one
   * application: in another account it would be bound to nothing
   */
  async in(credential: Credential, named: string | undefined): Promise<Credential> {
    const key = named?.trim().toUpperCase() ?? ''
    if (key === '') return credential
    const { account } = await this.#known.get(`${credential.accountId} ${key}`, async () => ({
      account: /^[0-9A-F]{32}$/.test(key)
        ? ((await findInTree(this.#db, credential.accountId, key)) ?? null)
        : null,
    }))
    if (account === null) throw noSuchAccount()
    if (account.id === credential.accountId) return credential
    if (account.state === 'closed')
      throw new Rejection('FORBIDDEN', {
        text: 'The account is closed; nobody acts in it any more.',
        action: 'Read what is left of it with GET /accounts/1/accounts/{key}.',
      })
    if (credential.platform.some((one) => one.action === 'FORCE'))
      throw new Rejection('FORBIDDEN', {
        text: 'A key that is bound to an application acts in its own account only.',
        action: 'Use a key without forced applications.',
      })
    return {
      ...credential,
      accountId: account.id,
      actingFrom: credential.accountId,
      isRootAccount: false,
      scopes: withoutRootScopes(credential.scopes),
      platform: [],
    }
  }

  /** After a change of an account. */
  forget(): void {
    this.#known.clear()
  }
}

const withoutRootScopes = (scopes: Credential['scopes']): Credential['scopes'] =>
  scopes === 'all' ? 'all' : new Set([...scopes].filter((name) => !rootScopes.has(name)))
