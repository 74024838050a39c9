import { secretToken } from '../../core/ids.ts'
import { transaction, type Tx } from '../../core/storage/index.ts'
import { networkOf } from '../addresses.ts'
import { deleteSessionsOfUser } from '../store/users.ts'
import { Allowance } from './allowance.ts'
import { unknownLink } from './invitations.ts'
import { languageOf, letters } from './letters.ts'
import type { TeamNeeds } from './needs.ts'
import * as links from './store/links.ts'
import * as members from './store/members.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const RESET_GOOD_FOR_MS = HOUR_MS
const EMAIL_GOOD_FOR_MS = DAY_MS
const LOCK_OUT_NOTICE_EVERY_MS = DAY_MS
const PER_ADDRESS = { timesMax: 20, windowMs: HOUR_MS }
const PER_EMAIL = { timesMax: 3, windowMs: HOUR_MS }
const PER_USER = { timesMax: 5, windowMs: HOUR_MS }
const UNIQUE_VIOLATION = '23505'

/** Links that people get by mail about themselves: to choose a new password, and to change their address. */
export class OwnLinks {
  readonly #needs: TeamNeeds
  readonly #byAddress: Allowance
  readonly #byEmail: Allowance
  readonly #byUser: Allowance

  constructor(needs: TeamNeeds) {
    this.#needs = needs
    this.#byAddress = new Allowance(needs.clock, PER_ADDRESS)
    this.#byEmail = new Allowance(needs.clock, PER_EMAIL)
    this.#byUser = new Allowance(needs.clock, PER_USER)
  }

