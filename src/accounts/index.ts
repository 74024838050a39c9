import type { FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.ts'
import type { Authenticate, Credential } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Module, Stop } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { ApiKeys, type KeyWishes } from './api-keys.ts'
import { authenticator } from './authenticate.ts'
import { dataMap } from './data-map.ts'
import { LastUses } from './last-uses.ts'
import { LoginAttempts } from './login-attempts.ts'
import * as make from './make-accounts.ts'
import { Money, type Refund, type Reservation, type ReserveOutcome } from './money.ts'
import { Passwords } from './passwords.ts'
import { credentialOf, People } from './people.ts'
import { Policies, type AccountPolicy } from './policies.ts'
import { RequestRate } from './request-rate.ts'
import { addApiKeys } from './routes/api-keys.ts'
import { addAuth } from './routes/auth.ts'
import { addBalance } from './routes/balance.ts'
import { addMe } from './routes/me.ts'
import { addSenders } from './routes/senders.ts'
import { addSender, ownersOfNumbers, sendersAllowed } from './senders.ts'
import { Sessions } from './sessions.ts'
import { ROOT_ACCOUNT } from './standing.ts'
import type { AccountState } from './store/accounts.ts'
import { Tokens } from './tokens.ts'

export { dataMap as accountsDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const accountsMigrations = new URL('./migrations/', import.meta.url)
export { SESSION_COOKIE } from './authenticate.ts'
export { rootScopes, scopeCatalogue, type Scope } from './scope-catalogue.ts'
export type { AccountPolicy } from './policies.ts'
export type { AccountWishes, Credentials, MadeAccount } from './make-accounts.ts'
export type { KeyWishes } from './api-keys.ts'
export type { Refund, Reservation, ReserveOutcome } from './money.ts'
export type { AccountState } from './store/accounts.ts'

const SWEEP_INTERVAL_MS = 3_600_000

export interface AccountsNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  log: Log
  /** As callers reach us; decides whether the portal's cookie is for TLS only. */
  publicUrl: () => string
  limits: {
    /** Wrong passwords from one address. */
    loginsPerMinuteMax: number
    requestsPerSecondPerKeyMax: number
  }
}

export interface Accounts {
  module: Module
  rootAccountId: number
  /** `App`, `Basic`, `IBSSO`, `Bearer`, or the portal's cookie. A known credential costs no round trip to the database. */
  authenticate: Authenticate
  /** Who a user name and a password belong to; throws UNAUTHORIZED, or TOO_MANY_REQUESTS after repeated mistakes. */
  authenticatePassword(
    username: string,
    password: string,
    request: FastifyRequest,
  ): Promise<Credential>
  /** Believed for 5 s at most; accounts that do not exist are absent. */
  policies(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>>
  /** Outcomes in the order of the items. Locks balances in the order of accounts until the transaction ends. */
  reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]>
  /** Gives back; the caller says once for each message. */
  refund(tx: Tx, items: readonly Refund[]): Promise<void>
  topUp(tx: Tx, items: readonly Refund[]): Promise<void>
  /** Whether each account has the sender registered, in the order of the pairs; not for accounts that may use any. */
  senderAllowed(tx: Tx, pairs: readonly { accountId: number; sender: string }[]): Promise<boolean[]>
  /** Whose inbound messages those to a number are; numbers of nobody are absent, and the root account's. */
  ownerOfNumber(tx: Tx, addresses: readonly string[]): Promise<Map<string, number>>
  /** Makes the root account, its owner and its key, when there is none; what is null is generated. */
  ensureFirstAccount(wanted: {
    ownerEmail?: string | null
    ownerPassword?: string | null
    apiKey?: string | null
  }): Promise<make.Credentials & { created: boolean }>
  /** A new password for the root account's owner, whose sessions end; a new API key only when none is left. */
  resetOwner(): Promise<make.Credentials>
  /** Prepaid, own senders, flooding on, unless it is wished otherwise; with an API key that has all scopes. */
  createAccount(wishes: make.AccountWishes): Promise<make.MadeAccount>
  createApiKey(accountId: number, wishes: KeyWishes): Promise<{ keyId: string; secret: string }>
  /** Registers a name or a number; see `addSender`. */
  addSender(accountId: number, sender: string): Promise<void>
  /** Counts at once here, elsewhere within 5 s; closing deletes its credentials. @returns whether there is such an account */
  setAccountState(accountId: number, state: AccountState): Promise<boolean>
  /** Deletes expired sessions and tokens. @returns how many */
  sweep(): Promise<number>
  /** Writes when keys and sessions were used last; done once a minute while the module runs. */
  writeLastUses(): Promise<void>
}

