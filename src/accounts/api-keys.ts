import { randomBytes } from 'node:crypto'
import type { BlockList } from 'node:net'
import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential, type PlatformPair } from '../core/http/index.ts'
import { secretToken } from '../core/ids.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import { allowList, isAllowed } from './addresses.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { fingerprint } from './fingerprint.ts'
import type { LastUses } from './last-uses.ts'
import { storedScopes } from './scopes.ts'
import { BELIEVED_MS, CREDENTIALS_MAX, refuseAccount, ROOT_ACCOUNT } from './standing.ts'
import * as store from './store/api-keys.ts'

export const KEYS_MAX = 1_000
const SECRET_CHARACTERS_MAX = 200
const PREFIX_CHARACTERS = 8
const YEAR_MS = 365 * 86_400_000

export interface KeyStanding {
  row: store.KeyOfAccountRow
  allowed: BlockList | null
  validFromMs: number
  validToMs: number
  /** As an API key, and as a token that was got with it. */
  credential: { key: Credential; token: Credential }
}

/** What a new key may do; what is left out has its usual value: everything, from anywhere, for a year from now. */
export interface KeyWishes {
  name: string
  /** null: all that the account has. */
  scopes?: string[] | null
  permissions?: string[]
  allowedIps?: string[]
  platform?: PlatformPair[]
  enabled?: boolean
  validFrom?: Date
  validTo?: Date
}

/** Keys of programs. Found by a keyed hash of the secret and believed for some seconds, so that no request waits for it. */
export class ApiKeys {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #uses: LastUses
  readonly #known: ExpiringCache<{ standing: KeyStanding | null }>
  readonly #onChange: (() => void)[] = []

  constructor(needs: { db: Db; secrets: Secrets; clock: Clock; uses: LastUses }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#clock = needs.clock
    this.#uses = needs.uses
    this.#known = new ExpiringCache(needs.clock, {
      ttlMs: BELIEVED_MS,
      entriesMax: CREDENTIALS_MAX,
    })
  }

  hashOf(secret: string): Buffer {
    return this.#secrets.keyedHash('api-key', secret)
  }

  /** @throws UNAUTHORIZED when it is none, or one that counts no more, not yet, or not from here */
  async use(secret: string, ip: string): Promise<Credential> {
    const standing = await this.find(secret)
    if (standing === null) throw new Rejection('UNAUTHORIZED')
    this.check(standing, ip)
    return standing.credential.key
  }

  async find(secret: string): Promise<KeyStanding | null> {
    if (secret.length > SECRET_CHARACTERS_MAX) return null
    const known = await this.#known.get(fingerprint(secret), async () => {
      const row = await store.findKeyBySecret(this.#db, this.hashOf(secret))
      return { standing: row ? keyStanding(row) : null }
    })
    return known.standing
  }

  /** Whoever gets an answer knows the secret, so it says what is wrong. */
  check(standing: KeyStanding, ip: string): void {
    const { row } = standing
    const now = this.#clock.ms()
    if (!row.enabled) throw refused('The API key is switched off.')
    if (now < standing.validFromMs) throw refused('The API key is not valid yet.')
    if (now >= standing.validToMs) throw refused('The API key has expired.')
    if (!isAllowed(standing.allowed, ip))
      throw refused('The API key is not allowed from this address.')
    // Keys for the programs of end users (2FA_CLIENT, WEB_SDK …) lie open in them, and open nothing of the API.
    if (!row.permissions.includes('PUBLIC_API'))
      throw new Rejection('FORBIDDEN', {
        text: 'The API key is for programs of end users and may not call the API.',
        action: 'Use a key with the permission PUBLIC_API.',
      })
    refuseAccount(row.account_state)
    this.#uses.key(row.id)
  }

  /**
   * @param secret chosen by whoever runs the installation; else 256 random bits
   * @returns the secret, which is shown once and kept nowhere
   * @throws CONFLICT when the account has 1,000 keys
   */
  async create(
    db: Db,
    accountId: number,
    wishes: KeyWishes,
    secret: string = secretToken(),
  ): Promise<{ key: store.ApiKeyRow; secret: string }> {
    const now = this.#clock.now()
    const validFrom = wishes.validFrom ?? now
    const secretHash = this.hashOf(secret)
    const key = await store.insertKey(
      db,
      accountId,
      {
        id: newKeyId(),
        name: wishes.name,
        secretHash,
        prefix: secret.slice(0, PREFIX_CHARACTERS),
        scopes: wishes.scopes ?? null,
        permissions: wishes.permissions ?? ['PUBLIC_API'],
        allowed_ips: wishes.allowedIps ?? [],
        platform: wishes.platform ?? [],
        enabled: wishes.enabled ?? true,
        valid_from: validFrom,
        valid_to: wishes.validTo ?? new Date(validFrom.getTime() + YEAR_MS),
      },
      KEYS_MAX,
      now,
    )
    if (!key)
      throw new Rejection('CONFLICT', {
        text: `The account has ${KEYS_MAX} API keys, which is the most there can be.`,
        action: 'Delete keys that are not used any more.',
      })
    this.#known.drop(fingerprint(secret))
    return { key, secret }
  }

  async update(row: store.ApiKeyRow): Promise<store.ApiKeyRow | undefined> {
    const updated = await store.updateKey(this.#db, row)
    this.forget()
    return updated
  }

  async remove(accountId: number, keyId: string): Promise<boolean> {
    const removed = await store.deleteKey(this.#db, accountId, keyId)
    this.forget()
    return removed
  }

  /** Whether the account has a key that works now. */
  isAnyLeft(db: Db, accountId: number): Promise<boolean> {
    return store.hasValidKey(db, accountId, this.#clock.now())
  }

  onChange(listener: () => void): void {
    this.#onChange.push(listener)
  }

  /** After a change of a key or an account. */
  forget(): void {
    this.#known.clear()
    for (const listener of this.#onChange) listener()
  }
}

export function keyStanding(row: store.KeyOfAccountRow): KeyStanding {
  const key: Credential = {
    kind: 'key',
    accountId: row.account_id,
    actingFrom: null,
    isRootAccount: row.account_id === ROOT_ACCOUNT,
    userId: null,
    keyId: row.id,
    scopes: storedScopes(row.scopes),
    platform: row.platform,
    ...(row.requests_per_second === null ? {} : { requestsPerSecondMax: row.requests_per_second }),
  }
  return {
    row,
    allowed: allowList(row.allowed_ips),
    validFromMs: row.valid_from.getTime(),
    validToMs: row.valid_to.getTime(),
    credential: { key, token: { ...key, kind: 'token' } },
  }
}

const refused = (text: string) => new Rejection('UNAUTHORIZED', { text })

/** 32 hexadecimal digits in upper case, as the ids of accounts and keys are written in the compatible API. */
export const newKeyId = (): string => randomBytes(16).toString('hex').toUpperCase()
