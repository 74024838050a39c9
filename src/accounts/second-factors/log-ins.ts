import { Rejection, wireTime } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import type { LoginAttempts } from '../login-attempts.ts'
import type { LogInNotes } from '../log-in-notes.ts'
import type { People } from '../people.ts'
import { refuseAccount } from '../standing.ts'
import { findMemberByUser } from '../store/second-factors.ts'
import { findMember, type LogInMethod, type MemberRow } from '../store/users.ts'
import type { Challenges } from './challenges.ts'
import type { AuthenticationResponseJSON } from './passkeys.ts'
import type { SecondFactors, Shown } from './second-factors.ts'
import type { NextStep } from './wire.ts'

/** How far somebody came: in, or to another step. */
export type LogInOutcome =
  | { member: MemberRow; method: LogInMethod }
  | { member: null; step: NextStep }

/** Log-ins to the portal, in as many steps as the person's and the account's settings ask for. */
export class LogIns {
  readonly #db: Db
  readonly #people: People
  readonly #attempts: LoginAttempts
  readonly #factors: SecondFactors
  readonly #challenges: Challenges
  readonly #notes: LogInNotes

  constructor(needs: {
    db: Db
    people: People
    attempts: LoginAttempts
    factors: SecondFactors
    challenges: Challenges
    notes: LogInNotes
  }) {
    this.#db = needs.db
    this.#people = needs.people
    this.#attempts = needs.attempts
    this.#factors = needs.factors
    this.#challenges = needs.challenges
    this.#notes = needs.notes
  }

  /** @throws as `People.logIn` does */
  async byPassword(email: string, password: string, ip: string): Promise<LogInOutcome> {
    const member = await this.#people.logIn(email, password, ip)
    if (member.sso_required) return { member: null, step: leadToProvider(member) }
    if (!member.has_second_factor) return { member, method: 'password' }
    const whose = { accountId: member.account_id, userId: member.user_id }
    const { token, expiresAt } = await this.#challenges.begin('second-factor', whose, ip)
    const [methods, passkey] = await Promise.all([
      this.#factors.kindsOf(member.user_id),
      this.#factors.questionFor(member.user_id, token),
    ])
    return {
      member: null,
      step: {
        next: 'SECOND_FACTOR',
        methods,
        challenge: token,
        passkey,
        start: null,
        expiresAt: wireTime(expiresAt),
      },
    }
  }

  /** @throws UNAUTHORIZED for a wrong answer, or when the step is over; TOO_MANY_REQUESTS */
  async bySecondFactor(token: string, shown: Shown, ip: string): Promise<LogInOutcome> {
    const challenge = await this.#challenges.try('second-factor', token, ip)
    const member = await findMember(this.#db, challenge.account_id!, challenge.user_id!)
    if (!member) throw new Rejection('UNAUTHORIZED')
    if (!(await this.#factors.check(member, shown, token, ip))) {
      this.#notes.failed(member, ip, 'Wrong second factor')
      throw new Rejection('UNAUTHORIZED', {
        text: 'The second factor is wrong.',
        action: 'Try again; a code of an app counts once and is over after half a minute.',
      })
    }
    await this.#challenges.end(challenge)
    refuse(member)
    if (member.sso_required) return { member: null, step: leadToProvider(member) }
    return { member, method: 'second-factor' }
  }

  async beginPasskey(ip: string) {
    const { token, expiresAt } = await this.#challenges.begin('passkey', null, ip)
    return {
      challenge: token,
      passkey: await this.#factors.openQuestion(token),
      expiresAt: wireTime(expiresAt),
    }
  }

  /** A passkey whose holder was verified is both: something one has, and something one knows or is. */
  async byPasskey(
    token: string,
    response: AuthenticationResponseJSON,
    ip: string,
  ): Promise<LogInOutcome> {
    const challenge = await this.#challenges.try('passkey', token, ip)
    const attempt = this.#attempts.begin(`passkey ${response.id}`, ip)
    const userId = await this.#factors.personOf(response, token)
    const member = userId === null ? undefined : await findMemberByUser(this.#db, userId)
    if (!member)
      throw new Rejection('UNAUTHORIZED', {
        text: 'This passkey lets nobody in.',
        action: 'Use another one, or your password.',
      })
    attempt.succeeded()
    await this.#challenges.end(challenge)
    refuse(member)
    if (member.sso_required) return { member: null, step: leadToProvider(member) }
    return { member, method: 'passkey' }
  }
}

function refuse(member: MemberRow): void {
  if (member.user_state !== 'active') throw new Rejection('UNAUTHORIZED')
  refuseAccount(member.account_state)
}

const leadToProvider = (member: MemberRow): NextStep => ({
  next: 'SSO',
  methods: [],
  challenge: null,
  passkey: null,
  start: `/accounts/1/sso/start?email=${encodeURIComponent(member.email)}`,
  expiresAt: null,
})
