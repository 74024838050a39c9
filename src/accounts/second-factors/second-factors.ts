import type { Clock } from '../../core/clock.ts'
import { badField, Rejection } from '../../core/http/index.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import type { LoginAttempts } from '../login-attempts.ts'
import * as store from '../store/second-factors.ts'
import type { MemberRow } from '../store/users.ts'
import { readProfile } from '../store/users.ts'
import type { Challenges } from './challenges.ts'
import type { SendsMail } from '../needs.ts'
import { tell, type Happening } from './notices.ts'
import {
  assertionOptions,
  readAssertion,
  readRegistration,
  registrationOptions,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from './passkeys.ts'
import { newRecoveryCodes, readRecoveryCode } from './recovery-codes.ts'
import { relyingParty, type RelyingParty } from './relying-party.ts'
import { newTotpSecret, stepOfCode, totpUri } from './totp.ts'

/** Of one person. More apps would make guessing a code easier. */
const TOTP_MAX = 2
const PASSKEYS_MAX = 10
const SECRET = 'totp-secret'

export interface Shown {
  code?: string | undefined
  recoveryCode?: string | undefined
  passkey?: AuthenticationResponseJSON | undefined
}
export type FactorKind = 'TOTP' | 'PASSKEY' | 'RECOVERY_CODE'

export interface SecondFactorsNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  mail: SendsMail
  attempts: LoginAttempts
  challenges: Challenges
  publicUrl: () => string
  /** After a change of a person. */
  forget(): void
}

/** What people show beside their password: codes of an authenticator app, passkeys, and recovery codes. */
export class SecondFactors {
  readonly #needs: SecondFactorsNeeds

  constructor(needs: SecondFactorsNeeds) {
    this.#needs = needs
  }

