import type { FastifyRequest } from 'fastify'
import type { Clock } from '../../core/clock.ts'
import { homeAccountOf, Rejection, type Credential } from '../../core/http/index.ts'
import type { Db } from '../../core/storage/index.ts'
import type { Sessions } from '../sessions.ts'
import { noteProof, readProof } from '../store/second-factors.ts'
import { findMember, type MemberRow } from '../store/users.ts'

const FRESH_MS = 10 * 60_000

/** A person at the portal. */
export interface AtPortal {
  member: MemberRow
  sessionHash: Buffer
  /** Until when changes to how people log in are taken from this session. */
  freshUntil: Date | null
}

/**
 * How people log in is changed from the portal only, by somebody who showed in the last ten minutes who they are: a
 * session left open, or a stolen cookie, is not enough. Whom a provider of identities vouched for has shown nothing to us.
 */
export class FreshProof {
  readonly #db: Db
  readonly #clock: Clock
  readonly #sessions: Sessions

  constructor(needs: { db: Db; clock: Clock; sessions: Sessions }) {
    this.#db = needs.db
    this.#clock = needs.clock
    this.#sessions = needs.sessions
  }

  /** @throws FORBIDDEN for anything but the portal's session */
  async person(
    credential: Credential,
    request: FastifyRequest,
    cookieName: string,
  ): Promise<AtPortal> {
    const token = request.cookies[cookieName]
    if (credential.kind !== 'cookie' || credential.userId === null || token === undefined)
      throw new Rejection('FORBIDDEN', {
        text: 'How people log in is changed in the portal only.',
        action: 'Log in to the portal and change it there.',
      })
    const sessionHash = this.#sessions.hashOf(token)
    const [member, proof] = await Promise.all([
      findMember(this.#db, homeAccountOf(credential), credential.userId),
      readProof(this.#db, credential.userId, sessionHash),
    ])
    if (!member || !proof) throw new Rejection('UNAUTHORIZED')
    const until = proof.proved_at === null ? 0 : proof.proved_at.getTime() + FRESH_MS
    return { member, sessionHash, freshUntil: until > this.#clock.ms() ? new Date(until) : null }
  }

  /** @throws FORBIDDEN when the last proof is over ten minutes old */
  require(person: AtPortal): void {
    if (person.freshUntil === null)
      throw new Rejection('FORBIDDEN', {
        text: 'This needs a fresh proof of who you are.',
        action: 'Show a second factor, or your password when you have none, and do it again.',
      })
  }

  /** For what a password was enough for before there was a second factor. @throws FORBIDDEN, as `person` and `require` do */
  async requireOfTwoFactors(
    credential: Credential,
    request: FastifyRequest,
    cookieName: string,
  ): Promise<void> {
    const userId = credential.userId
    const member =
      userId === null ? undefined : await findMember(this.#db, homeAccountOf(credential), userId)
    if (member?.has_second_factor) this.require(await this.person(credential, request, cookieName))
  }

  /** @returns until when changes are taken now */
  async note(person: AtPortal): Promise<Date> {
    const now = this.#clock.now()
    await noteProof(this.#db, person.member.user_id, person.sessionHash, now)
    return new Date(now.getTime() + FRESH_MS)
  }
}