/** Accounts, the people and keys that act for them, and their money. */
export function accounts(needs: AccountsNeeds): Accounts {
  const { db, secrets, clock, log } = needs
  const uses = new LastUses(db, clock, log)
  const passwords = new Passwords()
  const attempts = new LoginAttempts(clock, needs.limits.loginsPerMinuteMax)
  const people = new People({ db, clock, passwords, attempts })
  const sessions = new Sessions({ db, secrets, clock, uses })
  const keys = new ApiKeys({ db, secrets, clock, uses })
  const tokens = new Tokens({ db, secrets, clock, keys, people })
  const rate = new RequestRate(clock, needs.limits.requestsPerSecondPerKeyMax)
  const policies = new Policies(clock)
  const money = new Money(policies, clock)
  const parts = { db, clock, keys, passwords, money }

  const forgetPeople = () => {
    people.forget()
    sessions.forget()
    tokens.forget()
  }
  /** Any credential and policy may rest on the account. */
  const forgetEverything = () => {
    forgetPeople()
    keys.forget()
    policies.forget()
  }

  return {
    rootAccountId: ROOT_ACCOUNT,
    authenticate: authenticator({ keys, people, sessions, tokens, rate }),
    authenticatePassword: async (username, password, request) => {
      const credential = credentialOf(await people.logIn(username, password, request.ip), 'basic')
      rate.count(`user ${credential.userId}`)
      return credential
    },
    policies: (tx, accountIds) => policies.of(tx, accountIds),
    reserve: (tx, items) => money.reserve(tx, items),
    refund: (tx, items) => money.refund(tx, items),
    topUp: (tx, items) => money.topUp(tx, items),
    senderAllowed: sendersAllowed,
    ownerOfNumber: ownersOfNumbers,
    ensureFirstAccount: async (wanted) => {
      const made = await make.ensureFirstAccount(parts, wanted)
      forgetEverything()
      return made
    },
    resetOwner: async () => {
      const made = await make.resetOwner(parts)
      forgetEverything()
      return made
    },
    createAccount: async (wishes) => {
      const made = await make.createAccount(parts, wishes)
      forgetPeople()
      return made
    },
    createApiKey: async (accountId, wishes) => {
      const { key, secret } = await keys.create(db, accountId, wishes)
      return { keyId: key.id, secret }
    },
    addSender: async (accountId, sender) =>
      void (await addSender(db, accountId, sender, true, clock.now())),
    setAccountState: async (accountId, state) => {
      const found = await make.setAccountState(parts, accountId, state)
      forgetEverything()
      return found
    },
    sweep: () => sessions.sweep(),
    writeLastUses: () => uses.write(),
    module: {
      name: 'accounts',
      migrations: accountsMigrations,
      dataMap,
      routes: (app) => {
        addAuth(app, { people, sessions, tokens })
        addApiKeys(app, { db, keys, clock })
        addBalance(app, db)
        addMe(app, {
          db,
          clock,
          people,
          sessions,
          passwords,
          publicUrl: needs.publicUrl,
          forget: forgetPeople,
        })
        addSenders(app, { db, clock })
      },
      start: () => start({ passwords, uses, sessions, log }),
    },
  }
}

async function start(parts: {
  passwords: Passwords
  uses: LastUses
  sessions: Sessions
  log: Log
}): Promise<Stop> {
  const { passwords, uses, sessions, log } = parts
  await passwords.warmUp()
  const stopWriting = uses.start()
  const sweep = () => {
    sessions
      .sweep()
      .catch((error: unknown) =>
        log.warn({ reason: (error as Error).message }, 'expired sessions were not deleted'),
      )
  }
  sweep()
  const timer = setInterval(sweep, SWEEP_INTERVAL_MS)
  timer.unref()
  return async () => {
    clearInterval(timer)
    await stopWriting()
  }
}
