import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import { counter } from '../core/metrics.ts'
import type { Db } from '../core/storage/index.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { fingerprint } from './fingerprint.ts'
import type { LogInNotes } from './log-in-notes.ts'
import type { LoginAttempts } from './login-attempts.ts'
import { refusePasswordAlone } from './second-factors/password-alone.ts'
import { PASSWORD_CHARACTERS_MAX, type Passwords } from './passwords.ts'
import { scopesOf } from './scopes.ts'
import { BELIEVED_MS, CREDENTIALS_MAX, refuseAccount, ROOT_ACCOUNT } from './standing.ts'
import { findMember, findMemberByEmail, type MemberRow } from './store/users.ts'

/** For so long a password that was right once is recognised without Argon2. */
const VERIFIED_MS = 60_000
const EMAIL_CHARACTERS_MAX = 254

const checks = counter('password_checks', 'Passwords checked with Argon2, by outcome', ['outcome'])

/** People by e-mail address and password. */
export class People {
  readonly #db: Db
  readonly #passwords: Passwords
  readonly #attempts: LoginAttempts
  readonly #onLockOut: (member: MemberRow) => void
  readonly #notes: LogInNotes
  readonly #members: ExpiringCache<{ member: MemberRow | null }>
  /** By fingerprint of address and password: the Argon2 hash that they were right for. */
  readonly #verified: ExpiringCache<string>

  constructor(needs: {
    db: Db
    clock: Clock
    passwords: Passwords
    attempts: LoginAttempts
    /** Somebody has given so many wrong passwords that further tries wait. Must return at once. */
    onLockOut: (member: MemberRow) => void
    notes: LogInNotes
  }) {
    this.#db = needs.db
    this.#passwords = needs.passwords
    this.#attempts = needs.attempts
    this.#onLockOut = needs.onLockOut
    this.#notes = needs.notes
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
    const member = await this.#check(username.toLowerCase(), password, ip)
    if (member.user_state !== 'active') throw new Rejection('UNAUTHORIZED')
    refuseAccount(member.account_state)
    return member
  }

  /** The same for the API, where nobody can be asked for more: a password that is not enough alone is refused. */
  async logInForApi(username: string, password: string, ip: string): Promise<MemberRow> {
    const member = await this.logIn(username, password, ip)
    refusePasswordAlone(member)
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
    await this.#check(member.email.toLowerCase(), password, ip)
  }

  async #check(email: string, password: string, ip: string): Promise<MemberRow> {
    const proof = fingerprint(`${email}\0${password}`)
    const known = this.#verified.peek(proof)
    if (known !== undefined) {
      const { member } = await this.#members.get(email, () => this.#read(email))
      if (member?.password_hash === known) return member
      this.#verified.drop(proof)
    }
    // Equal tries at once share one check: a program that starts with many requests is no guesser.
    await this.#verified.get(proof, () => this.#verify(email, password, ip))
    const { member } = await this.#members.get(email, () => this.#read(email))
    if (member === null) throw new Rejection('UNAUTHORIZED')
    return member
  }

  /** @returns the Argon2 hash that the password is right for, as it is in the database now */
  async #verify(email: string, password: string, ip: string): Promise<string> {
    const attempt = this.#attempts.begin(email, ip)
    const read = await this.#read(email)
    const right = await this.#passwords.verify(read.member?.password_hash ?? null, password)
    checks.inc({ outcome: right ? 'right' : 'wrong' })
    if (!right && read.member !== null && attempt.holdsOff) this.#onLockOut(read.member)
    if (!right && read.member !== null) this.#notes.failed(read.member, ip)
    if (!right || read.member === null) throw new Rejection('UNAUTHORIZED')
    attempt.succeeded()
    this.#members.set(email, read)
    return read.member.password_hash
  }

  async #read(email: string): Promise<{ member: MemberRow | null }> {
    return { member: (await findMemberByEmail(this.#db, email)) ?? null }
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
  actingFrom: null,
  isRootAccount: member.account_id === ROOT_ACCOUNT,
  userId: member.user_id,
  keyId: null,
  scopes: scopesOf(member.role, member.role_scopes),
  platform: [],
})
