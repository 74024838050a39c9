import type { Clock } from '../../core/clock.ts'
import { Rejection } from '../../core/http/index.ts'
import { secretToken } from '../../core/ids.ts'
import type { Log } from '../../core/log.ts'
import type { Secrets } from '../../core/secrets.ts'
import { transaction, type Db, type Tx } from '../../core/storage/index.ts'
import { networkOf } from '../addresses.ts'
import type { Passwords } from '../passwords.ts'
import type { Role } from '../scopes.ts'
import { refuseAccount } from '../standing.ts'
import { findAccount } from '../store/accounts.ts'
import * as store from '../store/sso.ts'
import { findMember, insertUser, type MemberRow } from '../store/users.ts'
import type { LogInOnItsWay, ProviderClient, Providers, Vouched } from './provider.ts'
import { SsoFault } from './sso-fault.ts'

const FLOW_MS = 10 * 60_000
const PER_ADDRESS_MAX = 100
const VERIFIER = 'sso-verifier'
export const CLIENT_SECRET = 'sso-client-secret'
export const CALLBACK = '/accounts/1/sso/callback'

/** Log-ins by an account's own provider of identities. */
export class SingleSignOn {
  readonly #needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    log: Log
    passwords: Passwords
    providers: Providers
    publicUrl: () => string
    /** After a change of a person. */
    forget(): void
  }

  constructor(needs: {
    db: Db
    secrets: Secrets
    clock: Clock
    log: Log
    passwords: Passwords
    providers: Providers
    publicUrl: () => string
    forget(): void
  }) {
    this.#needs = needs
  }

  get redirectUri(): string {
    return `${new URL(this.#needs.publicUrl()).origin}${CALLBACK}`
  }

  /**
   * Begins a log-in.
   * @param next page of the portal to go on with
   * @returns where to send the browser, and what it has to bring back in a cookie
   * @throws SsoFault
   */
  async start(
    who: { email?: string | undefined; account?: string | undefined },
    next: string,
    ip: string,
  ): Promise<{ url: URL; browser: string }> {
    const { db, secrets, clock, providers } = this.#needs
    const found = await this.#connectionFor(who)
    if (!found?.enabled) throw new SsoFault('unknown')
    const browser = secretToken()
    const way: LogInOnItsWay = {
      redirectUri: this.redirectUri,
      state: secretToken(),
      nonce: secretToken(),
      codeVerifier: secretToken(),
    }
    const url = await providers.authorizationUrl(this.clientOf(found), way, who.email)
    const now = clock.now()
    const flow = {
      account_id: found.account_id,
      issuer: found.issuer,
      nonce: way.nonce,
      verifier_box: secrets.encrypt(VERIFIER, way.codeVerifier, way.nonce),
      next_path: next,
      stateHash: this.#hashOf(way.state),
      browserHash: this.#hashOf(browser),
      boundIp: networkOf(ip),
      expiresAt: new Date(now.getTime() + FLOW_MS),
    }
    await transaction(db, (tx) => store.insertFlow(tx, flow, PER_ADDRESS_MAX, now))
    return { url, browser }
  }

  #connectionFor({ email, account }: { email?: string | undefined; account?: string | undefined }) {
    const { db } = this.#needs
    if (account !== undefined) return store.findConnectionByAccountKey(db, account.toUpperCase())
    const domain = domainOf(email ?? '')
    return domain === null ? undefined : store.findConnectionByDomain(db, domain)
  }

  clientOf(row: store.ConnectionRow): ProviderClient {
    const { secrets } = this.#needs
    return {
      issuer: row.issuer,
      clientId: row.client_id,
      clientSecret:
        row.client_secret_box &&
        secrets
          .decrypt(CLIENT_SECRET, row.client_secret_box, String(row.account_id))
          .toString('utf8'),
    }
  }

  /**
   * Ends a log-in with what the browser brought back from the provider.
   * @returns who it is, and with which page to go on
   * @throws SsoFault
   */
  async finish(
    query: URLSearchParams,
    browser: string,
  ): Promise<{ member: MemberRow; next: string }> {
    const { db, secrets, clock, providers, log } = this.#needs
    const state = query.get('state') ?? ''
    const flow = await store.takeFlow(db, this.#hashOf(state), this.#hashOf(browser), clock.now())
    if (!flow) throw new SsoFault('expired')
    const connection = await store.findConnection(db, flow.account_id)
    // Its settings may have changed in between; what another issuer says is not for this one.
    if (!connection?.enabled || connection.issuer !== flow.issuer) throw new SsoFault('unknown')
    const way: LogInOnItsWay = {
      redirectUri: this.redirectUri,
      state,
      nonce: flow.nonce,
      codeVerifier: secrets.decrypt(VERIFIER, flow.verifier_box, flow.nonce).toString('utf8'),
    }
    try {
      const vouched = await providers.finish(this.clientOf(connection), way, query)
      return { member: await this.#personOf(connection, vouched), next: flow.next_path }
    } catch (error) {
      if (error instanceof SsoFault)
        log.info(
          { accountId: flow.account_id, reason: error.reason, cause: reasonOf(error.cause) },
          'a log-in by the provider came to nothing',
        )
      throw error
    }
  }

  /**
   * Who the provider's word is about. It counts in the account whose provider it is and nowhere else: a subject that came
   * before is who it was; a new one is a member with the verified address, or a new person. Nobody becomes a member by
   * it who is a person of other accounts: their provider says who they are, not this one.
   */
  async #personOf(connection: store.ConnectionRow, vouched: Vouched): Promise<MemberRow> {
    const { db, clock } = this.#needs
    if (vouched.email === null) throw new SsoFault('email')
    const { email } = vouched
    const proved = (await store.listDomains(db, connection.account_id)).some(
      (one) => one.verified_at !== null && one.domain === domainOf(email),
    )
    if (!proved) throw new SsoFault('domain')
    await this.#refuseShut(connection.account_id)
    const userId = await transaction(db, async (tx) => {
      const known = await this.#linked(tx, connection, vouched, email)
      const role = mappedRole(connection, vouched.claims)
      if (role !== null) await store.updateRole(tx, connection.account_id, known, role)
      const { issuer, subject } = vouched
      await store.noteLinkUse(tx, connection.account_id, issuer, subject, clock.now())
      return known
    })
    this.#needs.forget()
    const member = await findMember(db, connection.account_id, userId)
    if (!member || member.user_state !== 'active') throw new SsoFault('shut')
    return member
  }

  async #refuseShut(accountId: number): Promise<void> {
    const account = await findAccount(this.#needs.db, accountId)
    try {
      refuseAccount(account?.state ?? 'closed')
    } catch (refusal) {
      if (refusal instanceof Rejection) throw new SsoFault('shut', { cause: refusal })
      throw refusal
    }
  }

  async #linked(
    tx: Tx,
    connection: store.ConnectionRow,
    { issuer, subject, name, claims }: Vouched,
    email: string,
  ): Promise<number> {
    const accountId = connection.account_id
    const now = this.#needs.clock.now()
    const before = await store.findLinked(tx, accountId, issuer, subject)
    if (before) {
      // Taken out of the account meanwhile: the link lets nobody back in.
      if (!(await findMember(tx, accountId, before.user_id))) throw new SsoFault('stranger')
      return before.user_id
    }
    const member = await store.findMemberOf(tx, accountId, email)
    if (!member && (await store.isKnownAddress(tx, email))) throw new SsoFault('stranger')
    const role = mappedRole(connection, claims) ?? connection.default_role
    const userId = member?.user_id ?? (await this.#newPerson(tx, { accountId, email, name, role }))
    // An address that was given to somebody else is not the person it was.
    if (!(await store.insertLink(tx, { accountId, issuer, subject, userId }, now)))
      throw new SsoFault('stranger')
    return userId
  }

  /** With a password that nobody knows: to set another one takes their mailbox. */
  async #newPerson(
    tx: Tx,
    person: { accountId: number; email: string; name: string; role: Role },
  ): Promise<number> {
    const passwordHash = await this.#needs.passwords.hash(secretToken())
    return insertUser(tx, { ...person, passwordHash, locale: 'en' }, this.#needs.clock.now())
  }

  /** @returns how many log-ins were over */
  sweep(): Promise<number> {
    return store.deleteExpiredFlows(this.#needs.db, this.#needs.clock.now())
  }

  #hashOf(token: string): Buffer {
    return this.#needs.secrets.keyedHash('sso-flow', token)
  }
}

/** @returns in lower case; null when the text is no address */
export const domainOf = (email: string): string | null =>
  /^[^\s@]+@([^\s@]+)$/.exec(email)?.[1]?.toLowerCase() ?? null

/** The role that the first mapped value of the claim stands for; null when none does. */
export function mappedRole(
  { role_claim: claim, role_mapping: mapping }: store.ConnectionRow,
  claims: Readonly<Record<string, unknown>>,
): Role | null {
  if (claim === null || !Object.hasOwn(claims, claim)) return null
  const values = new Set([claims[claim]].flat())
  return mapping.find(({ value }) => values.has(value))?.role ?? null
}

const reasonOf = (cause: unknown): string | undefined =>
  cause instanceof Error ? ((cause as { code?: string }).code ?? cause.name) : undefined