  get party(): RelyingParty | null {
    return relyingParty(this.#needs.publicUrl())
  }

  /** Those that are set up. */
  async of(userId: number): Promise<{ factors: store.FactorRow[]; recoveryCodesLeft: number }> {
    const [all, recoveryCodesLeft] = await Promise.all([
      store.listFactors(this.#needs.db, userId),
      store.countRecoveryCodes(this.#needs.db, userId),
    ])
    return { factors: all.filter((one) => one.confirmed_at !== null), recoveryCodesLeft }
  }

  async kindsOf(userId: number): Promise<FactorKind[]> {
    const { factors, recoveryCodesLeft } = await this.of(userId)
    const kinds: FactorKind[] = []
    if (factors.some((one) => one.kind === 'totp')) kinds.push('TOTP')
    if (this.party !== null && factors.some((one) => one.kind === 'passkey')) kinds.push('PASSKEY')
    if (recoveryCodesLeft > 0) kinds.push('RECOVERY_CODE')
    return kinds
  }

  // --- showing one

  /** @returns what to ask the person's passkeys; null when there are none, or when they cannot work here */
  async questionFor(userId: number, challenge: string) {
    const party = this.party
    const { factors } = await this.of(userId)
    const passkeys = factors.filter((one) => one.kind === 'passkey')
    return party === null || passkeys.length === 0
      ? null
      : assertionOptions(party, challenge, passkeys)
  }

  /** @throws CONFLICT where passkeys cannot work */
  openQuestion(challenge: string) {
    return assertionOptions(this.#partyNow(), challenge, null)
  }

  /**
   * Whether one of the person's factors was shown. Wrong ones count as wrong passwords do, on an account of their own: a
   * right password does not clear it.
   * @param challenge what a passkey had to sign; null when it was not asked
   * @throws TOO_MANY_REQUESTS after repeated mistakes
   */
  async check(
    member: MemberRow,
    shown: Shown,
    challenge: string | null,
    ip: string,
  ): Promise<boolean> {
    const attempt = this.#needs.attempts.begin(`second factor of ${member.user_id}`, ip)
    const right = await this.#isRight(member, shown, challenge)
    if (right) attempt.succeeded()
    return right
  }

  #isRight(member: MemberRow, shown: Shown, challenge: string | null): Promise<boolean> {
    if (shown.code !== undefined) return this.#takeCode(member.user_id, shown.code)
    if (shown.recoveryCode !== undefined) return this.#takeRecoveryCode(member, shown.recoveryCode)
    if (shown.passkey !== undefined && challenge !== null)
      return this.#takePasskey(member.user_id, shown.passkey, challenge)
    return Promise.reject(badField('code', 'or recoveryCode or passkey is required'))
  }

  async #takeCode(userId: number, code: string): Promise<boolean> {
    const now = this.#needs.clock.now()
    const { factors } = await this.of(userId)
    for (const factor of factors) {
      const step =
        factor.secret_box &&
        stepOfCode(this.#secretOf(userId, factor.secret_box), code, now.getTime())
      if (step !== null && (await store.takeStep(this.#needs.db, userId, factor.id, step, now)))
        return true
    }
    return false
  }

  #takeRecoveryCode(member: MemberRow, text: string): Promise<boolean> {
    const code = readRecoveryCode(text)
    if (code === null) return Promise.resolve(false)
    return transaction(this.#needs.db, async (tx) => {
      const hash = this.#hashOfCode(member.user_id, code)
      if (!(await store.takeRecoveryCode(tx, member.user_id, hash))) return false
      await this.#tell(tx, member, 'recovery-code-used')
      return true
    })
  }

  async #takePasskey(
    userId: number,
    response: AuthenticationResponseJSON,
    challenge: string,
  ): Promise<boolean> {
    const found = await store.findPasskey(this.#needs.db, response.id)
    if (!found || found.user_id !== userId) return false
    return this.#takeAssertion(found, response, challenge, 'as it is')
  }

  /** Whose passkey this is, when it was asked without knowing whom, and when its holder was verified by it. */
  async personOf(response: AuthenticationResponseJSON, challenge: string): Promise<number | null> {
    const found = await store.findPasskey(this.#needs.db, response.id)
    if (!found) return null
    const handle = response.response.userHandle
    if (
      handle !== undefined &&
      handle !== '' &&
      handle !== this.#handleOf(found.user_id).toString('base64url')
    )
      return null
    return (await this.#takeAssertion(found, response, challenge, 'required'))
      ? found.user_id
      : null
  }

  async #takeAssertion(
    passkey: store.FactorRow,
    response: AuthenticationResponseJSON,
    challenge: string,
    userVerified: 'required' | 'as it is',
  ): Promise<boolean> {
    const party = this.party
    if (party === null) return false
    const count = await readAssertion(party, passkey, response, challenge, userVerified)
    return (
      count !== null &&
      store.takeSignature(this.#needs.db, passkey.id, count, this.#needs.clock.now())
    )
  }

  // --- setting up

  async beginTotp(
    member: MemberRow,
    name: string,
  ): Promise<{ id: number; secret: string; uri: string }> {
    const secret = newTotpSecret()
    const secretBox = this.#needs.secrets.encrypt(SECRET, secret, String(member.user_id))
    const id = await transaction(this.#needs.db, async (tx) => {
      await store.lockPerson(tx, member.user_id)
      await store.deleteUnconfirmed(tx, member.user_id)
      const all = await store.listFactors(tx, member.user_id)
      if (all.filter((one) => one.kind === 'totp').length >= TOTP_MAX) throw tooMany(TOTP_MAX)
      return store.insertTotp(
        tx,
        { userId: member.user_id, name, secretBox },
        this.#needs.clock.now(),
      )
    })
    return { id, secret, uri: totpUri(secret, 'Trunkline', member.email) }
  }

  /** @throws NOT_FOUND when it is not being set up, BAD_REQUEST for a wrong code */
  async confirmTotp(
    member: MemberRow,
    id: number,
    code: string,
    ip: string,
  ): Promise<{ factor: store.FactorRow; recoveryCodes: string[] }> {
    const { db, clock, attempts } = this.#needs
    const now = clock.now()
    const [pending] = (await store.listFactors(db, member.user_id)).filter(
      (one) => one.id === id && one.confirmed_at === null,
    )
    if (!pending?.secret_box)
      throw new Rejection('NOT_FOUND', {
        text: 'No authenticator app with this id is being set up.',
        action: 'Begin to set it up again.',
      })
    const attempt = attempts.begin(`second factor of ${member.user_id}`, ip)
    const secret = this.#secretOf(member.user_id, pending.secret_box)
    const step = stepOfCode(secret, code, now.getTime())
    if (step === null)
      throw badField('code', 'is wrong; check that the clock of the device is right')
    attempt.succeeded()
    return this.#added(member, async (tx) => {
      if (!(await store.confirmTotp(tx, member.user_id, id, now))) throw new Rejection('NOT_FOUND')
      await store.takeStep(tx, member.user_id, id, step, now)
      return { ...pending, confirmed_at: now, last_used_at: now }
    })
  }

  /** What the browser is to make, for a challenge of the purpose `register`. @throws CONFLICT where passkeys cannot work */
  async beginPasskey(member: MemberRow, challenge: string) {
    const party = this.#partyNow()
    const [all, profile] = await Promise.all([
      store.listFactors(this.#needs.db, member.user_id),
      readProfile(this.#needs.db, member.account_id, member.user_id),
    ])
    if (all.filter((one) => one.kind === 'passkey').length >= PASSKEYS_MAX)
      throw tooMany(PASSKEYS_MAX)
    const person = {
      handle: this.#handleOf(member.user_id),
      email: member.email,
      name: profile?.name ?? '',
    }
    return registrationOptions(party, person, challenge, all)
  }

  async finishPasskey(
    member: MemberRow,
    name: string,
    response: RegistrationResponseJSON,
    challenge: string,
  ): Promise<{ factor: store.FactorRow; recoveryCodes: string[] }> {
    const made = await readRegistration(this.#partyNow(), response, challenge)
    if (made === null)
      throw badField('registration', 'is not what was asked for; begin again and stay on the page')
    return this.#added(member, async (tx) => {
      const known = await store.listFactors(tx, member.user_id)
      if (known.filter((one) => one.kind === 'passkey').length >= PASSKEYS_MAX)
        throw tooMany(PASSKEYS_MAX)
      const passkey = { userId: member.user_id, name, ...made }
      const row = await store.insertPasskey(tx, passkey, this.#needs.clock.now())
      if (!row)
        throw new Rejection('CONFLICT', {
          text: 'This passkey is registered already.',
          action: 'Use it, or make another one.',
        })
      return row
    })
  }

  /** With the first factor come recovery codes. */
  async #added(
    member: MemberRow,
    add: (tx: Tx) => Promise<store.FactorRow>,
  ): Promise<{ factor: store.FactorRow; recoveryCodes: string[] }> {
    const made = await transaction(this.#needs.db, async (tx) => {
      await store.lockPerson(tx, member.user_id)
      const factor = await add(tx)
      const codesLeft = await store.countRecoveryCodes(tx, member.user_id)
      const recoveryCodes = codesLeft === 0 ? await this.#makeCodes(tx, member.user_id) : []
      await this.#tell(tx, member, 'added')
      return { factor, recoveryCodes }
    })
    this.#needs.forget()
    return made
  }

  async makeRecoveryCodes(member: MemberRow): Promise<string[]> {
    return transaction(this.#needs.db, async (tx) => {
      await store.lockPerson(tx, member.user_id)
      const all = await store.listFactors(tx, member.user_id)
      if (!all.some((one) => one.confirmed_at !== null))
        throw new Rejection('CONFLICT', {
          text: 'Recovery codes stand in for a second factor, and you have none.',
          action: 'Set up an authenticator app or a passkey first.',
        })
      const codes = await this.#makeCodes(tx, member.user_id)
      await this.#tell(tx, member, 'codes-made')
      return codes
    })
  }

  async #makeCodes(tx: Tx, userId: number): Promise<string[]> {
    const codes = newRecoveryCodes()
    const hashes = codes.map((code) => this.#hashOfCode(userId, readRecoveryCode(code)!))
    await store.replaceRecoveryCodes(tx, userId, hashes, this.#needs.clock.now())
    return codes
  }

  // --- changing

  async rename(userId: number, id: number, name: string): Promise<store.FactorRow> {
    const renamed = await store.renameFactor(this.#needs.db, userId, id, name)
    if (!renamed) throw notFound()
    return renamed
  }

  /** @throws CONFLICT for the last one where the account asks for one */
  async remove(member: MemberRow, id: number): Promise<void> {
    await transaction(this.#needs.db, async (tx) => {
      await store.lockPerson(tx, member.user_id)
      const all = (await store.listFactors(tx, member.user_id)).filter(
        (one) => one.confirmed_at !== null,
      )
      if (!all.some((one) => one.id === id)) throw notFound()
      if (all.length === 1 && member.second_factor_required)
        throw new Rejection('CONFLICT', {
          text: 'Your account asks for a second factor, and this is your last one.',
          action: 'Set up another one first.',
        })
      if (all.length === 1) await store.deleteAllFactors(tx, member.user_id)
      else await store.deleteFactor(tx, member.user_id, id)
      await this.#tell(tx, member, 'removed')
    })
    this.#needs.forget()
  }

  /** Takes all factors from somebody who lost them, inside the transaction of whoever does it. */
  async reset(tx: Tx, member: MemberRow): Promise<void> {
    await store.lockPerson(tx, member.user_id)
    await store.deleteAllFactors(tx, member.user_id)
    await this.#tell(tx, member, 'reset')
  }

  // ---

  async #tell(tx: Tx, member: MemberRow, what: Happening): Promise<void> {
    const profile = await readProfile(tx, member.account_id, member.user_id)
    const addressee = {
      accountId: member.account_id,
      email: member.email,
      locale: profile?.locale ?? 'en',
    }
    await tell(this.#needs.mail, tx, addressee, what)
  }

  #partyNow(): RelyingParty {
    const party = this.party
    if (party === null)
      throw new Rejection('CONFLICT', {
        text: 'Passkeys need a domain name and TLS, and this installation is reached without.',
        action: 'Set PUBLIC_URL to an https address with a name, or use an authenticator app.',
      })
    return party
  }

  #secretOf(userId: number, box: Buffer): string {
    return this.#needs.secrets.decrypt(SECRET, box, String(userId)).toString('utf8')
  }

  #hashOfCode(userId: number, code: string): Buffer {
    return this.#needs.secrets.keyedHash('recovery-code', `${userId} ${code}`)
  }

  /** Names the person to authenticators, without saying who it is. */
  #handleOf(userId: number): Buffer {
    return this.#needs.secrets.keyedHash('webauthn-user', String(userId))
  }
}

const tooMany = (max: number) =>
  new Rejection('CONFLICT', {
    text: `There are ${max} of this kind already, which is the limit.`,
    action: 'Remove one you no longer use.',
  })
const notFound = () =>
  new Rejection('NOT_FOUND', { text: 'You have no second factor with this id.' })
