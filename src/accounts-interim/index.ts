import type { FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.ts'
import type { Authenticate, Credential } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Module } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import { transaction, type Db, type Tx } from '../core/storage/index.ts'
import { parseSender } from '../protocols/e164/index.ts'
import { ApiKeyDesk, makeApiKey } from './api-keys.ts'
import { Authentication } from './authenticate.ts'
import { Balance, type Reservation, type ReserveOutcome } from './balance.ts'
import { accountsDataMap } from './data-map.ts'
import { ensureFirstAccount, newAccountKey, resetOwner, type Credentials } from './first-account.ts'
import { hashPassword, Passwords } from './passwords.ts'
import { Policies, type AccountPolicy } from './policies.ts'
import { portalLogins, programLogins } from './routes/logins.ts'
import { apiKeyOperations, balanceOperation, senderOperations } from './routes/settings.ts'
import { scopes } from './scopes.ts'
import { allowedSenders, insertAccount, ownersOf, setAccountState } from './store/accounts.ts'
import { insertUser } from './store/logins.ts'
import { secretToken } from '../core/ids.ts'

export { accountsDataMap } from './data-map.ts'
export type { AccountPolicy } from './policies.ts'
export type { Reservation, ReserveOutcome } from './balance.ts'
export type { Credentials } from './first-account.ts'

/** Folder of the migrations of schema `accounts`. */
export const accountsMigrations = new URL('migrations/', import.meta.url)

export interface AccountsNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  log: Log
  /** As callers reach us: decides whether cookies are for https alone. */
  publicUrl: () => string
}

/** A new account with somebody who can log in and a key. Prepaid, own senders and flooding checks unless said otherwise. */
export interface NewAccount {
  name: string
  email: string
  password?: string
  anySender?: boolean
  floodingOn?: boolean
  postpaid?: boolean
  priceMicros?: bigint
  topUpMicros?: bigint
  /** Scopes of its key; all that may be given when absent. */
  scopes?: readonly string[]
}

export interface Accounts {
  /** The account that owns the installation; known after `ensureFirstAccount`. */
  readonly rootAccountId: number
  authenticate: Authenticate
  authenticatePassword(username: string, password: string, request: FastifyRequest): Promise<Credential>
  ensureFirstAccount(wanted: { ownerEmail: string; ownerPassword: string | null; apiKey: string | null }): Promise<Credentials & { created: boolean }>
  resetOwner(): Promise<Credentials>
  createAccount(account: NewAccount): Promise<{ accountId: number; apiKey: string; password: string }>
  setAccountState(accountId: number, state: 'active' | 'suspended' | 'closed'): Promise<void>
  policies(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>>
  reserve(tx: Tx, items: readonly Reservation[]): Promise<ReserveOutcome[]>
  refund(tx: Tx, items: readonly { accountId: number; amountMicros: bigint; reference: string }[]): Promise<void>
  topUp(tx: Tx, accountId: number, amountMicros: bigint): Promise<void>
  senderAllowed(tx: Tx, pairs: readonly { accountId: number; sender: string }[]): Promise<boolean[]>
  /** Which account owns a number that handsets write to; absent: nobody. */
  ownerOfNumber(tx: Tx, addresses: readonly string[]): Promise<Map<string, number>>
  module: Module
}

/** Accounts, people, keys, log-ins, senders and money. */
export function accounts(needs: AccountsNeeds): Accounts {
  const { db, secrets, clock, log, publicUrl } = needs
  let rootAccountId = -1
  const passwords = new Passwords(secrets, clock)
  const authentication = new Authentication({ db, secrets, clock, log, passwords, rootAccountId: () => rootAccountId })
  const policies = new Policies(clock)
  const balance = new Balance(clock, policies)
  const desk = new ApiKeyDesk(db, clock, authentication)
  const parts = { db, clock, authentication, passwords, publicUrl }
  return {
    get rootAccountId() {
      return rootAccountId
    },
    authenticate: (request) => authentication.authenticate(request),
    authenticatePassword: (username, password, request) => authentication.byPassword(username, password, request),
    ensureFirstAccount: async (wanted) => {
      const { accountId, ...made } = await ensureFirstAccount(db, clock, authentication, wanted)
      rootAccountId = accountId
      return made
    },
    resetOwner: () => resetOwner(db, clock, authentication),
    createAccount: (account) => createAccount(needs, { authentication, balance, rootAccountId }, account),
    setAccountState: async (accountId, state) => {
      await setAccountState(db, accountId, state)
      authentication.forget()
      policies.forget()
    },
    policies: (tx, accountIds) => policies.read(tx, accountIds),
    reserve: (tx, items) => balance.reserve(tx, items),
    refund: (tx, items) => balance.refund(tx, items),
    topUp: (tx, accountId, amountMicros) => balance.topUp(tx, accountId, amountMicros),
    senderAllowed: async (tx, pairs) => {
      const wanted = pairs.map((one) => ({ account_id: one.accountId, address: senderAddress(one.sender) }))
      const allowed = new Set((await allowedSenders(tx, wanted)).map((one) => `${one.account_id} ${one.address}`))
      return wanted.map((one) => allowed.has(`${one.account_id} ${one.address}`))
    },
    ownerOfNumber: async (tx, addresses) => new Map((await ownersOf(tx, addresses)).map((one) => [one.address, one.account_id])),
    module: {
      name: 'accounts',
      migrations: accountsMigrations,
      dataMap: accountsDataMap,
      routes: (app) => {
        programLogins(app, parts)
        portalLogins(app, parts)
        apiKeyOperations(app, desk)
        balanceOperation(app, db)
        senderOperations(app, db, clock)
      },
      start: async () => authentication.start(),
    },
  }
}

/** A sender as it is registered: numbers without signs. */
function senderAddress(sender: string): string {
  const parsed = parseSender(sender)
  return parsed.ok ? parsed.sender.address : sender
}

async function createAccount(
  { db, clock }: AccountsNeeds,
  { authentication, balance, rootAccountId }: { authentication: Authentication; balance: Balance; rootAccountId: number },
  account: NewAccount,
): Promise<{ accountId: number; apiKey: string; password: string }> {
  const password = account.password ?? secretToken()
  const apiKey = secretToken()
  const passwordHash = await hashPassword(password)
  const granted = account.scopes ?? scopes.filter((one) => !one.rootAccountOnly).map((one) => one.name)
  return transaction(db, async (tx) => {
    const now = clock.now()
    const accountId = await insertAccount(tx, {
      key: newAccountKey(), name: account.name, parentId: rootAccountId, anySender: account.anySender ?? false,
      floodingOn: account.floodingOn ?? true, postpaid: account.postpaid ?? false, priceMicros: account.priceMicros ?? 0n,
      creditLimitMicros: account.postpaid ? null : 0n, now,
    })
    await insertUser(tx, { email: account.email, name: account.name, passwordHash, accountId, role: 'owner', now })
    await makeApiKey(tx, authentication, { accountId, name: 'First key', secret: apiKey, scopes: granted, validTo: null, now })
    if (account.topUpMicros) await balance.topUp(tx, accountId, account.topUpMicros)
    return { accountId, apiKey, password }
  })
}

