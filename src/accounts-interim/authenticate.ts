import { BlockList, isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'
import type { Clock } from '../core/clock.ts'
import { Rejection, type Credential } from '../core/http/index.ts'
import { secretToken, uuidv7 } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Secrets } from '../core/secrets.ts'
import type { Db } from '../core/storage/index.ts'
import type { Passwords } from './passwords.ts'
import { scopesOfRole } from './roles.ts'
import { ALL_SCOPES } from './scopes.ts'
import { findAccounts, type AccountRow } from './store/accounts.ts'
import * as store from './store/logins.ts'
import type { ApiKeyRow, SessionRow } from './store/logins.ts'

export const SESSION_COOKIE = 'trunkline_session'
const CACHE_MS = 5_000
const CACHE_MAX = 10_000
const USED_EVERY_MS = 60_000
const SEEN_EVERY_MS = 30_000
const idleMs: Readonly<Record<string, number>> = { IBSSO: 3_600_000, COOKIE: 12 * 3_600_000, OAUTH: Infinity }
const lifeMs: Readonly<Record<string, number>> = { IBSSO: 24 * 3_600_000, COOKIE: 14 * 24 * 3_600_000, OAUTH: 3_600_000 }
export const OAUTH_SECONDS = 3_600

interface Cached<Value> {
  value: Value
  until: number
}

/** What of a request tells who makes it. */
export type Asking = Pick<FastifyRequest, 'headers' | 'ip' | 'cookies'>

/** Finds out who asks. A request with a known key costs no way to the database. */
export class Authentication {
  readonly #db: Db
  readonly #secrets: Secrets
  readonly #clock: Clock
  readonly #log: Log
  readonly #passwords: Passwords
  readonly #rootAccountId: () => number
  readonly #keys = new Map<string, Cached<{ key: ApiKeyRow; credential: Credential; allowed: BlockList | null } | null>>()
  readonly #sessions = new Map<string, Cached<{ session: SessionRow; credential: Credential } | null>>()
  readonly #usedAt = new Map<string, number>()
  readonly #used = new Map<string, string>()
  #timer: ReturnType<typeof setInterval> | null = null

  constructor(parts: { db: Db; secrets: Secrets; clock: Clock; log: Log; passwords: Passwords; rootAccountId: () => number }) {
    this.#db = parts.db
    this.#secrets = parts.secrets
    this.#clock = parts.clock
    this.#log = parts.log
    this.#passwords = parts.passwords
    this.#rootAccountId = parts.rootAccountId
  }

  start(): () => Promise<void> {
    this.#timer = setInterval(() => void this.#flush(), 10_000)
    return async () => {
      if (this.#timer) clearInterval(this.#timer)
      await this.#flush()
    }
  }

  /** After a change of keys, users or sessions in this process; other processes follow within five seconds. */
  forget(): void {
    this.#keys.clear()
    this.#sessions.clear()
    this.#passwords.forget()
  }

  async authenticate(request: Asking): Promise<Credential | null> {
    const header = request.headers.authorization
    if (header !== undefined && header !== '' && header !== 'undefined') return this.#byHeader(header, request)
    const cookie = request.cookies?.[SESSION_COOKIE]
    if (cookie === undefined || cookie === '') return null
    const found = await this.#bySession(cookie, request, 'COOKIE')
    return { ...found, kind: 'cookie' }
  }

  async #byHeader(header: string, request: Asking): Promise<Credential> {
    const space = header.indexOf(' ')
    const scheme = (space < 0 ? header : header.slice(0, space)).toLowerCase()
    const value = space < 0 ? '' : header.slice(space + 1).trim()
    if (value === '' || value.length > 4_096) throw new Rejection('UNAUTHORIZED')
    switch (scheme) {
      case 'app':
        return this.#byKey(value, request)
      case 'basic': {
        const text = Buffer.from(value, 'base64').toString('utf8')
        const colon = text.indexOf(':')
        if (colon < 0) throw new Rejection('UNAUTHORIZED')
        return this.byPassword(text.slice(0, colon), text.slice(colon + 1), request)
      }
      case 'ibsso':
        return this.#bySession(value, request, 'IBSSO')
      case 'bearer':
        return this.#bySession(value, request, 'OAUTH')
      default:
        throw new Rejection('UNAUTHORIZED')
    }
  }

