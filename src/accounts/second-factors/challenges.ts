import type { Clock } from '../../core/clock.ts'
import { Rejection } from '../../core/http/index.ts'
import { secretToken } from '../../core/ids.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db } from '../../core/storage/index.ts'
import { networkOf } from '../addresses.ts'
import * as store from '../store/second-factors.ts'

const VALID_MS = 10 * 60_000
const TRIES_MAX = 5
const PER_ADDRESS_MAX = 100

export interface Challenge {
  /** Also the challenge that an authenticator signs: 32 octets in base64url. */
  token: string
  expiresAt: Date
}

/**
 * Questions that are answered once, within ten minutes, from the address that was asked, in five tries. Of an IPv6 address
 * its /64 counts: it is one customer's, whose devices change the rest.
 */
export class Challenges {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock

  constructor(needs: { db: Db; secrets: Secrets; clock: Clock }) {
    this.#db = needs.db
    this.#secrets = needs.secrets
    this.#clock = needs.clock
  }

  /** @param whose null when a passkey is to tell who it is */
  async begin(
    purpose: store.ChallengePurpose,
    whose: { accountId: number; userId: number } | null,
    ip: string,
  ): Promise<Challenge> {
    const token = secretToken()
    const now = this.#clock.now()
    const expiresAt = new Date(now.getTime() + VALID_MS)
    await transaction(this.#db, (tx) =>
      store.insertChallenge(
        tx,
        {
          tokenHash: this.#hashOf(token),
          purpose,
          accountId: whose?.accountId ?? null,
          userId: whose?.userId ?? null,
          boundIp: networkOf(ip),
          expiresAt,
        },
        PER_ADDRESS_MAX,
        now,
      ),
    )
    return { token, expiresAt }
  }

  /** Counts a try. @throws UNAUTHORIZED when there is no such challenge any more */
  async try(
    purpose: store.ChallengePurpose,
    token: string,
    ip: string,
  ): Promise<store.ChallengeRow> {
    const found = await store.tryChallenge(
      this.#db,
      {
        tokenHash: this.#hashOf(token),
        purpose,
        boundIp: networkOf(ip),
        triesMax: TRIES_MAX,
      },
      this.#clock.now(),
    )
    if (!found) throw new Rejection('UNAUTHORIZED', OVER)
    return found
  }

  /** Answered rightly. @throws UNAUTHORIZED when somebody else was faster with the same answer */
  async end(row: store.ChallengeRow): Promise<void> {
    if (!(await store.deleteChallenge(this.#db, row.id))) throw new Rejection('UNAUTHORIZED', OVER)
  }

  /** @returns how many were over */
  sweep(): Promise<number> {
    return store.deleteExpiredChallenges(this.#db, this.#clock.now())
  }

  #hashOf(token: string): Buffer {
    return this.#secrets.keyedHash('login-challenge', token)
  }
}

const OVER = {
  text: 'This step is over: it took too long, had too many wrong answers, or was asked for from elsewhere.',
  action: 'Begin again with the first step.',
}