  /** Returns at once and the same for every address: the work is done behind the answer. */
  beginReset(email: string, ip: string): void {
    this.#byAddress.take(networkOf(ip))
    this.#byEmail.take(email.toLowerCase())
    this.#sendReset(email.toLowerCase()).catch((error: unknown) =>
      this.#needs.log.error({ err: error }, 'a link to a new password could not be sent'),
    )
  }

  async #sendReset(email: string): Promise<void> {
    const { db, clock, mail, publicUrl } = this.#needs
    const person = await members.findPerson(db, email)
    if (!members.comesIn(person)) return
    const { account_id: accountId, user_id: userId } = person
    const token = secretToken()
    const now = clock.now()
    const language = languageOf(person.locale)
    await transaction(db, async (tx) => {
      await links.insertUserLink(
        tx,
        {
          accountId,
          userId,
          kind: 'password-reset',
          email: null,
          tokenHash: this.#hashOf(token),
          expiresAt: new Date(now.getTime() + RESET_GOOD_FOR_MS),
        },
        now,
      )
      await mail.send(tx, {
        ...letters[language].passwordReset(`${publicUrl()}/portal/reset-password#${token}`),
        to: person.email,
        language,
        accountId,
        kind: 'password-reset',
      })
    })
  }

  /**
   * A new password; all sessions and tokens of the person end, and a mail tells them.
   * @throws NOT_FOUND when the link is wrong, over or used; BAD_REQUEST for a password that anybody would guess
   */
  async finishReset(token: string, password: string, ip: string): Promise<void> {
    const { db, clock, notes, policy, passwords, forget } = this.#needs
    const hash = this.#hashOf(token)
    const found = await links.findUserLink(db, 'password-reset', hash, clock.now())
    if (!found) throw unknownLink()
    await policy.refuse(password, [found.user_email])
    const passwordHash = await passwords.hash(password)
    const visitor = await transaction(db, async (tx) => {
      const now = clock.now()
      const link = await links.takeUserLink(tx, 'password-reset', hash, now)
      if (!link) throw unknownLink()
      await links.replacePassword(tx, link.user_id, passwordHash, now)
      await deleteSessionsOfUser(tx, link.user_id, null)
      // Whoever asked for another address may have been somebody who knew the old password.
      await links.deleteUserLinks(tx, link.user_id, 'email-change')
      await this.tellPasswordChanged(tx, {
        accountId: link.account_id,
        email: link.user_email,
        locale: link.locale,
      })
      return link
    })
    forget()
    await notes.followed(visitor, ip, 'password-reset')
  }

  /** Goes out when the change does. */
  async tellPasswordChanged(
    tx: Tx,
    who: { accountId: number; email: string; locale: string },
  ): Promise<void> {
    const { mail, publicUrl } = this.#needs
    const language = languageOf(who.locale)
    await mail.send(tx, {
      ...letters[language].passwordChanged(`${publicUrl()}/portal/forgot-password`),
      to: who.email,
      language,
      accountId: who.accountId,
      kind: 'password-changed',
    })
  }

  /** Sends a link to the new address; until it is followed, nothing changes. The same for addresses that are taken. */
  async beginEmailChange(
    one: { accountId: number; userId: number; locale: string },
    email: string,
  ): Promise<void> {
    const { db, clock, mail, publicUrl } = this.#needs
    this.#byUser.take(String(one.userId))
    const { accountId, userId } = one
    const language = languageOf(one.locale)
    const token = secretToken()
    await transaction(db, async (tx) => {
      const now = clock.now()
      const isTaken = (await members.findPerson(tx, email.toLowerCase())) !== undefined
      await links.insertUserLink(
        tx,
        {
          accountId,
          userId,
          kind: 'email-change',
          email,
          tokenHash: this.#hashOf(isTaken ? secretToken() : token),
          expiresAt: new Date(now.getTime() + (isTaken ? 0 : EMAIL_GOOD_FOR_MS)),
        },
        now,
      )
      const said = isTaken
        ? letters[language].emailTaken()
        : letters[language].emailConfirm(`${publicUrl()}/portal/confirm-email#${token}`)
      await mail.send(tx, { ...said, to: email, language, accountId, kind: 'email-change' })
    })
  }

  /** @throws NOT_FOUND when the link is wrong, over or used, or somebody took the address meanwhile */
  async finishEmailChange(token: string, ip: string): Promise<{ email: string }> {
    const { db, clock, notes, mail, forget } = this.#needs
    const followed = await transaction(db, async (tx) => {
      const link = await links.takeUserLink(tx, 'email-change', this.#hashOf(token), clock.now())
      if (!link) throw unknownLink()
      await links.updateEmail(tx, link.user_id, link.email!)
      // A link to a new password that went to the old address is not to outlive it.
      await links.deleteUserLinks(tx, link.user_id, 'password-reset')
      const language = languageOf(link.locale)
      await mail.send(tx, {
        ...letters[language].emailChanged(link.email!),
        to: link.user_email,
        language,
        accountId: link.account_id,
        kind: 'email-changed',
      })
      return link
    }).catch((error: unknown) => {
      throw (error as { code?: string }).code === UNIQUE_VIOLATION ? unknownLink() : error
    })
    forget()
    await notes.followed(followed, ip, 'email-changed')
    return { email: followed.email! }
  }

  /** Tells a person that somebody guesses their password, once a day at most. Returns at once. */
  tellLockOut(who: { accountId: number; userId: number; email: string }): void {
    const { db, clock, log, mail, publicUrl } = this.#needs
    transaction(db, async (tx) => {
      const now = clock.now()
      const toldBefore = new Date(now.getTime() - LOCK_OUT_NOTICE_EVERY_MS)
      if (!(await members.claimLockOutNotice(tx, who.userId, now, toldBefore))) return
      const person = await members.findPerson(tx, who.email.toLowerCase())
      const language = languageOf(person?.locale ?? 'en')
      await mail.send(tx, {
        ...letters[language].lockedOut(`${publicUrl()}/portal/forgot-password`),
        to: who.email,
        language,
        accountId: who.accountId,
        kind: 'lock-out',
      })
    }).catch((error: unknown) =>
      log.error({ err: error }, 'a notice of wrong passwords could not be sent'),
    )
  }

  #hashOf(token: string): Buffer {
    return this.#needs.secrets.keyedHash('user-link', token)
  }
}
