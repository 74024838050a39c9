import { secretToken } from '../core/ids.ts'
import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import type { Secrets } from '../core/secrets.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import { plainAddress } from './addresses.ts'
import { ExpiringCache } from '../core/expiring-cache.ts'
import { fingerprint } from './fingerprint.ts'
import type { LastUses } from './last-uses.ts'
import { credentialOf } from './people.ts'
import { BELIEVED_MS, CREDENTIALS_MAX, refuseAccount } from './standing.ts'
import * as store from './store/users.ts'
import { deviceOf } from './team/device.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export type SessionKind = 'api' | 'portal'

/** `api` is the compatible API's IBSSO token, `portal` the browser's cookie. */
export const sessionLimits = {
  api: { idleMs: HOUR_MS, wholeMs: DAY_MS },
  portal: { idleMs: 12 * HOUR_MS, wholeMs: 7 * DAY_MS },
} as const satisfies Record<SessionKind, { idleMs: number; wholeMs: number }>

/** Of one person; the oldest go. */
const SESSIONS_MAX = 100
/** Longer ones are not ours, and not worth a look. */
const TOKEN_CHARACTERS_MAX = 100

export interface SessionOrigin {
  ip: string
  userAgent: string | undefined
}

interface Standing {
  sessionId: string
  boundIp: string | null
  expiresAtMs: number
  lastUsedAtMs: number
  member: store.MemberRow
  credential: Credential
}

/** The account wants one of the person, and they have none. A provider of identities asks for what it finds right. */
const lacksSecondFactor = (found: store.SessionRow & store.MemberRow): boolean =>
  found.second_factor_required &&
  !found.has_second_factor &&
  found.method !== 'sso' &&
  !(found.kind === 'api' && found.password_api)

/** Log-ins that last: found by a keyed hash of their token. */
export class Sessions {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #uses: LastUses
  readonly #known: ExpiringCache<{ standing: Standing | null }>

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

  hashOf(token: string): Buffer {
    return this.#secrets.keyedHash('session', token)
  }

  /**
   * @param boundIp the only address that may use it; null for any
   * @param method how the person showed who they are
   * @param from where it began, for the person to recognise it
   * @returns the token, which is kept nowhere
   */
  async begin(
    kind: SessionKind,
    member: store.MemberRow,
    boundIp: string | null,
    method: store.LogInMethod = 'password',
    from: SessionOrigin | null = null,
  ): Promise<string> {
    const token = secretToken()
    const now = this.#clock.now()
    await transaction(this.#db, async (tx) => {
      if (!(await store.holdPassword(tx, member))) throw new Rejection('UNAUTHORIZED')
      const session = {
        kind,
        tokenHash: this.hashOf(token),
        accountId: member.account_id,
        userId: member.user_id,
        boundIp: boundIp === null ? null : plainAddress(boundIp),
        expiresAt: new Date(now.getTime() + sessionLimits[kind].wholeMs),
        ip: from === null ? null : plainAddress(from.ip),
        device: from === null ? null : deviceOf(from.userAgent),
        method,
        provedAt: method === 'sso' ? null : now,
      }
      await store.insertSession(tx, session, SESSIONS_MAX, now)
    })
    return token
  }

  /** @throws UNAUTHORIZED when it is none, is over, or is another address's */
  async use(kind: SessionKind, token: string, ip: string): Promise<Credential> {
    const standing = await this.#holding(kind, token, ip)
    standing.lastUsedAtMs = this.#clock.ms()
    this.#uses.session(standing.sessionId)
    return standing.credential
  }

  /** The same, without counting as use: whether what was opened with the session may stay open. */
  async look(kind: SessionKind, token: string, ip: string): Promise<Credential> {
    return (await this.#holding(kind, token, ip)).credential
  }

  async #holding(kind: SessionKind, token: string, ip: string): Promise<Standing> {
    if (token.length > TOKEN_CHARACTERS_MAX) throw new Rejection('UNAUTHORIZED')
    const { standing } = await this.#known.get(fingerprint(token), async () => ({
      standing: await this.#read(kind, token),
    }))
    if (standing === null) throw new Rejection('UNAUTHORIZED')
    const now = this.#clock.ms()
    if (now >= Math.min(standing.expiresAtMs, standing.lastUsedAtMs + sessionLimits[kind].idleMs))
      throw new Rejection('UNAUTHORIZED', {
        text: 'The session has expired.',
        action: 'Log in again.',
      })
    if (standing.boundIp !== null && standing.boundIp !== plainAddress(ip))
      throw new Rejection('UNAUTHORIZED', {
        text: 'The session was made from another address.',
        action: 'Log in from here.',
      })
    if (standing.member.user_state !== 'active') throw new Rejection('UNAUTHORIZED')
    refuseAccount(standing.member.account_state)
    return standing
  }

  async #read(kind: SessionKind, token: string): Promise<Standing | null> {
    const found = await store.findSession(this.#db, this.hashOf(token))
    // A cookie is no token for a header, nor the other way round: each has limits of its own.
    if (!found || found.kind !== kind) return null
    const sessionId = found.session_id.toString()
    return {
      sessionId,
      boundIp: found.bound_ip,
      expiresAtMs: found.expires_at.getTime(),
      lastUsedAtMs: Math.max(found.last_used_at.getTime(), this.#uses.ofSession(sessionId)),
      member: found,
      credential: {
        ...credentialOf(found, kind === 'portal' ? 'cookie' : 'session'),
        ...(lacksSecondFactor(found) ? { mustSetUpSecondFactor: true } : {}),
      },
    }
  }

  /** @returns whose session it was; undefined when it was none */
  async end(token: string): Promise<store.SessionOwnerRow | undefined> {
    const owner = await store.deleteSession(this.#db, this.hashOf(token))
    this.#known.drop(fingerprint(token))
    return owner
  }

  /** Deletes what can no longer be used. @returns how many sessions and tokens went */
  sweep(): Promise<number> {
    const now = this.#clock.ms()
    return store.deleteExpired(this.#db, new Date(now), {
      api: new Date(now - sessionLimits.api.idleMs),
      portal: new Date(now - sessionLimits.portal.idleMs),
    })
  }

  /** After a change of a person or an account. */
  forget(): void {
    this.#known.clear()
  }
}
