import { badField, Rejection } from '../../core/http/index.ts'
import { secretToken } from '../../core/ids.ts'
import { transaction } from '../../core/storage/index.ts'
import { networkOf } from '../addresses.ts'
import { Allowance } from './allowance.ts'
import { unknownLink } from './invitations.ts'
import { languageOf, letters } from './letters.ts'
import type { TeamNeeds } from './needs.ts'
import * as links from './store/links.ts'
import * as members from './store/members.ts'

const HOUR_MS = 3_600_000
const GOOD_FOR_MS = 24 * HOUR_MS
const PER_ADDRESS = { timesMax: 10, windowMs: HOUR_MS }
const PER_EMAIL = { timesMax: 3, windowMs: HOUR_MS }
const UNIQUE_VIOLATION = '23505'

export interface SignUpWishes {
  email: string
  name: string
  company: string
  person: 'natural' | 'legal'
  country?: string | undefined
  locale: string
  ofAge: boolean
  termsVersion: string
}

/**
 * Strangers who want an account of their own. The address is confirmed first, and the password chosen then: whoever
 * signs up with somebody else's address knows nothing about the account that its owner may confirm.
 */
export class SignUps {
  readonly #needs: TeamNeeds
  readonly #byAddress: Allowance
  readonly #byEmail: Allowance

  constructor(needs: TeamNeeds) {
    this.#needs = needs
    this.#byAddress = new Allowance(needs.clock, PER_ADDRESS)
    this.#byEmail = new Allowance(needs.clock, PER_EMAIL)
  }

  /**
   * Sends a mail, to known and to unknown addresses alike, and does the same work for both: neither the answer nor its
   * time tells who has an account.
   * @throws FORBIDDEN when it is off, BAD_REQUEST, TOO_MANY_REQUESTS
   */
  async begin(wishes: SignUpWishes, ip: string): Promise<void> {
    const { db, clock, mail, signUp, publicUrl } = this.#needs
    this.#refuseClosed()
    if (!wishes.ofAge)
      throw badField('ofAge', 'must be true: accounts are for people of 16 or older')
    if (wishes.termsVersion !== signUp.termsVersion)
      throw badField('termsVersion', `must be ${signUp.termsVersion}: the terms changed meanwhile`)
    this.#byAddress.take(networkOf(ip))
    this.#byEmail.take(wishes.email.toLowerCase())
    const language = languageOf(wishes.locale)
    const token = secretToken()
    await transaction(db, async (tx) => {
      const known = await members.findPerson(tx, wishes.email.toLowerCase())
      const isKnown = members.comesIn(known)
      const now = clock.now()
      // For a known address the row is there for its time alone: its token is thrown away.
      const { email, name, company, person, country = null, locale } = wishes
      const row = { email, name, company, person, country, locale }
      await links.insertSignUp(
        tx,
        {
          ...row,
          terms_version: wishes.termsVersion,
          tokenHash: this.#hashOf(isKnown ? secretToken() : token),
          expiresAt: new Date(now.getTime() + (isKnown ? 0 : GOOD_FOR_MS)),
        },
        now,
      )
      const said = isKnown
        ? letters[language].knownSignUp(`${publicUrl()}/portal/forgot-password`)
        : letters[language].confirmSignUp(`${publicUrl()}/portal/confirm#${token}`)
      await mail.send(tx, { ...said, to: email, language, accountId: null, kind: 'sign-up' })
    })
  }

  /** Whose sign-up a link is. @throws NOT_FOUND */
  async look(token: string): Promise<{ email: string }> {
    this.#refuseClosed()
    const found = await links.findSignUp(
      this.#needs.db,
      this.#hashOf(token),
      this.#needs.clock.now(),
    )
    if (!found) throw unknownLink()
    return found
  }

  /**
   * Makes the account on trial, and the person who owns it.
   * @throws NOT_FOUND when the link is wrong, over or used; BAD_REQUEST for a password that anybody would guess
   */
  async confirm(token: string, password: string, ip: string): Promise<{ email: string }> {
    const { db, clock, notes, passwords, policy, beginTrial, forget } = this.#needs
    const { email } = await this.look(token)
    await policy.refuse(password, [email])
    const passwordHash = await passwords.hash(password)
    const visitor = await transaction(db, async (tx) => {
      const now = clock.now()
      const said = await links.takeSignUp(tx, this.#hashOf(token), now)
      if (!said) throw unknownLink()
      await links.deleteSignUpsOf(tx, email.toLowerCase())
      const { accountId } = await beginTrial(tx, {
        name: said.company === '' ? said.name : said.company,
        email,
        person: said.person,
        declaredOfAge: true,
        ...(said.country === null ? {} : { country: said.country }),
      })
      const known = await members.findPerson(tx, email.toLowerCase())
      // Meanwhile the address came to an account another way: that person is not to get a new password here.
      if (members.comesIn(known)) throw unknownLink()
      const person = { passwordHash, name: said.name, locale: said.locale }
      const userId = known?.user_id ?? (await members.insertPerson(tx, { email, ...person }, now))
      if (known) await members.reviveUser(tx, userId, person, now)
      await members.insertMembership(tx, { accountId, userId, role: 'owner', roleId: null }, now)
      await links.insertTermsAcceptance(tx, {
        accountId,
        userId,
        version: said.terms_version,
        acceptedAt: said.created_at,
      })
      return { account_id: accountId, user_id: userId }
    }).catch((error: unknown) => {
      throw (error as { code?: string }).code === UNIQUE_VIOLATION ? unknownLink() : error
    })
    forget()
    await notes.followed(visitor, ip, 'signed-up')
    return { email }
  }

  #refuseClosed(): void {
    if (!this.#needs.signUp.open)
      throw new Rejection('FORBIDDEN', {
        text: 'This installation takes no sign-ups.',
        action:
          'Ask whoever runs it for an account, or somebody of your company for an invitation.',
      })
  }

  #hashOf(token: string): Buffer {
    return this.#needs.secrets.keyedHash('sign-up', token)
  }
}
