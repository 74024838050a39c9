import { allowList, isAllowed } from '../accounts/index.ts'
import type { Clock } from '../core/clock.ts'
import { uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Note } from '../core/trail.ts'
import { counter } from '../core/metrics.ts'
import { equalInConstantTime } from '../core/secrets.ts'
import { transaction, type Db } from '../core/storage/index.ts'
import type { AccountsDoor } from '../messaging/index.ts'
import { status, type BindDecision, type BindRequest } from '../protocols/smpp/index.ts'
import { PasswordGuesses } from './password-guesses.ts'
import type { User } from './settings.ts'
import { insertBind, noteBound } from './store/binds.ts'
import { findBySystemId, type UserRow } from './store/users.ts'
import { freshSince, isOpen, toUser, type Passwords } from './users.ts'

/** Events of this module that are no operations, and what they are. */
export const smppServerEvents = {
  'smpp-locked-out': 'Too many wrong passwords for an SMPP user',
} as const

/** What a session is given when its bind is accepted. */
export interface Admission {
  bindId: string
  user: User
}

const binds = counter('smpp_server_binds_total', 'Binds of customers by how they ended', [
  'outcome',
])

/** Versions of SMPP as bind PDUs say them. */
export const versionCodes = { '3.4': 0x34, '5.0': 0x50 } as const

/** Decides about binds: whose they are, and whether they may be. */
export class BindDesk {
  readonly #db: Db
  readonly #clock: Clock
  readonly #log: Log
  readonly #passwords: Passwords
  readonly #accounts: Pick<AccountsDoor, 'policies'>
  readonly #note: Note
  readonly #guesses: PasswordGuesses

  constructor(parts: {
    db: Db
    clock: Clock
    log: Log
    passwords: Passwords
    accounts: Pick<AccountsDoor, 'policies'>
    note: Note
  }) {
    this.#db = parts.db
    this.#clock = parts.clock
    this.#log = parts.log
    this.#passwords = parts.passwords
    this.#accounts = parts.accounts
    this.#note = parts.note
    this.#guesses = new PasswordGuesses(parts.clock)
  }

  async decide(bind: BindRequest): Promise<BindDecision> {
    const decided = await this.#decide(bind)
    binds.inc({ outcome: decided.accepted ? 'accepted' : 'refused' })
    return decided
  }

  async #decide(bind: BindRequest): Promise<BindDecision> {
    if (this.#guesses.locked(bind.system_id, bind.address))
      return this.#refuse(null, status.ESME_RBINDFAIL, 'too many wrong passwords')
    const row = await findBySystemId(this.#db, bind.system_id, freshSince(this.#clock))
    // An unknown name is answered as a wrong password, after the same work: names are not to be found out.
    const expected = row?.password_hash ?? Buffer.alloc(32)
    const right = equalInConstantTime(this.#passwords.hashOf(bind.password), expected)
    if (!row || !right) {
      if (this.#guesses.wrong(bind.system_id, bind.address) && row) this.#lockedOut(row, bind)
      return this.#refuse(row?.user_id ?? null, status.ESME_RINVPASWD, 'wrong password')
    }
    this.#guesses.right(bind.system_id, bind.address)
    const user = toUser(row)
    const hindrance = await this.#hindrance(user, bind)
    if (hindrance !== null) return this.#refuse(user.userId, status.ESME_RBINDFAIL, hindrance)
    return this.#admit(user, bind)
  }

  /** Returns at once: whoever guesses must not learn by the time it takes whether there is such a user. */
  #lockedOut(row: UserRow, { address }: BindRequest): void {
    this.#log.warn({ userId: row.user_id }, 'wrong passwords lock an SMPP user out')
    const deed = {
      accountId: row.account_id,
      action: 'smpp-locked-out',
      actor: { kind: 'nobody' },
      ip: address,
      target: { kind: 'smpp-user', id: String(row.user_id) },
      description: smppServerEvents['smpp-locked-out'],
    } as const
    this.#note(deed, { outcome: 'refused' }).catch((error: unknown) =>
      this.#log.error({ err: error }, 'a lock-out was not noted'),
    )
  }

  async #hindrance(user: User, bind: BindRequest): Promise<string | null> {
    if (!user.enabled) return 'the user is disabled'
    if (!isAllowed(allowList(user.allowedAddresses), bind.address))
      return 'the address is not allowed'
    if (user.settings.tlsOnly && !bind.tls) return 'the user has to bind over TLS'
    if (!user.settings.bindKinds.includes(bind.kind)) return `no ${bind.kind} is allowed`
    const policies = await this.#accounts.policies(this.#db, [user.accountId])
    return isOpen(policies.get(user.accountId)) ? null : 'the account is closed'
  }

  async #admit(user: User, bind: BindRequest): Promise<BindDecision> {
    const now = this.#clock.now()
    const bindId = uuidv7(now.getTime())
    const { settings } = user
    const versionMax = versionCodes[settings.version]
    const placed = await transaction(this.#db, async (tx) => {
      const row = {
        account_id: user.accountId,
        bind_id: bindId,
        user_id: user.userId,
        kind: bind.kind,
        version: Math.min(bind.interface_version, versionMax),
        address: bind.address,
        tls: bind.tls,
      }
      if ((await insertBind(tx, row, settings.bindsMax, now, freshSince(this.#clock))) === 0)
        return false
      await noteBound(tx, user.userId, now)
      return true
    })
    if (!placed)
      return this.#refuse(user.userId, status.ESME_RBINDFAIL, 'it has as many binds as it may')
    this.#log.info(
      { userId: user.userId, kind: bind.kind, tls: bind.tls },
      'an SMPP customer bound',
    )
    return {
      accepted: true,
      windowMax: settings.deliveryWindow,
      inboundWindowMax: settings.window,
      versionMax,
      attachment: { bindId, user } satisfies Admission,
    }
  }

  #refuse(userId: number | null, commandStatus: number, reason: string): BindDecision {
    this.#log.info({ userId, reason }, 'a bind of an SMPP customer was refused')
    return { accepted: false, status: commandStatus }
  }
}
