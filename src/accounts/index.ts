import type { FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.ts'
import type { Authenticate, Credential, OwnThrottles } from '../core/http/index.ts'
import type { Log } from '../core/log.ts'
import type { Module, Stop } from '../core/module.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db, Tx } from '../core/storage/index.ts'
import { Acting } from './acting.ts'
import type { Note } from '../core/trail.ts'
import { ApiKeys, type KeyWishes } from './api-keys.ts'
import type { BreachedFile } from './breached-passwords.ts'
import { actingHeader, authenticator } from './authenticate.ts'
import { dataMap } from './data-map.ts'
import { LastUses } from './last-uses.ts'
import { logInNotes, type LogInNotes } from './log-in-notes.ts'
import { LoginAttempts } from './login-attempts.ts'
import * as make from './make-accounts.ts'
import type { BillingDoor, SendsMail } from './needs.ts'
import { PasswordPolicy } from './password-policy.ts'
import { Passwords } from './passwords.ts'
import { credentialOf, People } from './people.ts'
import { Policies, type AccountPolicy } from './policies.ts'
import { RequestRate } from './request-rate.ts'
import { addAccounts } from './routes/accounts.ts'
import { addThrottles } from './routes/throttles.ts'
import { addApiKeys } from './routes/api-keys.ts'
import { addApiKeysV1 } from './routes/api-keys-v1.ts'
import { addAuth } from './routes/auth.ts'
import { addLogIns } from './routes/login.ts'
import { addMe } from './routes/me.ts'
import { addProposals } from './routes/proposals.ts'
import { addSenders } from './routes/senders.ts'
import { Challenges } from './second-factors/challenges.ts'
import { FreshProof } from './second-factors/fresh-proof.ts'
import { LogIns } from './second-factors/log-ins.ts'
import { addSecondFactors } from './second-factors/routes.ts'
import { SecondFactors } from './second-factors/second-factors.ts'
import { addSubAccounts } from './routes/sub-accounts.ts'
import { addVerifiedNumbers } from './routes/verified-numbers.ts'
import { addSender, ownersOfNumbers, sendersAllowed } from './senders.ts'
import { Sessions } from './sessions.ts'
import type { ResolveTxt } from './sso/domains.ts'
import { Providers, type ProviderFetch } from './sso/provider.ts'
import { addSso } from './sso/routes.ts'
import { ProviderSettings } from './sso/settings.ts'
import { SingleSignOn } from './sso/single-sign-on.ts'
import type { Role } from './scopes.ts'
import { ROOT_ACCOUNT } from './standing.ts'
import { accountsOf, idOfKey, namesOf, peopleInRoles } from './store/names.ts'
import { findWithin, listBelow, type AccountState } from './store/accounts.ts'
import { team as makeTeam, type SignUpSettings, type Team } from './team/index.ts'
import { AccountThrottles } from './throttles.ts'
import { Tokens } from './tokens.ts'
import {
  numbersVerified,
  takeTrialMessages,
  type TrialLimits,
  type TrialOutcome,
} from './trials.ts'
import { VerifiedNumbers, type SendCode } from './verified-numbers.ts'

export { dataMap as accountsDataMap } from './data-map.ts'
/** Folder of this module's migrations. */
export const accountsMigrations = new URL('./migrations/', import.meta.url)
export { openBreached, type BreachedFile } from './breached-passwords.ts'
export { SESSION_COOKIE } from './authenticate.ts'
export { rootScopes, scopeCatalogue, type Scope } from './scope-catalogue.ts'
export type { AccountPolicy } from './policies.ts'
export type { AccountWishes, Credentials, MadeAccount, TrialWishes } from './make-accounts.ts'
export { accountEvents } from './log-in-notes.ts'
export { allowList, isAllowed, readNetwork } from './addresses.ts'
export type { KeyWishes } from './api-keys.ts'
export type { SendCode } from './verified-numbers.ts'
export type { AccountState } from './store/accounts.ts'

const SWEEP_INTERVAL_MS = 3_600_000
const ACCOUNTS_BELOW_MAX = 10_000

export interface AccountsNeeds {
  db: Db
  secrets: Secrets
  clock: Clock
  log: Log
  billing: BillingDoor
  /** As callers reach us; decides whether the portal's cookie is for TLS only. */
  publicUrl: () => string
  mail: SendsMail
  signUp: SignUpSettings
  /** Passwords that were stolen elsewhere; null when the operator gave no list. */
  breached: BreachedFile | null
  /** Where log-ins and what else is no operation are noted. */
  note: Note
  /** How providers of identities and name servers are asked; left out where nobody logs in. */
  outside?: { fetch: ProviderFetch; resolveTxt: ResolveTxt }
  limits: {
    /** Wrong passwords from one address. */
    loginsPerMinuteMax: number
    requestsPerSecondPerKeyMax: number
  }
  /** What a trial account may do, and the name it sends as. */
  trial: TrialLimits & { sender: string }
  /** Sends a code to a number that somebody says is theirs. */
  sendCode: SendCode
}

export interface Accounts {
  module: Module
  rootAccountId: number
  /** `App`, `Basic`, `IBSSO`, `Bearer`, or the portal's cookie. A known credential costs no round trip to the database. */
  authenticate: Authenticate
  /** The same, without counting as use: whether what was opened with the credential may stay open. */
  authenticateAgain: Authenticate
  /** Limits of operations that an account has of its own. */
  throttlesOf(accountId: number): Promise<OwnThrottles>
  /** Who a user name and a password belong to; throws UNAUTHORIZED, or TOO_MANY_REQUESTS after repeated mistakes. */
  authenticatePassword(
    username: string,
    password: string,
    request: FastifyRequest,
  ): Promise<Credential>
  /** Believed for 5 s at most; accounts that do not exist are absent. */
  policies(tx: Tx, accountIds: readonly number[]): Promise<Map<number, AccountPolicy>>
  /** Whether each account has the sender registered, in the order of the pairs; not for accounts that may use any. */
  senderAllowed(tx: Tx, pairs: readonly { accountId: number; sender: string }[]): Promise<boolean[]>
  /** Whose inbound messages those to a number are; numbers of nobody are absent, and the root account's. */
  ownerOfNumber(tx: Tx, addresses: readonly string[]): Promise<Map<string, number>>
  /** The account with this key, when it is this one or below it. */
  accountWithin(accountId: number, key: string): Promise<number | null>
  /** This account and those below it, nearest first, 10,000 at most. */
  accountsBelow(accountId: number): Promise<number[]>
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
  /** A trial account, in the transaction that makes its first person; for the sign-up. Throws BAD_REQUEST without the declaration of age. */
  beginTrial(tx: Tx, wishes: make.TrialWishes): Promise<{ accountId: number }>
  /** Of accounts on trial only: whether each has verified the number (digits), in the order of the pairs. */
  numbersVerified(
    tx: Tx,
    pairs: readonly { accountId: number; number: string }[],
  ): Promise<boolean[]>
  /** Of accounts on trial only: takes a message of each item's account, in their order; held until the transaction ends. */
  takeTrialMessages(
    tx: Tx,
    accountIds: readonly number[],
    endsAtMs: (accountId: number) => number | null,
  ): Promise<TrialOutcome[]>
  /** Names of people (their e-mail addresses) and API keys of an account; those of others are absent. */
  namesOf(
    accountId: number,
    ids: { userIds: readonly number[]; keyIds: readonly string[] },
  ): Promise<{ users: Map<number, string>; keys: Map<string, string> }>
  /** Whom to write to about something of an account: its active people with these roles, 50 at most. */
  peopleInRoles(
    accountId: number,
    roles: readonly Role[],
  ): Promise<{ email: string; locale: string }[]>
  /** Keys and names of accounts. @param on the caller's transaction, if it is in one */
  accountsOf(
    accountIds: readonly number[],
    on?: Db,
  ): Promise<Map<number, { key: string; name: string }>>
  /** null: there is no account with this key. @param on the caller's transaction, if it is in one */
  idOfKey(key: string, on?: Db): Promise<number | null>
  /** Deletes expired sessions, tokens, links and steps of log-ins, and what no limit counts any more. @returns how many, links left out */
  sweep(): Promise<number>
  /** Writes when keys and sessions were used last; done once a minute while the module runs. */
  writeLastUses(): Promise<void>
}

/** Accounts, and the people and keys that act for them. */
export function accounts(needs: AccountsNeeds): Accounts {
  const { db, secrets, clock, log } = needs
  const uses = new LastUses(db, clock, log)
  const passwords = new Passwords()
  const attempts = new LoginAttempts(clock, needs.limits.loginsPerMinuteMax)
  const notes = logInNotes(needs.note, log)
  const policy = new PasswordPolicy(needs.breached)
  const people = new People({
    db,
    clock,
    passwords,
    attempts,
    notes,
    onLockOut: ({ account_id: accountId, user_id: userId, email }) =>
      team.tellLockOut({ accountId, userId, email }),
  })
  const sessions = new Sessions({ db, secrets, clock, uses })
  const keys = new ApiKeys({ db, secrets, clock, uses })
  const tokens = new Tokens({ db, secrets, clock, keys, people })
  const throttles = new AccountThrottles(db, clock)
  const rate = new RequestRate(clock, needs.limits.requestsPerSecondPerKeyMax, throttles)
  const policies = new Policies(clock)
  const acting = new Acting(db, clock)
  const numbers = new VerifiedNumbers({ db, clock, secrets, sendCode: needs.sendCode })
  const parts = { db, clock, keys, passwords, billing: needs.billing }
  const challenges = new Challenges({ db, secrets, clock })
  const proof = new FreshProof({ db, clock, sessions })

  const forgetPeople = () => {
    people.forget()
    sessions.forget()
    tokens.forget()
  }
  const factors = new SecondFactors({
    db,
    secrets,
    clock,
    mail: needs.mail,
    attempts,
    challenges,
    publicUrl: needs.publicUrl,
    forget: forgetPeople,
  })
  const logIns = new LogIns({ db, people, attempts, factors, challenges, notes })
  const forgetAccounts = () => {
    policies.forget()
    acting.forget()
  }
  /** Any credential and policy may rest on the account. */
  const forgetEverything = () => {
    forgetPeople()
    keys.forget()
    forgetAccounts()
  }

  const team: Team = makeTeam({
    db,
    clock,
    log,
    secrets,
    mail: needs.mail,
    notes,
    passwords,
    policy,
    signUp: needs.signUp,
    beginTrial: (tx, wishes) =>
      make.beginTrial(tx, needs.billing, wishes, needs.trial, clock.now()),
    publicUrl: needs.publicUrl,
    forget: forgetPeople,
  })

  const sso = needs.outside
    ? ssoParts(
        { ...needs, outside: needs.outside, passwords, sessions, proof, notes },
        forgetPeople,
      )
    : null
  const sweep = async () => {
    await team.sweep()
    const gone = await Promise.all([
      sessions.sweep(),
      numbers.sweep(),
      challenges.sweep(),
      sso?.sso.sweep() ?? 0,
    ])
    return gone.reduce((sum, one) => sum + one, 0)
  }

  const sources = { keys, people, sessions, tokens, rate, acting }
  return {
    rootAccountId: ROOT_ACCOUNT,
    authenticate: authenticator(sources),
    authenticateAgain: authenticator(sources, 'look'),
    throttlesOf: (accountId) => throttles.of(accountId),
    authenticatePassword: async (username, password, request) => {
      const credential = credentialOf(
        await people.logInForApi(username, password, request.ip),
        'basic',
      )
      await rate.count(credential)
      return acting.in(credential, actingHeader(request))
    },
    policies: (tx, accountIds) => policies.of(tx, accountIds),
    senderAllowed: sendersAllowed,
    ownerOfNumber: ownersOfNumbers,
    accountWithin: (accountId, key) => findWithin(db, accountId, key.toUpperCase()),
    accountsBelow: (accountId) => listBelow(db, accountId, ACCOUNTS_BELOW_MAX),
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
      const found = await make.setAccountState(parts, accountId, state, {
        accountId: null,
        userId: null,
        keyId: null,
        reason: 'By the installation.',
      })
      forgetEverything()
      return found
    },
    beginTrial: (tx, wishes) =>
      make.beginTrial(tx, needs.billing, wishes, needs.trial, clock.now()),
    numbersVerified,
    takeTrialMessages: (tx, accountIds, endsAtMs) =>
      takeTrialMessages(tx, accountIds, endsAtMs, needs.trial, clock.ms()),
    namesOf: (accountId, ids) => namesOf(db, accountId, ids),
    accountsOf: (accountIds, on = db) => accountsOf(on, accountIds),
    idOfKey: (key, on = db) => idOfKey(on, key),
    peopleInRoles: (accountId, roles) => peopleInRoles(db, accountId, roles),
    sweep,
    writeLastUses: () => uses.write(),
    module: {
      name: 'accounts',
      migrations: accountsMigrations,
      dataMap,
      routes: (app) => {
        addAuth(app, { people, sessions, tokens, notes })
        addApiKeys(app, { db, keys, clock })
        addApiKeysV1(app, { db, keys, clock })
        addMe(app, {
          db,
          clock,
          people,
          sessions,
          passwords,
          policy,
          proof,
          tellPasswordChanged: team.tellPasswordChanged,
          forget: forgetPeople,
        })
        addLogIns(app, { db, logIns, sessions, notes, publicUrl: needs.publicUrl })
        addSecondFactors(app, {
          db,
          clock,
          people,
          factors,
          challenges,
          proof,
          forget: forgetPeople,
        })
        addSenders(app, { db, clock })
        team.routes(app, { people, sessions, proof })
        if (sso) addSso(app, sso)
        const tree = { db, clock, billing: needs.billing, forget: forgetEverything }
        addAccounts(app, tree)
        addProposals(app, tree)
        addSubAccounts(app, tree)
        addThrottles(app, {
          db,
          clock,
          uses,
          forget: () => {
            throttles.forget()
            keys.forget()
            tokens.forget()
          },
        })
        addVerifiedNumbers(app, { db, clock, numbers, limits: needs.trial })
      },
      start: () => start({ passwords, uses, sweep, log }),
    },
  }
}

/** What log-in by providers of identities is made of. */
function ssoParts(
  needs: AccountsNeeds & {
    outside: NonNullable<AccountsNeeds['outside']>
    passwords: Passwords
    sessions: Sessions
    proof: FreshProof
    notes: LogInNotes
  },
  forget: () => void,
) {
  const { outside } = needs
  const providers = new Providers(outside.fetch, needs.clock)
  const sso = new SingleSignOn({ ...needs, providers, forget })
  const settings = new ProviderSettings({
    ...needs,
    providers,
    sso,
    resolveTxt: outside.resolveTxt,
  })
  return { ...needs, sso, settings, forget }
}

async function start(parts: {
  passwords: Passwords
  uses: LastUses
  sweep: () => Promise<number>
  log: Log
}): Promise<Stop> {
  const { passwords, uses, log } = parts
  await passwords.warmUp()
  const stopWriting = uses.start()
  const sweep = () => {
    parts
      .sweep()
      .catch((error: unknown) =>
        log.warn(
          { reason: (error as Error).message },
          'expired sessions, links, codes and steps of log-ins were not deleted',
        ),
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
