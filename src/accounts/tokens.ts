import type { Clock } from '../core/clock.ts'
import { equalInConstantTime, type Secrets } from '../core/secrets.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import { secretToken } from '../core/ids.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import { keyStanding, type ApiKeys, type KeyStanding } from './api-keys.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { fingerprint } from './fingerprint.ts'
import { credentialOf, type People } from './people.ts'
import { BELIEVED_MS, CREDENTIALS_MAX, refuseAccount } from './standing.ts'
import { findKeyOfToken, findToken, insertToken } from './store/api-keys.ts'
import { findMember, holdPassword, type MemberRow } from './store/users.ts'

export const TOKEN_SECONDS = 3_600
/** Of one key or person; the oldest go. */
const TOKENS_MAX = 1_000
const TOKEN_CHARACTERS_MAX = 100

interface Standing {
  expiresAtMs: number
  /** Of whom it was got with; what becomes of them becomes of the token. */
  of: { key: KeyStanding } | { member: MemberRow; credential: Credential }
}

/** Bearer tokens by the grant `client_credentials` (RFC 6749 §4.4). */
export class Tokens {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #keys: ApiKeys
  readonly #people: People
  readonly #known: ExpiringCache<{ standing: Standing | null }>

  constructor(needs: { db: Db; secrets: Secrets; clock: Clock; keys: ApiKeys; people: People }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#clock = needs.clock
    this.#keys = needs.keys
    this.#people = needs.people
    this.#known = new ExpiringCache(needs.clock, {
      ttlMs: BELIEVED_MS,
      entriesMax: CREDENTIALS_MAX,
    })
    this.#keys.onChange(() => this.forget())
  }

  /**
   * A token for an API key (its id and its secret) or for a person (e-mail address and password, as the npm client
   * sends them).
   * @throws UNAUTHORIZED
   */
  async grant(clientId: string, clientSecret: string, ip: string): Promise<string> {
    const token = secretToken()
    const now = this.#clock.now()
    const made = {
      tokenHash: this.#hashOf(token),
      expiresAt: new Date(now.getTime() + TOKEN_SECONDS * 1_000),
    }
    if (clientId.includes('@')) {
      const member = await this.#people.logInForApi(clientId, clientSecret, ip)
      const owner = { accountId: member.account_id, keyId: null, userId: member.user_id }
      await transaction(this.#db, async (tx) => {
        if (!(await holdPassword(tx, member))) throw new Rejection('UNAUTHORIZED')
        await insertToken(tx, { ...made, ...owner }, TOKENS_MAX, now)
      })
    } else {
      const { row } = await this.#keyOf(clientId, clientSecret, ip)
      const owner = { accountId: row.account_id, keyId: row.id, userId: null }
      await transaction(this.#db, (tx) => insertToken(tx, { ...made, ...owner }, TOKENS_MAX, now))
    }
    return token
  }

  async #keyOf(keyId: string, secret: string, ip: string): Promise<KeyStanding> {
    const standing = await this.#keys.find(secret)
    if (standing === null || !equalInConstantTime(standing.row.id, keyId.toUpperCase()))
      throw new Rejection('UNAUTHORIZED')
    this.#keys.check(standing, ip)
    return standing
  }

  /** @throws UNAUTHORIZED when it is none or is over, or when its owner may do nothing more */
  async use(token: string, ip: string): Promise<Credential> {
    if (token.length > TOKEN_CHARACTERS_MAX) throw new Rejection('UNAUTHORIZED')
    const { standing } = await this.#known.get(fingerprint(token), async () => ({
      standing: await this.#read(token),
    }))
    if (standing === null) throw new Rejection('UNAUTHORIZED')
    if (this.#clock.ms() >= standing.expiresAtMs)
      throw new Rejection('UNAUTHORIZED', {
        text: 'The token has expired.',
        action: 'Get a new one.',
      })
    if ('key' in standing.of) {
      this.#keys.check(standing.of.key, ip)
      return standing.of.key.credential.token
    }
    if (standing.of.member.user_state !== 'active') throw new Rejection('UNAUTHORIZED')
    refuseAccount(standing.of.member.account_state)
    return standing.of.credential
  }

  async #read(token: string): Promise<Standing | null> {
    const found = await findToken(this.#db, this.#hashOf(token))
    if (!found) return null
    const expiresAtMs = found.expires_at.getTime()
    if (found.key_id !== null) {
      const key = await findKeyOfToken(this.#db, found.account_id, found.key_id)
      return key ? { expiresAtMs, of: { key: keyStanding(key) } } : null
    }
    const member = await findMember(this.#db, found.account_id, found.user_id!)
    return member
      ? { expiresAtMs, of: { member, credential: credentialOf(member, 'token') } }
      : null
  }

  #hashOf(token: string): Buffer {
    return this.#secrets.keyedHash('oauth-token', token)
  }

  /** After a change of a key, a person or an account. */
  forget(): void {
    this.#known.clear()
  }
}