  keyHash(secret: string): Buffer {
    return this.#secrets.keyedHash('api-key', secret)
  }

  #tokenHash(token: string): Buffer {
    return this.#secrets.keyedHash('session', token)
  }

  async #byKey(secret: string, request: Asking): Promise<Credential> {
    const now = this.#clock.ms()
    let cached = this.#keys.get(secret)
    if (!cached || cached.until <= now) {
      const key = await store.findApiKeyByHash(this.#db, this.keyHash(secret))
      const value = key ? { key, credential: await this.#credentialOf(key), allowed: allowList(key.allowed_ips) } : null
      cached = { value, until: now + CACHE_MS }
      if (this.#keys.size >= CACHE_MAX) this.#keys.clear()
      this.#keys.set(secret, cached)
    }
    if (!cached.value) throw new Rejection('UNAUTHORIZED')
    const { key, credential, allowed } = cached.value
    this.#refuseUnusable(key, allowed, request, now)
    this.#noteUse(key.api_key_id, now)
    return credential
  }

  #refuseUnusable(key: ApiKeyRow, allowed: BlockList | null, request: Asking, now: number): void {
    if (!key.enabled || key.valid_from.getTime() > now || (key.valid_to !== null && key.valid_to.getTime() <= now))
      throw new Rejection('UNAUTHORIZED', { text: 'Invalid login details', action: 'The API key is disabled or outside its validity: enable it or use another one.' })
    if (allowed !== null && !listed(allowed, request.ip))
      throw new Rejection('UNAUTHORIZED', { text: 'Invalid login details', action: 'The API key may not be used from this address: add it to its allowed addresses.' })
  }

  async #credentialOf(key: ApiKeyRow): Promise<Credential> {
    await this.#usableAccount(key.account_id)
    return {
      kind: 'key',
      accountId: key.account_id,
      isRootAccount: key.account_id === this.#rootAccountId(),
      userId: null,
      keyId: key.api_key_id,
      scopes: key.scopes.includes(ALL_SCOPES) ? 'all' : new Set(key.scopes),
    }
  }

  async #usableAccount(accountId: number): Promise<AccountRow> {
    const [account] = await findAccounts(this.#db, [accountId])
    if (!account || account.state === 'closed') throw new Rejection('UNAUTHORIZED')
    if (account.state === 'suspended') throw new Rejection('FORBIDDEN', { text: 'The account is suspended.', action: 'Ask whoever runs this installation.' })
    return account
  }

  /** By user name and password; the user name is the e-mail address. */
  async byPassword(email: string, password: string, request: Asking): Promise<Credential> {
    const user = email.length <= 320 ? await store.findUserByEmail(this.#db, email) : undefined
    const usable = user?.state === 'active' ? user : undefined
    const right = await this.#passwords.check(password, usable?.password_hash ?? null, `${email.toLowerCase().slice(0, 320)} ${request.ip}`)
    if (!right || !usable) throw new Rejection('UNAUTHORIZED')
    return { ...(await this.#credentialOfUser(usable.user_id)), kind: 'basic' }
  }

  async #credentialOfUser(userId: number): Promise<Credential> {
    const membership = await store.findMembership(this.#db, userId)
    if (!membership) throw new Rejection('UNAUTHORIZED')
    await this.#usableAccount(membership.account_id)
    return {
      kind: 'session',
      accountId: membership.account_id,
      isRootAccount: membership.account_id === this.#rootAccountId(),
      userId,
      keyId: null,
      scopes: scopesOfRole(membership.role),
    }
  }

  /** Begins a log-in and gives its token, which is kept as a hash only. */
  async begin(kind: 'IBSSO' | 'COOKIE' | 'OAUTH', who: { accountId: number; userId: number | null; keyId: string | null }, boundAddress: string | null): Promise<string> {
    const token = secretToken()
    const now = this.#clock.ms()
    await store.insertSession(this.#db, {
      token_hash: this.#tokenHash(token), kind, account_id: who.accountId, user_id: who.userId, api_key_id: who.keyId,
      bound_address: boundAddress, created_at: new Date(now), seen_at: new Date(now), ends_at: new Date(now + lifeMs[kind]!),
    })
    await store.deleteEndedSessions(this.#db, new Date(now))
    return token
  }

  /** Ends a log-in; also the one that a request came with. */
  async end(token: string): Promise<void> {
    await store.deleteSession(this.#db, this.#tokenHash(token))
    this.#sessions.clear()
  }

  /** Ends all log-ins of a user but the one a request came with. */
  async endOthers(userId: number, keepToken: string | null): Promise<void> {
    await store.deleteSessionsOf(this.#db, userId, keepToken === null ? null : this.#tokenHash(keepToken))
    this.forget()
  }

  async #bySession(token: string, request: Asking, kind: string): Promise<Credential> {
    const now = this.#clock.ms()
    let cached = this.#sessions.get(token)
    if (!cached || cached.until <= now) {
      cached = { value: await this.#readSession(token), until: now + CACHE_MS }
      if (this.#sessions.size >= CACHE_MAX) this.#sessions.clear()
      this.#sessions.set(token, cached)
    }
    if (!cached.value) throw new Rejection('UNAUTHORIZED')
    const { session, credential } = cached.value
    const idle = now - session.seen_at.getTime()
    if (session.kind !== kind || session.ends_at.getTime() <= now || idle > idleMs[kind]!) throw new Rejection('UNAUTHORIZED')
    if (session.bound_address !== null && session.bound_address !== request.ip) throw new Rejection('UNAUTHORIZED')
    if (idle > SEEN_EVERY_MS && kind !== 'OAUTH') {
      session.seen_at = new Date(now)
      await store.touchSession(this.#db, this.#tokenHash(token), session.seen_at)
    }
    return credential
  }

  async #readSession(token: string): Promise<{ session: SessionRow; credential: Credential } | null> {
    const session = await store.findSession(this.#db, this.#tokenHash(token))
    if (!session) return null
    if (session.user_id !== null) return { session, credential: await this.#credentialOfUser(session.user_id) }
    const key = await store.findApiKey(this.#db, session.account_id, session.api_key_id ?? '')
    const now = this.#clock.ms()
    if (!key || !key.enabled || (key.valid_to !== null && key.valid_to.getTime() <= now)) return null
    return { session, credential: { ...(await this.#credentialOf(key)), kind: 'token' } }
  }

  #noteUse(apiKeyId: string, now: number): void {
    if (now - (this.#usedAt.get(apiKeyId) ?? 0) < USED_EVERY_MS) return
    this.#usedAt.set(apiKeyId, now)
    this.#used.set(apiKeyId, new Date(now).toISOString())
  }

  async #flush(): Promise<void> {
    if (this.#used.size === 0) return
    const used = [...this.#used].map(([api_key_id, at]) => ({ api_key_id, at }))
    this.#used.clear()
    await store.markUsed(this.#db, used).catch((error: unknown) => this.#log.debug({ reason: (error as Error).message }, 'the last use of keys was not noted'))
  }
}

/** null: from anywhere. Entries are addresses or networks, checked when the key was made. */
function allowList(entries: readonly string[]): BlockList | null {
  if (entries.length === 0) return null
  const list = new BlockList()
  for (const entry of entries) addNetwork(list, entry)
  return list
}

/** Throws RangeError when it is no address and no network. */
export function addNetwork(list: BlockList, entry: string): void {
  const [address = '', bits] = entry.trim().split('/')
  const family = isIP(address)
  if (family === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) throw new RangeError(`"${entry}" is no address`)
  if (bits === undefined) list.addAddress(address, family === 4 ? 'ipv4' : 'ipv6')
  else list.addSubnet(address, Number(bits), family === 4 ? 'ipv4' : 'ipv6')
}

function listed(list: BlockList, ip: string): boolean {
  const address = ip.replace(/^::ffff:(?=\d+\.)/, '')
  const family = isIP(address)
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6')
}

export const newKeyId = (ms: number): string => uuidv7(ms).replaceAll('-', '')
