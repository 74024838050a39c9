import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import { counter } from '../core/metrics.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import { ExpiringCache } from './expiring-cache.ts'
import type { LoginAttempts } from './login-attempts.ts'
import { PASSWORD_CHARACTERS_MAX, type Passwords } from './passwords.ts'
import { scopesOf } from './scopes.ts'
import { BELIEVED_MS, CREDENTIALS_MAX, refuseAccount, ROOT_ACCOUNT } from './standing.ts'
import { findMember, findMemberByEmail, type MemberRow } from './store/users.ts'

/** For so long a password that was right once is recognised by its keyed hash, without Argon2. */
const VERIFIED_MS = 60_000
const EMAIL_CHARACTERS_MAX = 254

const logins = counter('password_checks', 'Passwords checked with Argon2, by outcome', ['outcome'])

/** People by e-mail address and password. */
export class People {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #passwords: Passwords
  readonly #attempts: LoginAttempts
  readonly #members: ExpiringCache<{ member: MemberRow | null }>
  /** By keyed hash of address and password: the Argon2 hash that it was right for. */
  readonly #verified: ExpiringCache<string>

  constructor(needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    passwords: Passwords
    attempts: LoginAttempts
  }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#passwords = needs.passwords
    this.#attempts = needs.attempts
    this.#members = new ExpiringCache(needs.clock, {
      ttlMs: BELIEVED_MS,
      entriesMax: CREDENTIALS_MAX,
    })
    this.#verified = new ExpiringCache(needs.clock, {
      ttlMs: VERIFIED_MS,
      entriesMax: CREDENTIALS_MAX,
    })
  }

  /**
   * Whose address and password these are. Takes as long for an address that nobody has.
   * @throws UNAUTHORIZED; TOO_MANY_REQUESTS after repeated mistakes; FORBIDDEN for a suspended account
   */
  async logIn(username: string, password: string, ip: string): Promise<MemberRow> {
    if (username.length > EMAIL_CHARACTERS_MAX || password.length > PASSWORD_CHARACTERS_MAX)
      throw new Rejection('UNAUTHORIZED')
    const email = username.toLowerCase()
    const { member } = await this.#members.get(email, async () => ({
      member: (await findMemberByEmail(this.#db, email)) ?? null,
    }))
    await this.#verify(email, password, ip, member)
    if (member === null || member.user_state !== 'active') throw new Rejection('UNAUTHORIZED')
    refuseAccount(member.account_state)
    return member
  }

  /** The same, for somebody whose session is open. */
  async checkPassword(
    accountId: number,
    userId: number,
    password: string,
    ip: string,
  ): Promise<void> {
    const member = await findMember(this.#db, accountId, userId)
    if (!member) throw new Rejection('UNAUTHORIZED')
    await this.#verify(member.email.toLowerCase(), password, ip, member)
  }

  async #verify(
    email: string,
    password: string,
    ip: string,
    member: MemberRow | null,
  ): Promise<void> {
    const proof = this.#secrets
      .keyedHash('verified-password', `${email}\0${password}`)
      .toString('base64')
    const known = this.#verified.peek(proof)
    if (known !== undefined && known === member?.password_hash) return
    if (known !== undefined) this.#verified.drop(proof)
    // Equal tries at once share one check: a program that starts with many requests is no guesser.
    await this.#verified.get(proof, async () => {
      const attempt = this.#attempts.begin(email, ip)
      const right = await this.#passwords.verify(member?.password_hash ?? null, password)
      logins.inc({ outcome: right ? 'right' : 'wrong' })
      if (!right || member === null) throw new Rejection('UNAUTHORIZED')
      attempt.succeeded()
      return member.password_hash
    })
  }

  /** After a change of a password, a person or an account. */
  forget(): void {
    this.#members.clear()
    this.#verified.clear()
  }
}

export const credentialOf = (member: MemberRow, kind: Credential['kind']): Credential => ({
  kind,
  accountId: member.account_id,
  isRootAccount: member.account_id === ROOT_ACCOUNT,
  userId: member.user_id,
  keyId: null,
  scopes: scopesOf(member.role),
})
